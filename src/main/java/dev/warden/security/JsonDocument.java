package dev.warden.security;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.servlet.http.HttpServletRequest;

/** A JSON object in a request, checked strictly ({@link StrictJson}) and bound to nothing. */
public final class JsonDocument {

    private static final StrictJson STRICT = new StrictJson();
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    /** Has no texts of its own. */
    private record Anything() {
    }

    private JsonDocument() {
    }

    /** @throws RequestRefused if the body is too large, encoded, of another type, or no JSON object */
    public static JsonObject of(HttpServletRequest request) throws IOException {
        return read(STRICT.check(RequestBody.of(request, "application/json"), Anything.class));
    }

    /** @throws RequestRefused if the text is no JSON object */
    public static JsonObject of(String text) {
        return read(STRICT.check(text, Anything.class));
    }

    private static JsonObject read(String document) {
        try (JsonReader reader = READERS.createReader(new StringReader(document))) {
            return reader.readObject();
        } catch (NumberFormatException | UnsupportedOperationException beyondAnyNumber) {
            throw new RequestRefused(400, "The request has a number that is too large.");
        }
    }
}
