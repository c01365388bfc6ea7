package dev.warden.openapi;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** The description of the interface as the build made it, to ask questions of. */
record InterfaceDocument(JsonNode root) {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Black-box tests have nothing of the WAR on their class path, so it is read as a file. */
    static InterfaceDocument read() {
        try {
            return new InterfaceDocument(JSON.readTree(new File("target/classes/dev/warden/operations/openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }

    /** Calls with {@code POST /login} and the like, and the operation. */
    void forEachOperation(BiConsumer<String, JsonNode> action) {
        root.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> action.accept(
                        member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue())));
    }

    Optional<JsonNode> path(String path) {
        return Optional.ofNullable(root.get("paths").get(path));
    }

    /** What a node says, or the node it refers to. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : resolved(root.at(reference.textValue().substring(1)));
    }

    /** The values of one member, wherever in the document it is. */
    List<JsonNode> all(String member) {
        return root.findValues(member);
    }

    /** Every media type object: those of requests and those of answers. */
    List<JsonNode> mediaTypes() {
        List<JsonNode> found = new ArrayList<>();
        all("content").forEach(content -> content.forEach(found::add));
        return found;
    }

    /** What is wrong with a value, in words; empty if nothing is. Members that no schema names are wrong too. */
    String complaints(JsonNode schema, JsonNode value) {
        ObjectNode self = schema.deepCopy();
        self.set("$defs", closed(root.at("/components/schemas").deepCopy()));
        JsonNode whole = parse(self.toString().replace("#/components/schemas/", "#/$defs/"));
        return SCHEMAS.getSchema(whole).validate(value).stream().map(Error::toString).collect(Collectors.joining("; "));
    }

    /** What is wrong with a schema itself. */
    String complaintsAbout(JsonNode schema) {
        return SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(schema).stream().map(Error::toString).collect(Collectors.joining("; "));
    }

    private static JsonNode closed(JsonNode schemas) {
        schemas.forEach(schema -> ((ObjectNode) schema).put("additionalProperties", false));
        return schemas;
    }
}
