package dev.warden.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses bodies that are too large or encoded, whether or not they would be read, and an Accept header that is none, on
 * every resource of an application; and leaves of the container's own answers to OPTIONS, which differ from server to
 * server, the Allow header alone.
 */
@PreMatching
public class RequestLimits implements ContainerRequestFilter, ContainerResponseFilter {

    /** Octets of a request's body. */
    static final int MAX_BODY = 64 * 1024;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (declaredLength(request) > MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        if (request.getHeaderString("Transfer-Encoding") != null) {
            limitUndeclared(request);
        }
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank()) {
            throw new RequestRefused(415, "A body must not be encoded.");
        }
        requireAccept(request);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
            response.setStatus(204);
            response.setEntity(null);
        }
    }

    private static void limitUndeclared(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    /** Asked later, a server answers with a page of its own. */
    private static void requireAccept(ContainerRequestContext request) {
        try {
            request.getAcceptableMediaTypes();
        } catch (ProcessingException | IllegalArgumentException unreadable) {
            throw new RequestRefused(400, "The header Accept is not a list of media types.");
        }
    }

    private static long declaredLength(ContainerRequestContext request) {
        String text = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? 0 : Long.parseLong(text.strip());
        } catch (NumberFormatException beyondAnyNumber) {
            return Long.MAX_VALUE;
        }
    }
}
