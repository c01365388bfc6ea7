package dev.warden.security;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * A malformed request that is refused with a sentence for the client. The container's own exceptions have sentences
 * too, but these name classes and differ between servers.
 */
public class RequestRefused extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    /** @param status 400 to 499 */
    public RequestRefused(int status, String sentence) {
        super(sentence, Response.status(status).build());
    }

    private RequestRefused(int status) {
        this(status, Failure.sentence(status));
    }

    static RequestRefused malformed() {
        return new RequestRefused(400);
    }

    static RequestRefused tooLarge() {
        return new RequestRefused(413);
    }

    static RequestRefused notJson() {
        return new RequestRefused(415);
    }
}
