package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/** The OpenAPI 3.1 description, which the build generated from the resources. */
record Description(JsonObject json) {

    static Description read() {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json");
                JsonReader reader = Json.createReader(in)) {
            return new Description(reader.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param contextPath the context path to prepend to all paths, empty for the root */
    Description servedAt(String contextPath) {
        JsonObject server = Json.createObjectBuilder().add("url", contextPath.isEmpty() ? "/" : contextPath).build();
        return new Description(Json.createObjectBuilder(json).add("servers", Json.createArrayBuilder().add(server))
                .build());
    }

    /** The version of Warden in this build. */
    String version() {
        return json.getJsonObject("info").getString("version");
    }
}
