package dev.warden.security;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.servlet.http.HttpServletRequest;

/** A JSON object in the body of a request, checked strictly ({@link StrictJson}) and bound to nothing. */
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
        String document = STRICT.check(RequestBody.of(request, "application/json"), Anything.class);
        try (JsonReader reader = READERS.createReader(new StringReader(document))) {
            return reader.readObject();
        }
    }
}
