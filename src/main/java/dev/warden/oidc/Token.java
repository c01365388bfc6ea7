package dev.warden.oidc;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;

/** The token endpoint (RFC 6749 §3.2). */
@ApplicationScoped
class Token implements Endpoint {

    private final ClientAuthenticator authenticator;
    private final Clients clients;
    private final Map<String, Grant> grants = new HashMap<>();

    @Inject
    Token(ClientAuthenticator authenticator, Clients clients, @Any Instance<Grant> grants) {
        this.authenticator = authenticator;
        this.clients = clients;
        grants.forEach(grant -> this.grants.put(grant.type(), grant));
    }

    protected Token() {
        this.authenticator = null;
        this.clients = null;
    }

    @Override
    public String path() {
        return ProviderPaths.TOKEN;
    }

    /** RFC 6749 §3.2: "The client MUST use the HTTP "POST" method when making access token requests." */
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
        String type = call.required("grant_type");
        RegisteredClient client = authenticator.authenticate(call);
        Grant grant = grants.get(type);
        if (grant == null) {
            throw new ProtocolError("unsupported_grant_type", "There is no such grant here.");
        }
        if (!client.mayUse(type)) {
            throw new ProtocolError("unauthorized_client", "The client is not registered for this grant.");
        }
        Reply reply = grant.exchange(client, call);
        clients.noteUse(client.id());
        return reply;
    }
}
