package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;

import dev.warden.platform.JsonText;

/** The OpenAPI 3.1 description, which the build generated from the resources. */
record Description(JsonObject json) {

    static Description read() {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json");
                JsonReader reader = JsonText.PROVIDER.createReader(in)) {
            return new Description(reader.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param contextPath the context path to prepend to all paths, empty for the root */
    Description servedAt(String contextPath) {
        JsonObjectBuilder server = JsonText.PROVIDER.createObjectBuilder()
                .add("url", contextPath.isEmpty() ? "/" : contextPath);
        return new Description(JsonText.PROVIDER.createObjectBuilder(json)
                .add("servers", JsonText.PROVIDER.createArrayBuilder().add(server)).build());
    }

    /** The version of Warden in this build. */
    String version() {
        return json.getJsonObject("info").getString("version");
    }
}
