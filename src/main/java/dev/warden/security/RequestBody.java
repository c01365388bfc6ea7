package dev.warden.security;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/** Reads the body of a request that is not handled by JAX-RS. */
final class RequestBody {

    private RequestBody() {
    }

    /**
     * Reads the body.
     *
     * @param type       the only accepted media type (RFC 9110 §8.3.1)
     * @param parameters which of its parameters are accepted, as a pattern for what follows the semicolon, in lower
     *                   case
     * @throws RequestRefused if it is too large, encoded, of another type, or does not arrive completely
     */
    static byte[] of(HttpServletRequest request, String type, String parameters) throws IOException {
        if (request.getContentLengthLong() > RequestLimits.MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank()) {
            throw new RequestRefused(415, "A body must not be encoded.");
        }
        if (!is(type, parameters, request.getContentType())) {
            throw new RequestRefused(415, "A body must be " + type + ".");
        }
        return RequestLimits.body(request.getInputStream(), length(request));
    }

    /** How many octets to read. After an Upgrade header, Payara's stream does not end at the declared length. */
    private static int length(HttpServletRequest request) {
        boolean isDeclared = request.getContentLengthLong() >= 0 && request.getHeader("Transfer-Encoding") == null;
        return isDeclared ? (int) request.getContentLengthLong() : RequestLimits.MAX_BODY + 1;
    }

    private static boolean is(String type, String parameters, String given) {
        return given != null && given.toLowerCase(Locale.ROOT)
                .matches(Pattern.quote(type) + "\\s*(;" + parameters + ")?");
    }
}
