package dev.warden.platform;

import java.io.StringReader;
import java.util.Map;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;

/**
 * Parses JSON. What comes from outside must have been checked by {@link StrictJson}, because parsing is recursive.
 * Looking up a JSON provider, as each method of {@code Json} does, costs more than parsing, so it is done once.
 */
public final class JsonText {

    /** Makes builders and values. */
    public static final JsonProvider PROVIDER = JsonProvider.provider();

    private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

    private JsonText() {
    }

    /** @throws JsonException if the text is not a JSON object */
    public static JsonObject object(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** @throws JsonException if the text, which may come from outside, is not a JSON array */
    public static JsonArray array(String text) {
        StrictJson.requireArray(text);
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readArray();
        } catch (NumberFormatException | UnsupportedOperationException beyondAnyNumber) {
            throw new JsonException("The text has a number that is too large.", beyondAnyNumber);
        }
    }
}
