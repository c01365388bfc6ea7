package dev.warden.declared;

import java.io.StringWriter;
import java.util.Map;

import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;

import dev.warden.platform.JsonText;

/** Writes JSON with indentation, for people. */
final class Indented {

    private static final JsonWriterFactory WRITERS =
            JsonText.PROVIDER.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    private Indented() {
    }

    static String json(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = WRITERS.createWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().strip() + "\n";
    }
}
