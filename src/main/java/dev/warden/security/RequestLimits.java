package dev.warden.security;

import java.util.List;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses bodies that are too large or encoded, before anything is read, on every resource of an application; and leaves of
 * the container's own answers to OPTIONS, which differ from server to server, the Allow header alone.
 */
@PreMatching
public class RequestLimits implements ContainerRequestFilter, ContainerResponseFilter {

    /** Octets of a request's body. */
    static final int MAX_BODY = 64 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        if (declaredLength(request) > MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank()) {
            throw new RequestRefused(415, "A body must not be encoded.");
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
            response.setStatus(204);
            response.setEntity(null);
            response.getHeaders().computeIfPresent(HttpHeaders.ALLOW, (name, values) -> List.of(Failure.allowed(values)));
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
