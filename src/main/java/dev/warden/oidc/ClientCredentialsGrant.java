package dev.warden.oidc;

import java.util.Collections;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.ClientMetadata;
import dev.warden.client.RegisteredClient;

/**
 * The client credentials grant (RFC 6749 §4.4): tokens for the client itself. No refresh token (§4.4.3), and nothing is
 * stored.
 */
@ApplicationScoped
class ClientCredentialsGrant implements Grant {

    private final TokenResponses responses;

    @Inject
    ClientCredentialsGrant(TokenResponses responses) {
        this.responses = responses;
    }

    protected ClientCredentialsGrant() {
        this(null);
    }

    @Override
    public String type() {
        return "client_credentials";
    }

    @Override
    public Reply exchange(RegisteredClient client, Call call) {
        if (client.isPublic()) {
            // RFC 6749 §4.4: "The client credentials grant type MUST only be used by confidential clients."
            throw new ProtocolError("unauthorized_client", "The client does not authenticate.");
        }
        return responses.forClient(client, scopes(client, call), Resources.of(call, client));
    }

    /** None is granted unasked. There is no person that a scope of OpenID Connect could be about. */
    private static List<String> scopes(RegisteredClient client, Call call) {
        List<String> requested = call.value("scope").map(Scopes::of).orElse(List.of());
        if (!client.scopes().containsAll(requested)
                || !Collections.disjoint(requested, ClientMetadata.OPENID_SCOPES)) {
            throw new ProtocolError("invalid_scope", "A scope is not one that the client may ask for.");
        }
        return requested;
    }
}
