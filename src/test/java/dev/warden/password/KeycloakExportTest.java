package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.warden.MachineProgram;

@DisplayName("The command of docs/operating.md for an export of Keycloak")
class KeycloakExportTest {

    private static final Pattern COMMAND = Pattern.compile("```\n(jq .*?)```", Pattern.DOTALL);

    private static final String SECRET =
            "{\"value\":\"Da5ycxyMrYaRm1zAl5vr4Q==\",\"salt\":\"JVh9RbUOCxjQx1qbyCZldg==\"}";
    private static final List<String> DATA = List.of(
            "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\",\"additionalParameters\":{}}",
            "{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\"}",
            "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],"
                    + "\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}");

    @TempDir
    Path folder;

    @BeforeAll
    static void needs_jq() {
        MachineProgram.need(MachineProgram.named("jq").isPresent(),
                "There is no jq: the command for an export of Keycloak is not tried");
    }

    @Test
    void gives_each_person_who_has_a_password_the_hash_that_KeycloakCredential_makes() throws Exception {
        Files.writeString(folder.resolve("realm.json"),
                Json.createObjectBuilder().add("users", users()).build().toString());

        assertEquals(DATA.stream().map(data -> "id-" + DATA.indexOf(data) + "\tann\tAnn@test.example\t"
                + KeycloakCredential.toPasswordHash(data, SECRET).value()).toList(), output());
    }

    private List<String> output() throws Exception {
        Process jq = new ProcessBuilder("sh", "-c", command()).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String output = new String(jq.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, jq.waitFor(), output);
        return output.lines().toList();
    }

    @Test
    void tells_who_is_disabled() throws Exception {
        JsonArrayBuilder users = Json.createArrayBuilder()
                .add(user("in-use").add("enabled", true).add("credentials", password()))
                .add(user("disabled").add("enabled", false).add("credentials", password()));
        Files.writeString(folder.resolve("realm.json"),
                Json.createObjectBuilder().add("users", users).build().toString());

        assertEquals(List.of("in-use,4", "disabled,5"), output().stream().map(line -> line.split("\t"))
                .map(columns -> columns[0] + "," + columns.length).toList());
    }

    private static JsonArrayBuilder password() {
        return Json.createArrayBuilder().add(credential("password", DATA.get(0), SECRET));
    }

    /** One for each form, whose first credential is another one, and somebody without a password. */
    private static JsonArrayBuilder users() {
        JsonArrayBuilder users = Json.createArrayBuilder();
        for (String data : DATA) {
            users.add(user("id-" + DATA.indexOf(data)).add("credentials", Json.createArrayBuilder()
                    .add(credential("otp", "{}", "{}")).add(credential("password", data, SECRET))));
        }
        return users.add(user("no-credentials")).add(user("no-password").add("credentials", Json.createArrayBuilder()));
    }

    private static JsonObjectBuilder user(String id) {
        return Json.createObjectBuilder().add("id", id).add("username", "ann").add("email", "Ann@test.example");
    }

    private static JsonObjectBuilder credential(String type, String data, String secret) {
        return Json.createObjectBuilder().add("type", type).add("credentialData", data).add("secretData", secret);
    }

    private static String command() throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("docs/operating.md")));
        return command.results().map(found -> found.group(1)).findFirst().orElseThrow();
    }
}
