package dev.warden.oidc;

/**
 * An authorization request that is refused at a redirect URI known to be valid (RFC 6749 §4.1.2.1, OpenID Connect Core
 * §3.1.2.6). Not for errors of the client or the redirect URI itself: then nobody is redirected.
 */
final class AuthorizationRefused extends ProtocolError {

    private static final long serialVersionUID = 1L;

    AuthorizationRefused(String code, String description) {
        super(code, description);
    }

    static AuthorizationRefused invalidRequest(String description) {
        return new AuthorizationRefused("invalid_request", description);
    }
}
