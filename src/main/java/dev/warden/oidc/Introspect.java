package dev.warden.oidc;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.ClientKind;
import dev.warden.client.RegisteredClient;
import dev.warden.token.Claims;
import dev.warden.token.VerifiedAccessToken;

/**
 * Token introspection (RFC 7662) of access tokens. A token may be introspected by the client it was issued to and by
 * those it is meant for; to all others it is inactive.
 */
@ApplicationScoped
class Introspect implements Endpoint {

    private final ClientAuthenticator authenticator;
    private final AccessTokens tokens;
    private final OidcSettings settings;

    @Inject
    Introspect(ClientAuthenticator authenticator, AccessTokens tokens, OidcSettings settings) {
        this.authenticator = authenticator;
        this.tokens = tokens;
        this.settings = settings;
    }

    protected Introspect() {
        this(null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.INTROSPECT;
    }

    /** RFC 7662 §2.1: "using an HTTP POST request". */
    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    /**
     * RFC 7662 §2.1: "To prevent token scanning attacks, the endpoint MUST also require some form of authorization to
     * access this endpoint".
     */
    @Override
    public Reply answer(Call call) {
        RegisteredClient client = authenticator.authenticateConfidential(call);
        Optional<VerifiedAccessToken> token = tokens.verify(call.required("token"))
                .filter(verified -> mayLearn(client, verified));
        return Reply.json(200, token.map(Introspect::active).orElseGet(() -> new Claims().set("active", false)));
    }

    private boolean mayLearn(RegisteredClient client, VerifiedAccessToken token) {
        return client.id().equals(token.clientId()) || token.audience().contains(client.id())
                || client.kind() == ClientKind.RESOURCE_SERVER && isFor(client.tokens().resources(), token);
    }

    /** A resource server without resources may introspect all tokens that are not for userinfo only. */
    private boolean isFor(Set<String> resources, VerifiedAccessToken token) {
        return resources.isEmpty() ? !token.audience().contains(settings.at(ProviderPaths.USERINFO))
                : !Collections.disjoint(resources, token.audience());
    }

    /** RFC 7662 §2.2. */
    private static Claims active(VerifiedAccessToken token) {
        Claims claims = new Claims().set("active", true);
        if (!token.scopes().isEmpty()) {
            claims.set("scope", token.text("scope").orElseThrow());
        }
        return claims.set("client_id", token.clientId()).set("username", token.text("preferred_username").orElse(null))
                .set("token_type", "Bearer").set("exp", token.expiresAt()).set("iat", token.issuedAt())
                .set("sub", token.subject()).setAudience(token.audience()).set("iss", token.text("iss").orElseThrow())
                .set("jti", token.id()).set("sid", token.sessionId().orElse(null));
    }
}
