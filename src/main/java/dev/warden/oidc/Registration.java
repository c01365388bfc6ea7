package dev.warden.oidc;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;

import dev.warden.client.RegisterClient;
import dev.warden.client.RegisterClient.NotAllowed;
import dev.warden.client.RegisterClient.Registered;
import dev.warden.client.RegisterClient.Result;
import dev.warden.client.RegistrationSettings;
import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;

/**
 * The client registration endpoint (RFC 7591 §3, OpenID Connect Dynamic Client Registration 1.0 §3). With a client's id
 * as parameter {@code client_id} it is that client's configuration endpoint (RFC 7592 §2).
 */
@ApplicationScoped
class Registration implements Endpoint {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final RegisterClient registration;
    private final RegistrationSettings policy;
    private final OidcSettings settings;

    @Inject
    Registration(RegisterClient registration, RegistrationSettings policy, OidcSettings settings) {
        this.registration = registration;
        this.policy = policy;
        this.settings = settings;
    }

    protected Registration() {
        this(null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.REGISTER;
    }

    @Override
    public boolean isThere() {
        return policy.isOn();
    }

    @Override
    public boolean takesForms() {
        return false;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST", "PUT", "DELETE");
    }

    @Override
    public Reply answer(Call call) {
        try {
            return switch (call.request().getMethod()) {
                case "POST" -> register(call);
                case "PUT" -> update(call);
                case "DELETE" -> delete(call);
                default -> information(200, own(call));
            };
        } catch (InvalidValue wrong) {
            throw refused(wrong);
        }
    }

    private Reply register(Call call) {
        Optional<String> token = call.bearer();
        Result result = registration.register(call.json(), token.orElse(null), call.device().network());
        if (result instanceof Registered registered) {
            return information(201, registered);
        }
        if (result instanceof NotAllowed) {
            throw token.isEmpty() ? BearerError.noToken() : BearerError.invalidToken();
        }
        throw ProtocolError.tooMany("Too many clients were registered from here.", AN_HOUR);
    }

    private Reply update(Call call) {
        return information(200, registration.update(own(call), call.json()).orElseThrow(BearerError::invalidToken));
    }

    private Reply delete(Call call) {
        if (!registration.delete(own(call))) {
            throw BearerError.invalidToken();
        }
        return Reply.empty(204);
    }

    /** RFC 7592 §2.1: without the client's token, the answer does not reveal whether the client exists. */
    private Registered own(Call call) {
        String token = call.bearer().orElseThrow(BearerError::noToken);
        return registration.find(call.value("client_id").orElse(""), token).orElseThrow(BearerError::invalidToken);
    }

    /** RFC 7591 §3.2.1, RFC 7592 §3. */
    private Reply information(int status, Registered registered) {
        String id = registered.client().id();
        JsonObjectBuilder json = JsonText.PROVIDER.createObjectBuilder().add("client_id", id)
                .add("client_id_issued_at", registered.client().createdAt().getEpochSecond());
        if (registered.secret() != null) {
            // "REQUIRED if client_secret is issued"; 0 means that it does not expire.
            json.add("client_secret", registered.secret()).add("client_secret_expires_at", 0);
        }
        json.add("registration_access_token", registered.registrationToken())
                .add("registration_client_uri", settings.at(ProviderPaths.REGISTER) + "?client_id=" + id);
        registered.metadata().forEach(json::add);
        return Reply.json(status, json.build().toString());
    }

    /** RFC 7591 §3.2.2. */
    private static ProtocolError refused(InvalidValue wrong) {
        String member = wrong.field().replaceAll("[^A-Za-z0-9_#-]", "?");
        String code = wrong.field().equals("redirect_uris") ? "invalid_redirect_uri" : "invalid_client_metadata";
        return new ProtocolError(code, member + " " + wrong.getMessage() + ".");
    }
}
