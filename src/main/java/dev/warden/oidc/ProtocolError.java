package dev.warden.oidc;

import java.time.Duration;
import java.util.Map;

import dev.warden.security.Failure;
import dev.warden.token.Claims;

/**
 * A request that is refused with an error code of a specification. The description is for the developer of the client
 * and reveals nothing that the client does not know. There is no stack trace, because a refusal is not a bug.
 */
class ProtocolError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** RFC 9110 §11.6.1: every 401 has a challenge. RFC 6749 §5.2: with the scheme that the client used. */
    static final String BASIC = "Basic realm=\"warden\", charset=\"UTF-8\"";

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    private ProtocolError(int status, String code, String description, Map<String, String> headers) {
        super(description, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    /** @param challenge value of the header WWW-Authenticate */
    ProtocolError(int status, String code, String description, String challenge) {
        this(status, code, description, Map.of("WWW-Authenticate", challenge));
    }

    ProtocolError(String code, String description) {
        this(400, code, description, Map.of());
    }

    /** RFC 6585 §4. */
    static ProtocolError tooMany(String description, Duration wait) {
        return new ProtocolError(429, "temporarily_unavailable", description,
                Map.of("Retry-After", Failure.retryAfter(wait)));
    }

    static ProtocolError invalidRequest(String description) {
        return new ProtocolError("invalid_request", description);
    }

    static ProtocolError invalidClient() {
        return new ProtocolError(401, "invalid_client", "The client is not authenticated.", BASIC);
    }

    static ProtocolError invalidGrant(String description) {
        return new ProtocolError("invalid_grant", description);
    }

    String code() {
        return code;
    }

    /** RFC 6749 §5.2. */
    Reply reply() {
        Reply.Document document = Reply.json(status,
                new Claims().set("error", code).set("error_description", getMessage()));
        return new Reply.Document(document.status(), document.type(), document.body(), headers);
    }
}
