package dev.warden.oidc;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.token.Claims;

/** The pushed authorization request endpoint (RFC 9126 §2). */
@ApplicationScoped
class PushAuthorization implements Endpoint {

    private final ClientAuthenticator authenticator;
    private final AuthorizationRequests requests;
    private final PushedRequests pushed;
    private final OidcSettings settings;

    @Inject
    PushAuthorization(ClientAuthenticator authenticator, AuthorizationRequests requests, PushedRequests pushed,
            OidcSettings settings) {
        this.authenticator = authenticator;
        this.requests = requests;
        this.pushed = pushed;
        this.settings = settings;
    }

    protected PushAuthorization() {
        this(null, null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.PAR;
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        RegisteredClient client = authenticator.authenticate(call);
        AuthorizationParameters parameters = AuthorizationParameters.of(call.parameters())
                .without("client_secret", "client_assertion", "client_assertion_type")
                .overriddenBy(Map.of("client_id", List.of(client.id())));
        AuthorizationParameters checked = requests.checkPushed(parameters, client);
        return Reply.json(201, new Claims().set("request_uri", pushed.push(checked))
                .setSeconds("expires_in", settings.pushedLifetime()));
    }
}
