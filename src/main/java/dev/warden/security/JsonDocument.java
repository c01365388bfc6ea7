package dev.warden.security;

import java.io.IOException;

import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;

import dev.warden.platform.JsonText;

/** A JSON object in a request, checked strictly ({@link StrictBody}) but not bound to a record. */
public final class JsonDocument {

    private static final StrictBody STRICT = new StrictBody();
    /** RFC 8259 §8.1. */
    private static final String UTF_8 = "\\s*charset=\"?utf-8\"?\\s*";

    private JsonDocument() {
    }

    /** @throws RequestRefused if the body is too large, encoded, of another type, or not a JSON object */
    public static JsonObject of(HttpServletRequest request) throws IOException {
        return read(STRICT.check(RequestBody.of(request, "application/json", UTF_8)));
    }

    /** @throws RequestRefused if the text is not a JSON object */
    public static JsonObject of(String text) {
        return read(STRICT.check(text));
    }

    private static JsonObject read(String document) {
        try {
            return JsonText.object(document);
        } catch (NumberFormatException | UnsupportedOperationException beyondAnyNumber) {
            throw new RequestRefused(400, "The request has a number that is too large.");
        }
    }
}
