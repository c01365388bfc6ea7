package dev.warden.oidc;

/**
 * An authorization request that is refused although it is known where the answer may go (RFC 6749 §4.1.2.1, OpenID
 * Connect Core §3.1.2.6). What is wrong with the client or the redirect URI itself is no case of this: then nobody is
 * redirected.
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
