package dev.warden.oidc;

import java.util.Optional;

import dev.warden.client.RegisteredClient;
import dev.warden.security.ErrorPages.Reason;

/**
 * An authorization request without a valid redirect URI. RFC 6749 §4.1.2.1: the server "MUST NOT automatically redirect
 * the user-agent to the invalid redirection URI"; it shows the person an error page. So too if the answer, which must
 * contain the state, would be too long. The application hears nothing, so what is wrong with it is for the operator to
 * find out.
 */
final class UntrustedRequest extends ProtocolError {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;
    private final String detail;

    private UntrustedRequest(Reason reason, String detail) {
        super("invalid_request", "The request names no client that is known, or no redirect_uri that can be used.");
        this.reason = reason;
        this.detail = detail;
    }

    UntrustedRequest(Reason reason) {
        this(reason, null);
    }

    /** @param clientId what was sent */
    static UntrustedRequest ofUnknown(String clientId) {
        return new UntrustedRequest(Reason.UNKNOWN_CLIENT, "unknown-client " + RefusalLog.shortened(clientId));
    }

    /** @param what the parameter that is missing, in the words of the log */
    static UntrustedRequest without(String what, RegisteredClient client) {
        return new UntrustedRequest(Reason.INVALID_REQUEST, "no-" + what + " " + client.id());
    }

    /** @param what the parameter that the answer would have to contain, in the words of the log */
    static UntrustedRequest withTooLong(String what, RegisteredClient client) {
        return new UntrustedRequest(Reason.INVALID_REQUEST, what + "-too-long " + client.id());
    }

    /**
     * @param what    the parameter that has the address, in the words of the log
     * @param address what was sent; its query, in which there may be anything about a person, is not told
     */
    static UntrustedRequest to(String what, String address, RegisteredClient client) {
        return new UntrustedRequest(Reason.UNREGISTERED_REDIRECT_URI, "unregistered-" + what + " " + client.id()
                + " " + RefusalLog.shortened(address.replaceFirst("(?s)[?#].*", "")));
    }

    /** Why, for operators; empty if it is no mistake of an application. */
    Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    @Override
    Reply reply() {
        return new Reply.Page(400, reason);
    }
}
