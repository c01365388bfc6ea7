package dev.warden.oidc;

import dev.warden.security.ErrorPages.Reason;

/**
 * An authorization request without a valid redirect URI. RFC 6749 §4.1.2.1: the server "MUST NOT automatically redirect
 * the user-agent to the invalid redirection URI"; it shows the person an error page.
 */
final class UntrustedRequest extends ProtocolError {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    UntrustedRequest(Reason reason) {
        super("invalid_request", "The request names no client that is known, or no redirect_uri of its own.");
        this.reason = reason;
    }

    @Override
    Reply reply() {
        return new Reply.Page(400, reason);
    }
}
