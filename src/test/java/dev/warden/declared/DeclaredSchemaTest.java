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
