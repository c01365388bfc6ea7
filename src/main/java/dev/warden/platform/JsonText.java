package dev.warden.platform;

import java.io.StringReader;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;

/** Parses JSON. Looking up a JSON provider costs more than parsing, so it is done once. */
public final class JsonText {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonText() {
    }

    /** @throws JsonException if the text is not a JSON object */
    public static JsonObject object(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** @throws JsonException if the text is not a JSON array, or is nested too deeply to be parsed */
    public static JsonArray array(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readArray();
        } catch (JsonException notAnArray) {
            throw notAnArray;
        } catch (RuntimeException tooDeep) {
            // Parsson throws nothing more specific.
            throw new JsonException("The text cannot be parsed", tooDeep);
        }
    }
}
