package dev.warden.security;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * A request without its Content-Type, if that is no media type (RFC 9110 §8.3) or there are several. JAX-RS would refuse
 * it before it has chosen a contract, and so with a page of the container's; a body of no type a contract refuses itself.
 */
final class ReadableRequest extends HttpServletRequestWrapper {

    private ReadableRequest(HttpServletRequest request) {
        super(request);
    }

    static HttpServletRequest of(HttpServletRequest request) {
        return hasReadableType(request) ? request : new ReadableRequest(request);
    }

    private static boolean hasReadableType(HttpServletRequest request) {
        List<String> types = Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE));
        try {
            types.forEach(MediaType::valueOf);
            return types.size() <= 1;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    @Override
    public String getContentType() {
        return null;
    }

    @Override
    public String getHeader(String name) {
        return isContentType(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isContentType(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(ReadableRequest::isContentType);
        return Collections.enumeration(names);
    }

    private static boolean isContentType(String name) {
        return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name);
    }
}
