package dev.warden.oidc;

import dev.warden.security.Authentication;

/** A refused request to a protected resource of the provider (RFC 6750 §3). */
final class BearerError extends ProtocolError {

    private static final long serialVersionUID = 1L;

    private BearerError(int status, String code, String description, String challenge) {
        super(status, code, description, challenge);
    }

    /** RFC 6750 §3.1: without any authentication information in the request, the challenge contains no error code. */
    static BearerError noToken() {
        return new BearerError(401, "invalid_token", "An access token is needed.", Authentication.CHALLENGE);
    }

    static BearerError invalidToken() {
        return new BearerError(401, "invalid_token", "The access token is not good here.",
                Authentication.CHALLENGE + ", error=\"invalid_token\"");
    }

    static BearerError insufficientScope(String scope) {
        return new BearerError(403, "insufficient_scope", "The access token is not for this.",
                Authentication.CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + '"');
    }

    /** RFC 6750 §2: "Clients MUST NOT use more than one method to transmit the token in each request." */
    static BearerError severalTokens() {
        return new BearerError(400, "invalid_request", "There are several access tokens.",
                Authentication.CHALLENGE + ", error=\"invalid_request\"");
    }
}
