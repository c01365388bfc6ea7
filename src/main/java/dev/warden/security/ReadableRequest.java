package dev.warden.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * A request whose method and headers every container reads in the same way. Otherwise each of them would choose a media
 * type, or refuse a malformed header, by its own rules, in some cases before a contract is selected and so with a page
 * of the container. Malformed headers are removed here; where they matter, {@link RequestLimits} refuses the request
 * later, in the contract's own format.
 */
final class ReadableRequest extends HttpServletRequestWrapper {

    /** Attribute that marks a request with a malformed header. */
    static final String UNREADABLE = ReadableRequest.class.getName() + ".unreadable";
    /** Replaces every method that is not known by its exact spelling (RFC 9110 §9.1: it is case-sensitive). */
    private static final String UNKNOWN_METHOD = "UNKNOWN";
    private static final String COOKIE = "Cookie";

    private final Map<String, Optional<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ReadableRequest(HttpServletRequest request) {
        super(request);
    }

    static HttpServletRequest of(HttpServletRequest request) {
        ReadableRequest readable = new ReadableRequest(request);
        readable.readContentType();
        readable.readAccept();
        readable.readAcceptLanguage();
        readable.readCookie();
        return readable.changed.isEmpty() && readable.getMethod().equals(request.getMethod()) ? request : readable;
    }

    /** A body without a type, or with several or an overlong one, has none that a contract accepts (RFC 9110 §8.3). */
    private void readContentType() {
        List<String> types = headers(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty()) {
            return;
        }
        boolean isReadable = types.size() == 1 && HeaderSyntax.isMediaType(types.get(0));
        if (!isReadable) {
            changed.put(HttpHeaders.CONTENT_TYPE, Optional.empty());
        } else if (types.get(0).indexOf(';') > 0) {
            changed.put(HttpHeaders.CONTENT_TYPE, Optional.of(HeaderSyntax.withoutWhiteSpace(types.get(0))));
        }
    }

    /** RFC 9110 §12.5.1. */
    private void readAccept() {
        List<String> ranges = headers(HttpHeaders.ACCEPT);
        if (ranges.isEmpty()) {
            return;
        }
        String given = String.join(",", ranges);
        Optional<String> acceptable = HeaderSyntax.acceptable(given);
        if (acceptable.isEmpty()) {
            super.setAttribute(UNREADABLE, true);
            changed.put(HttpHeaders.ACCEPT, Optional.empty());
        } else if (ranges.size() > 1 || !acceptable.get().equals(given)) {
            changed.put(HttpHeaders.ACCEPT, acceptable);
        }
    }

    /** RFC 9110 §12.5.4: a server may ignore it. */
    private void readAcceptLanguage() {
        List<String> languages = headers(HttpHeaders.ACCEPT_LANGUAGE);
        if (!languages.stream().allMatch(HeaderSyntax.LANGUAGES::matches)) {
            changed.put(HttpHeaders.ACCEPT_LANGUAGE, Optional.empty());
        }
    }

    /** Nobody needs a cookie version, but some containers parse it as a number. */
    private void readCookie() {
        if (headers(COOKIE).stream().anyMatch(HeaderSyntax.UNREADABLE_COOKIES::matches)) {
            changed.put(COOKIE, Optional.empty());
        }
    }

    private List<String> headers(String name) {
        return Collections.list(((HttpServletRequest) getRequest()).getHeaders(name));
    }

    @Override
    public String getMethod() {
        String method = super.getMethod();
        return method.chars().anyMatch(Character::isLowerCase) ? UNKNOWN_METHOD : method;
    }

    @Override
    public String getContentType() {
        Optional<String> type = changed.get(HttpHeaders.CONTENT_TYPE);
        return type == null ? super.getContentType() : type.orElse(null);
    }

    @Override
    public String getHeader(String name) {
        Optional<String> value = changed.get(name);
        return value == null ? super.getHeader(name) : value.orElse(null);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        Optional<String> value = changed.get(name);
        return value == null ? super.getHeaders(name) : Collections.enumeration(value.stream().toList());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
        names.removeIf(name -> changed.getOrDefault(name, Optional.of("")).isEmpty());
        return Collections.enumeration(names);
    }
}
