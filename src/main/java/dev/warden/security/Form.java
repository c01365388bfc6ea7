package dev.warden.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The names and values of a form or query ({@code application/x-www-form-urlencoded}). Not parsed by the container,
 * because containers differ in charset, in how they treat invalid UTF-8, and in which of two values of one name they
 * use. Here a repeated name is refused (RFC 6749 §3.1).
 */
public final class Form {

    private static final String TYPE = "application/x-www-form-urlencoded";
    /**
     * HTML, "URL-encoded form data": "Parameters on the application/x-www-form-urlencoded MIME type are ignored. In
     * particular, this MIME type does not support the charset parameter." Apache HttpClient adds one that says
     * ISO-8859-1. It is UTF-8 all the same (RFC 6749 appendix B).
     */
    private static final String PARAMETERS = ".*";
    private static final int HEX = 16;
    private static final int MAX_OCTET = 0xFF;

    private final Map<String, List<String>> values;

    private Form(Map<String, List<String>> values) {
        this.values = values;
    }

    /** A form without values. */
    public static Form empty() {
        return new Form(Map.of());
    }

    /** @throws RequestRefused if the query is ambiguous or malformed */
    public static Form ofQuery(HttpServletRequest request) {
        return ofQuery(request, Set.of());
    }

    /**
     * As {@link #ofQuery(HttpServletRequest)}.
     *
     * @param repeatable names that may have several values
     */
    public static Form ofQuery(HttpServletRequest request, Set<String> repeatable) {
        return request.getQueryString() == null ? empty() : parse(request.getQueryString(), repeatable);
    }

    /** @throws RequestRefused if the body is too large, encoded, of another type, ambiguous or malformed */
    public static Form ofBody(HttpServletRequest request) throws IOException {
        return ofBody(request, Set.of());
    }

    /**
     * As {@link #ofBody(HttpServletRequest)}.
     *
     * @param repeatable names that may have several values
     */
    public static Form ofBody(HttpServletRequest request, Set<String> repeatable) throws IOException {
        return parse(new String(RequestBody.of(request, TYPE, PARAMETERS), StandardCharsets.ISO_8859_1), repeatable);
    }

    /** The value of a name; empty if it is absent or the empty string. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** The values of a name, without empty strings. */
    public List<String> values(String name) {
        return values.getOrDefault(name, List.of()).stream().filter(text -> !text.isEmpty()).toList();
    }

    /** All names there are. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The value of a name, or the empty string. */
    public String text(String name) {
        return value(name).orElse("");
    }

    static Form parse(String text) {
        return parse(text, Set.of());
    }

    /** @throws RequestRefused if it is ambiguous or malformed */
    public static Form parse(String text, Set<String> repeatable) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                List<String> ofName = values.computeIfAbsent(name, key -> new ArrayList<>());
                ofName.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                if (ofName.size() > 1 && !repeatable.contains(name)) {
                    throw new RequestRefused(400, "The request has two values of one name.");
                }
            }
        }
        return new Form(values);
    }

    /**
     * Decodes a name or value.
     *
     * @param text whose characters are octets; one beyond U+00FF is none, and refused
     * @throws RequestRefused if it is malformed or contains characters that are not allowed
     */
    public static String decoded(String text) {
        ByteBuffer octets = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.put((byte) (digit(text, i + 1) * HEX + digit(text, i + 2)));
                i += 2;
            } else {
                octets.put(c == '+' ? (byte) ' ' : octet(c));
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(octets.flip()).toString();
            if (decoded.indexOf(0) < 0) {
                return decoded;
            }
        } catch (CharacterCodingException notUtf8) {
            // Reported below.
        }
        throw notAllowed();
    }

    private static byte octet(char c) {
        if (c > MAX_OCTET) {
            throw notAllowed();
        }
        return (byte) c;
    }

    private static int digit(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
        if (digit < 0 || text.charAt(at) > 'f') {
            throw notAllowed();
        }
        return digit;
    }

    private static RequestRefused notAllowed() {
        return new RequestRefused(400, "The request has a character that is not allowed.");
    }

    /** Omits what a person typed. */
    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}
