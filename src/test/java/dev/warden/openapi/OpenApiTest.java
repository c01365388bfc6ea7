package dev.warden.openapi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.security.Failure;

@DisplayName("The description of the interface (OpenAPI 3.1)")
class OpenApiTest {

    /** Every operation, and the statuses of its answers. */
    private static final Map<String, String> OPERATIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /api/users/register", "200 400 406 408 409 413 415 429 503"),
            Map.entry("POST /api/users/login", "200 400 401 403 406 408 413 415 429 503"),
            Map.entry("POST /api/users/refresh", "200 400 401 406 408 413 415 503"),
            Map.entry("POST /api/users/logout", "204 400 401 406 413 415 503"),
            Map.entry("GET /api/users/me", "200 400 401 406 413 415 503"),
            Map.entry("PUT /api/users/me/password", "204 400 401 406 408 413 415 429 503"),
            Map.entry("POST /register", "200 400 406 408 413 415 429 503"),
            Map.entry("POST /login", "200 400 401 403 404 406 408 413 415 429 503"),
            Map.entry("POST /refresh", "200 400 401 403 406 408 413 415 503"),
            Map.entry("POST /logout", "200 400 401 406 413 415 503"),
            Map.entry("GET /me", "200 400 401 406 413 415 503"),
            Map.entry("GET /health/live", "200 400 406 413 415"),
            Map.entry("GET /health/ready", "200 400 406 413 415 503")));

    private final InterfaceDocument document = InterfaceDocument.read();

    @Test
    void has_the_members_of_an_openapi_document() {
        assertTrue(document.root().get("openapi").textValue().startsWith("3.1."));
        assertEquals("Warden", document.root().at("/info/title").textValue());
        assertFalse(document.root().at("/info/version").textValue().isBlank());
    }

    @Test
    void names_every_operation_by_the_path_that_clients_know_and_with_its_statuses() {
        Map<String, String> described = new TreeMap<>();
        document.forEachOperation((name, operation) -> {
            List<String> statuses = new ArrayList<>();
            operation.get("responses").fieldNames().forEachRemaining(statuses::add);
            described.put(name, String.join(" ", statuses));
        });
        assertEquals(OPERATIONS, described);
        assertFalse(document.root().toString().contains("/_in"));
    }

    @Test
    void gives_every_operation_a_name_of_its_own_words_and_a_group() {
        Set<String> ids = new HashSet<>();
        List<String> groups = document.root().get("tags").findValuesAsText("name");
        document.forEachOperation((name, operation) -> assertAll(name,
                () -> assertTrue(ids.add(operation.get("operationId").textValue())),
                () -> assertFalse(operation.get("summary").textValue().isBlank()),
                () -> assertTrue(groups.contains(operation.at("/tags/0").textValue()))));
    }

    @Test
    void describes_every_answer_in_words() {
        document.forEachOperation((name, operation) -> operation.get("responses").properties().forEach(response ->
                assertFalse(document.resolved(response.getValue()).path("description").asText().isBlank(),
                        name + " " + response.getKey())));
    }

    @Test
    void demands_the_token_of_its_contract() {
        assertEquals("{\"users\":[]}", security("/api/users/me", "get"));
        assertEquals("{\"plain\":[]}", security("/me", "get"));
        assertEquals("", security("/login", "post"));
        Stream.of("users", "plain").map(name -> document.root().at("/components/securitySchemes/" + name))
                .forEach(scheme -> assertEquals("bearer", scheme.get("scheme").textValue()));
    }

    @Test
    void leads_nowhere_by_no_reference() {
        for (JsonNode reference : document.all("$ref")) {
            assertFalse(document.root().at(reference.textValue().substring(1)).isMissingNode(), reference.textValue());
        }
    }

    @Test
    void has_only_schemas_that_are_json_schema_2020_12() {
        assertFalse(document.all("schema").isEmpty());
        Stream.concat(document.all("schema").stream(), document.root().at("/components/schemas").valueStream())
                .forEach(schema -> assertEquals("", document.complaintsAbout(schema), schema::toString));
    }

    @Test
    void has_examples_that_match_their_schemas() {
        for (JsonNode media : document.mediaTypes()) {
            List<JsonNode> examples = new ArrayList<>();
            if (media.has("example")) {
                examples.add(media.get("example"));
            }
            media.path("examples").forEach(example -> examples.add(document.resolved(example).get("value")));
            assertFalse(examples.isEmpty(), media::toString);
            examples.forEach(example ->
                    assertEquals("", document.complaints(media.get("schema"), example), example::toString));
            examples.stream().filter(example -> example.has("title")).forEach(example ->
                    assertEquals(Failure.phrase(example.get("status").asInt()), example.get("title").asText()));
        }
    }

    @Test
    void tells_the_rules_for_members_of_a_request() {
        JsonNode newUser = document.root().at("/components/schemas/UsersNewUser");
        assertEquals(Set.of("username", "email", "password", "confirm_password"), texts(newUser.get("required")));
        assertEquals(3, newUser.at("/properties/username/minLength").intValue());
        assertEquals(64, newUser.at("/properties/username/maxLength").intValue());
        assertEquals("idn-email", newUser.at("/properties/email/format").textValue());
        JsonNode newAccount = document.root().at("/components/schemas/PlainNewAccount");
        assertEquals(Set.of("email", "username", "password", "retyped-password"), texts(newAccount.get("required")));
        assertEquals(6, newAccount.at("/properties/password/minLength").intValue());
        assertEquals(256, newAccount.at("/properties/password/maxLength").intValue());
    }

    private String security(String path, String method) {
        return document.path(path).orElseThrow().get(method).at("/security/0").toString();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
