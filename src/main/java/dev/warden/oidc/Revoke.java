package dev.warden.oidc;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.session.Sessions;
import dev.warden.token.RefreshTokens;

/**
 * Token revocation (RFC 7009). Revoking a refresh token ends its session with all access tokens; revoking an access
 * token ends only that one.
 */
@ApplicationScoped
class Revoke implements Endpoint {

    private final ClientAuthenticator authenticator;
    private final RefreshTokens refreshTokens;
    private final AccessTokens tokens;
    private final Sessions sessions;

    @Inject
    Revoke(ClientAuthenticator authenticator, RefreshTokens refreshTokens, AccessTokens tokens, Sessions sessions) {
        this.authenticator = authenticator;
        this.refreshTokens = refreshTokens;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    protected Revoke() {
        this(null, null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.REVOKE;
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    /**
     * RFC 7009 §2.2: "The authorization server responds with HTTP status code 200 if the token has been revoked
     * successfully or if the client submitted an invalid token." §2.1: "verifies whether the token was issued to the
     * client making the revocation request"; a token of another client is treated as invalid.
     */
    @Override
    public Reply answer(Call call) {
        RegisteredClient client = authenticator.authenticate(call);
        String token = call.required("token");
        Optional<RefreshTokens.Named> refresh = refreshTokens.read(token, client.id());
        if (refresh.isPresent()) {
            sessions.revoke(refresh.get().sessionId());
        } else {
            tokens.verify(token).filter(access -> access.clientId().equals(client.id()))
                    .ifPresent(access -> sessions.revokeToken(access.id()));
        }
        return Reply.empty(200);
    }
}
