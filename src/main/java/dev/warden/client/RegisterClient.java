package dev.warden.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;
import dev.warden.platform.OutboundHttp;
import dev.warden.platform.Schedule;

/**
 * Dynamic client registration (RFC 7591, OpenID Connect Dynamic Client Registration 1.0) and its management: reading,
 * changing and removing a registration (RFC 7592). Members that only an operator decides about are ignored.
 */
@ApplicationScoped
public class RegisterClient {

    /** RFC 7592 §2.2: these "MUST NOT" be part of an update. */
    private static final List<String> NOT_IN_AN_UPDATE = List.of("registration_access_token", "registration_client_uri",
            "client_secret_expires_at", "client_id_issued_at");

    /** Of the metadata that a client may store about itself, in characters: every node keeps it in memory. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final Duration FORGETTING_PAUSE = Duration.ofHours(1);

    private final RegistrationSettings settings;
    private final Clients clients;
    private final ClientSecrets secrets;
    private final OutboundHttp http;
    private final Clock clock;

    @Inject
    public RegisterClient(RegistrationSettings settings, Clients clients, ClientSecrets secrets, OutboundHttp http,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.secrets = secrets;
        this.http = http;
        this.clock = clock;
    }

    protected RegisterClient() {
        this(null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting clients that were never used", this::forgetUnused);
    }

    void forgetUnused() {
        if (!settings.keepUnused().isZero()) {
            clients.deleteUnused(clock.instant().minus(settings.keepUnused()));
        }
    }

    /** The outcome of a registration. */
    public sealed interface Result permits Registered, NotAllowed, TooMany {
    }

    /**
     * A client as it is registered now.
     *
     * @param secret            a new secret to be shown to the client, because it cannot be shown later; null if there
     *                          is none
     * @param registrationToken the token by which the client manages its registration
     */
    public record Registered(RegisteredClient client, String secret, String registrationToken) implements Result {

        /** The members that the client decides about (RFC 7591 §3.2.1: "all registered metadata about this client"). */
        public JsonObject metadata() {
            JsonObjectBuilder members = JsonText.PROVIDER.createObjectBuilder();
            RegisteredMetadata.of(client).forEach((member, value) -> {
                if (MemberNames.isOfTheClient(member)) {
                    members.add(member, value);
                }
            });
            return members.build();
        }

        @Override
        public String toString() {
            return "Registered[" + client.id() + "]";
        }
    }

    /** The initial access token is missing or wrong. */
    public record NotAllowed() implements Result {
    }

    /** Too many registrations came from this network within the hour. */
    public record TooMany() implements Result {
    }

    /**
     * Registers a client.
     *
     * @param initialToken the bearer token of the request; null if there was none
     * @param network      where the request came from, as limits count it
     * @throws InvalidValue naming the member that is wrong
     */
    public Result register(JsonObject metadata, String initialToken, String network) {
        boolean isTrusted = initialToken != null && settings.accepts(initialToken);
        if (!settings.isOn() || settings.mode() == RegistrationSettings.Mode.TOKEN && !isTrusted) {
            return new NotAllowed();
        }
        RegisteredClient wanted = read(UUID.randomUUID().toString(), metadata, clock.instant());
        String registrationToken = secrets.makeRegistrationToken();
        Optional<ClientSecrets.Made> made = newSecret(wanted);
        RegisteredClient client = wanted.withRegistrationToken(secrets.digest(registrationToken))
                .with(made.map(ClientSecrets.Made::stored).orElse(null));
        int limit = isTrusted ? Integer.MAX_VALUE : settings.perNetwork();
        return clients.register(client, network, limit)
                ? new Registered(client, made.map(ClientSecrets.Made::value).orElse(null), registrationToken)
                : new TooMany();
    }

    /**
     * The client that a registration access token manages, as it is stored; empty if there is no client with this id
     * for this token. RFC 7592 §2.1 has the same answer for both.
     */
    public Optional<Registered> find(String clientId, String registrationToken) {
        return clients.stored(clientId)
                .filter(client -> client.origin() == Origin.REGISTERED && !client.disabled())
                .filter(client -> secrets.matchesRegistrationToken(client, registrationToken))
                .map(client -> new Registered(client, null, registrationToken));
    }

    /**
     * Replaces everything that a client registered (RFC 7592 §2.2). A new secret is only created if the client's method
     * needs one and there is none of that kind.
     *
     * @param current from {@link #find}
     * @return empty if the client has lost the right to do so
     * @throws InvalidValue naming the member that is wrong
     */
    public Optional<Registered> update(Registered current, JsonObject metadata) {
        RegisteredClient before = current.client;
        requireOwn(before, metadata);
        RegisteredClient wanted = read(before.id(), metadata, before.createdAt())
                .withRegistrationToken(before.registrationTokenHash());
        requireSameSubjects(before.subjects(), wanted.subjects());
        boolean keepsSecret = keepsSecret(before, wanted);
        Optional<ClientSecrets.Made> made = keepsSecret ? Optional.empty() : newSecret(wanted);
        RegisteredClient client = wanted.with(keepsSecret ? before.authentication().secret()
                : made.map(ClientSecrets.Made::stored).orElse(null));
        // Reading the metadata took as long as the client wanted, because they may name a sector_identifier_uri.
        return clients.saveOwn(client) ? Optional.of(new Registered(client,
                made.map(ClientSecrets.Made::value).orElse(null), current.registrationToken)) : Optional.empty();
    }

