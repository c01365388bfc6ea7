package dev.warden.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.client.ClientMetadata;
import dev.warden.client.MemberNames;
import dev.warden.client.Origin;
import dev.warden.client.RedirectUri;
import dev.warden.client.RegisteredMetadata;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.InvalidValue;

@DisplayName("docs/declared.schema.json")
class DeclaredSchemaTest {

    private static final Path FILE = Path.of("docs/declared.schema.json");
    private static final Set<String> NOT_METADATA = Set.of("client_id", "client_secret");

    @TempDir
    Path folder;

    private final String text = read(FILE);
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);

    @Test
    void the_example_of_the_guide_fits_and_can_be_declared() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(read(Path.of("docs/declared-configuration.md")));
        assertTrue(example.find());
        Path secret = Files.writeString(folder.resolve("secret"), "a secret from a file\n");
        Path file = Files.writeString(folder.resolve("declared.yaml"),
                example.group(1).replace("/run/secrets/orders", secret.toString()));
        JsonObject document = new YamlDocument(name -> "a secret of the environment", "https://id.example").read(file);

        assertEquals(List.of(), schema.validate(document.toString(), InputFormat.JSON));
        Declaration declaration = Declaration.of(document);
        assertEquals(5, declaration.clients().size());
        declaration.clients().forEach(client -> assertNotNull(ClientMetadata.read(client.id(), Origin.DECLARED,
                Instant.EPOCH, client.metadata())));
        assertEquals("a secret from a file", declaration.clients().get(2).secret());
    }

    @Test
    void what_mvn_run_declares_fits() {
        JsonObject document = new YamlDocument(name -> "a secret of the environment", "http://localhost:8097")
                .read(Path.of("src/sample/declared.yaml"));

        assertEquals(List.of(), schema.validate(document.toString(), InputFormat.JSON));
        Declaration.Client client = Declaration.of(document).clients().get(0);
        assertEquals(List.of(new RedirectUri("http://localhost:8097/sample/callback")), ClientMetadata.read(client.id(),
                Origin.DECLARED, Instant.EPOCH, client.metadata()).redirectUris().exact());
    }

    @Test
    void what_the_conformance_tests_need_fits() {
        JsonObject document = new YamlDocument(name -> "https://suite.example/test/a/warden", "https://id.example")
                .read(Path.of("docs/conformance/declared.yaml"));

        assertEquals(List.of(), schema.validate(document.toString(), InputFormat.JSON));
    }

    @Test
    void has_the_members_of_clients_that_there_are_and_no_other() {
        Set<String> members = document().getJsonObject("$defs").getJsonObject("client").getJsonObject("properties")
                .keySet();

        members.stream().filter(member -> !NOT_METADATA.contains(member))
                .forEach(member -> assertTrue(MemberNames.isKnown(member), member));
        String metadata = "{\"redirect_uris\": [\"https://a.example/\"], \"disabled\": true}";
        RegisteredMetadata.of(ClientMetadata.read("c", Origin.DECLARED, Instant.EPOCH,
                Json.createReader(new StringReader(metadata)).readObject())).keySet()
                .forEach(member -> assertTrue(members.contains(member), member));
        MemberNames.all().forEach(member -> assertTrue(members.contains(member), member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"client\": []}", "{\"clients\": {}}", "{\"clients\": [{}]}",
            "{\"roles\": [\"The Boss\"]}",
        "{\"clients\": [{\"client_id\": \"a\", \"redirect_uri\": \"x\"}]}", "{\"accounts\": [{\"username\": \"a\"}]}",
        "{\"clients\": [{\"client_id\": \"a b\"}]}",
        "{\"clients\": [{\"client_id\": \"a\", \"client_secret\": \"short\"}]}",
        "{\"accounts\": [{\"username\": \"a\", \"email\": \"a@b.example\", \"id\": \"x\"}]}"})
    void what_cannot_be_declared_does_not_fit(String wrong) {
        assertFalse(schema.validate(wrong, InputFormat.JSON).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"jwks_uri\": \"http://localhost:8080/jwks\"", "\"jwks_uri\": \"${public-url}/jwks\"",
        "\"request_uris\": [\"http://127.0.0.1/r\", \"http://[::1]:81/r\"]", "\"client_secret\": \"${env:SECRET}\"",
        "\"client_name\": null", "\"token_profile\": null", "\"resources\": null, \"jwks\": null, \"disabled\": null",
        "\"logo_uri#de\": null", "\"access_token_lifetime\": \"pt5m\"", "\"default_max_age\": 2147483647",
        "\"client_name#de-CH\": \"Laden\"", "\"logo_uri\": \"${env:SITE}/logo.png\"",
        "\"jwks\": {\"keys\": [{\"kty\": \"RSA\", \"n\": \"x\"}]}",
        "\"resources\": [\"urn:a~_b\", \"https://a/[x]?y=1,2\"]",
        "\"token_endpoint_auth_method\": \"client_secret_jwt\", \"token_endpoint_auth_signing_alg\": \"HS256\"",
        "\"token_endpoint_auth_signing_alg\": \"ES256\"", "\"token_endpoint_auth_signing_alg\": null",
        "\"redirect_uri_prefixes\": [\"${env:SITE}/\"]", "\"sector_identifier_uri\": \"${env:SITE}/s\""})
    void a_client_that_can_be_declared_fits(String members) throws IOException {
        assertTaken(client(members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"jwks_uri\": \"http://a.example/jwks\"", "\"jwks_uri\": \"http://localhost.a.example/\"",
        "\"sector_identifier_uri\": \"http://localhost/s\"", "\"client_secret\": null",
        "\"default_max_age\": 4294967296", "\"default_max_age\": 2147483648", "\"client_name#\": \"x\"",
        "\"jwks\": {\"keys\": []}", "\"jwks\": {\"keys\": [{\"n\": \"x\"}]}",
        "\"jwks\": {\"keys\": [{\"kty\": \"RSA\", \"d\": \"x\"}]}", "\"token_endpoint_auth_signing_alg\": \"HS256\"",
        "\"token_endpoint_auth_method\": \"client_secret_jwt\", \"token_endpoint_auth_signing_alg\": \"RS256\"",
        "\"logo_uri\": \"ftp://a.example/logo\"", "\"tos_uri#de\": \"ftp://a.example/\"",
        "\"resources\": [\"https://a.example/#b\"]", "\"resources\": [\"https://a.example/ b\"]"})
    void a_client_that_cannot_be_declared_does_not_fit(String members) throws IOException {
        assertRefused(client(members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"username\": \"${env:ID}\"", "\"email\": \"${env:EMAIL}\"", "\"password\": \"${env:ID}\"",
        "\"username\": \"the boss\"", "\"claims\": {\"birthdate\": \"0000-12-31\", \"phone_number\": \"+62 (21) 123\"}",
        "\"claims\": {\"website\": \"${env:SITE}/\", \"birthdate\": \"${env:DAY}\"}", "\"email\": \"a+b@c.example\""})
    void an_account_that_can_be_declared_fits(String members) throws IOException {
        assertTaken(account(members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"email\": \"abc\"", "\"email\": \"a@b\"", "\"username\": \"a@b\"", "\"username\": \" a\"",
        "\"username\": \"a ＠b\"", "\"role\": null", "\"claims\": {\"name\": \"\"}",
        "\"claims\": {\"address\": {\"region\": \"\"}}",
        "\"claims\": {\"birthdate\": \"2026-99-99\"}", "\"claims\": {\"phone_number\": \"+1abc\"}",
        "\"claims\": {\"website\": \"https://a b\"}"})
    void an_account_that_cannot_be_declared_does_not_fit(String members) throws IOException {
        assertRefused(account(members));
    }

    /** The member that comes last counts. */
    private static String client(String members) {
        JsonObject object = Json.createReader(new StringReader("{" + members + "}")).readObject();
        return Json.createObjectBuilder().add("clients", Json.createArrayBuilder().add(Json.createObjectBuilder(
                Json.createReader(new StringReader("{\"client_id\": \"${env:ID}\","
                        + " \"redirect_uris\": [\"https://a.example/cb\"]}")).readObject())
                .addAll(Json.createObjectBuilder(object)))).build().toString();
    }

    private static String account(String members) {
        JsonObject object = Json.createReader(new StringReader("{" + members + "}")).readObject();
        return Json.createObjectBuilder().add("accounts", Json.createArrayBuilder().add(Json.createObjectBuilder()
                .add("username", "a").add("email", "a@b.example").addAll(Json.createObjectBuilder(object)))).build()
                .toString();
    }

    private void assertTaken(String document) throws IOException {
        assertEquals(List.of(), schema.validate(document, InputFormat.JSON));
        declare(document);
    }

    private void assertRefused(String document) throws IOException {
        assertFalse(schema.validate(document, InputFormat.JSON).isEmpty(), "by the schema");
        try {
            declare(document);
        } catch (InvalidSetting | InvalidValue refused) {
            return;
        }
        throw new AssertionError("not refused by Warden");
    }

    private void declare(String document) throws IOException {
        Map<String, String> environment = Map.of("ID", "shop-1", "SECRET", "a secret of some length", "SITE",
                "https://a.example", "EMAIL", "a@b.example", "DAY", "2026-01-31");
        Declaration declaration = Declaration.of(new YamlDocument(environment::get, "https://id.example")
                .read(Files.writeString(folder.resolve("document"), document)));
        if (declaration.clients() != null) {
            declaration.clients().forEach(client -> ClientMetadata.read(client.id(), Origin.DECLARED, Instant.EPOCH,
                    client.metadata()));
        }
    }

    private JsonObject document() {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
