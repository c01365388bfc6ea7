package dev.warden.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The names and values of a form or of a query ({@code application/x-www-form-urlencoded}), read by ourselves: containers
 * differ in charset, in what they do with bytes that are not UTF-8, and in which of two values of one name they believe.
 * Here two of one name are refused (RFC 6749 §3.1).
 */
public final class Form {

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int HEX = 16;

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** @throws RequestRefused if the query cannot be read in one way */
    public static Form ofQuery(HttpServletRequest request) {
        return parse(request.getQueryString() == null ? "" : request.getQueryString());
    }

    /** @throws RequestRefused if the body is too large, encoded, of another type, or cannot be read in one way */
    public static Form ofBody(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > RequestLimits.MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank()) {
            throw new RequestRefused(415, "A body must not be encoded.");
        }
        if (!isForm(request.getContentType())) {
            throw new RequestRefused(415, "A body must be " + TYPE + ".");
        }
        byte[] body = RequestLimits.body(request.getInputStream(), RequestLimits.MAX_BODY + 1);
        return parse(new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The value of a name; empty if it is not there or the empty text. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    /** The value of a name, or the empty text. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** RFC 9110 §8.3.1; the parser is the same whatever charset is named, so none but UTF-8 may be. */
    private static boolean isForm(String type) {
        return type != null && type.toLowerCase(Locale.ROOT).matches(TYPE + "\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    }

    static Form parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                    throw new RequestRefused(400, "The request has two values of one name.");
                }
            }
        }
        return new Form(values);
    }

    private static String decoded(String text) {
        ByteBuffer octets = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.put((byte) (digit(text, i + 1) * HEX + digit(text, i + 2)));
                i += 2;
            } else {
                octets.put(c == '+' ? (byte) ' ' : (byte) c);
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(octets.flip()).toString();
            if (decoded.indexOf(0) < 0) {
                return decoded;
            }
        } catch (CharacterCodingException notUtf8) {
            // Answered below.
        }
        throw new RequestRefused(400, "The request has a character that is not allowed.");
    }

    private static int digit(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
        if (digit < 0 || text.charAt(at) > 'f') {
            throw new RequestRefused(400, "The request has a character that is not allowed.");
        }
        return digit;
    }

    /** Without what was typed. */
    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}