    /**
     * Removes a client that asked for it (RFC 7592 §2.3).
     *
     * @return whether it was there and still managed itself
     */
    public boolean delete(Registered current) {
        return clients.deleteOwn(current.client.id());
    }

    private RegisteredClient read(String id, JsonObject metadata, Instant createdAt) {
        JsonObjectBuilder own = JsonText.PROVIDER.createObjectBuilder();
        metadata.forEach((member, value) -> {
            if (MemberNames.isOfTheClient(member)) {
                own.add(member, value);
            }
        });
        RegisteredClient client = ClientMetadata.read(id, Origin.REGISTERED, createdAt, own.build());
        if (!ClientMetadata.OPENID_SCOPES.containsAll(client.scopes())) {
            // Only resource servers know what other scopes mean, and a client_credentials token needs nobody's consent.
            throw new InvalidValue("scope", "supports " + String.join(", ", ClientMetadata.OPENID_SCOPES)
                    + " only: others are the operator's to give");
        }
        if (RegisteredMetadata.of(client).toString().length() > MAX_LENGTH) {
            throw new InvalidValue("client_metadata", "has more than " + MAX_LENGTH + " characters in total");
        }
        if (client.subjects().sectorUri() != null) {
            requireInSector(client);
        }
        return client;
    }

    /**
     * OpenID Connect Dynamic Client Registration 1.0 §5: "The values registered in redirect_uris MUST be included in
     * the elements of the array, or registration MUST fail."
     */
    private void requireInSector(RegisteredClient client) {
        Set<String> sector = sector(client.subjects().sectorUri());
        if (!client.redirectUris().exact().stream().allMatch(uri -> sector.contains(uri.value()))) {
            throw new InvalidValue("sector_identifier_uri", "does not list every redirect URI");
        }
    }

    /** The reason of a failed call is not revealed, because it would describe the internal network. */
    private Set<String> sector(URI uri) {
        if (http.get(uri, OutboundHttp.Giver.STRANGER, "application/json") instanceof OutboundHttp.Answered answer
                && answer.status() == 200) {
            try {
                JsonArray list = JsonText.array(answer.text());
                return list.stream().filter(each -> each.getValueType() == JsonValue.ValueType.STRING)
                        .map(each -> ((JsonString) each).getString()).collect(Collectors.toCollection(HashSet::new));
            } catch (JsonException notAnArray) {
                // Reported below.
            }
        }
        throw new InvalidValue("sector_identifier_uri", "does not lead to an array of redirect URIs");
    }

    /**
     * OpenID Connect Core 1.0 §8.1: pairwise subjects exist so that clients cannot "correlate the End-User's activities
     * without permission". Whoever moved to the sector of another client could take along the people that it has, and
     * learn how that one knows them: by refresh tokens, codes and logout tokens. RFC 7592 §2.2 leaves to the server
     * what it accepts.
     */
    private static void requireSameSubjects(ClientSubjects before, ClientSubjects wanted) {
        if (before.type() != wanted.type() || !before.sector().equals(wanted.sector())) {
            throw new InvalidValue("subject_type", "and the host from which pairwise subjects are computed must stay"
                    + " as they are: register another client instead");
        }
    }

    private void requireOwn(RegisteredClient before, JsonObject metadata) {
        NOT_IN_AN_UPDATE.stream().filter(metadata::containsKey).findFirst().ifPresent(member -> {
            throw new InvalidValue(member, "must not be part of an update");
        });
        // RFC 7592 §2.2: "The client MUST include its 'client_id' field in the request, and it MUST be the same as its
        // currently issued client identifier."
        if (!before.id().equals(metadata.getString("client_id", null))) {
            throw new InvalidValue("client_id", "must be the client's own");
        }
        // RFC 7592 §2.2: "the value of this field MUST match the currently issued client secret for that client. The
        // client MUST NOT be allowed to overwrite its existing client secret with its own chosen value."
        if (metadata.containsKey("client_secret")
                && !secrets.matches(before, metadata.getString("client_secret", ""))) {
            throw new InvalidValue("client_secret", "must be the client's own");
        }
    }

    private static boolean keepsSecret(RegisteredClient before, RegisteredClient wanted) {
        ClientSecret secret = before.authentication().secret();
        AuthenticationMethod method = wanted.authentication().method();
        return method.usesSecret() ? secret != null && method.sharesSecret() == (secret.sealed() != null)
                : secret == null;
    }

    private Optional<ClientSecrets.Made> newSecret(RegisteredClient client) {
        AuthenticationMethod method = client.authentication().method();
        return method.usesSecret() ? Optional.of(secrets.make(client.id(), method, null)) : Optional.empty();
    }
}
