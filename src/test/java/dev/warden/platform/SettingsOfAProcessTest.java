package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment belongs to a process, so each of these starts one. */
@DisplayName("Settings of a process: system property, then environment, then file, then default")
class SettingsOfAProcessTest {

    @TempDir
    private Path home;

    /**
     * What the process runs: prints variables that are no settings, then the values of the keys it is given, or why it
     * cannot.
     */
    public static final class Print {

        private Print() {
        }

        public static void main(String... keys) {
            try {
                Settings settings = Settings.ofThisProcess();
                Settings.unknownVariables().forEach(System.out::println);
                List.of(keys).forEach(key -> System.out.println(settings.given(key).orElse("")));
            } catch (InvalidSetting e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void the_first_that_has_a_value_wins() throws Exception {
        Files.writeString(home.resolve("warden.properties"), """
                warden.port=1001
                warden.db.user=of the file
                warden.keys.lead=PT3M
                other=is ignored
                """);

        assertEquals(List.of("1003", "of the environment", "PT3M", "10", "of the environment too"), print(
                Map.of("WARDEN_PORT", "1002", "WARDEN_DB_USER", "of the environment", "WARDEN_KEYS_LEAD", "",
                        "WARDEN_DB_PASSWORD", "of the environment too"),
                List.of("-Dwarden.port=1003"),
                "warden.port", "warden.db.user", "warden.keys.lead", "warden.throttle.per-account-and-address",
                "warden.db.password"));
    }

    @Test
    void a_file_may_be_elsewhere_and_must_be_there_then() throws Exception {
        Path file = home.resolve("elsewhere.properties");
        String option = "-Dwarden.config=" + file;
        assertTrue(print(Map.of(), List.of(option), "warden.port").get(0).startsWith(
                "warden.config: " + file + " cannot be read"));

        Files.writeString(file, "warden.port=1004");
        assertEquals(List.of("1004"), print(Map.of(), List.of(option), "warden.port"));
    }

    @Test
    void a_misspelt_system_property_or_line_of_the_file_is_refused() throws Exception {
        assertEquals(List.of("warden.prot: is set by a system property, but there is no such setting; is warden.port"
                + " meant?"), print(Map.of(), List.of("-Dwarden.prot=1"), "warden.port"));

        Path file = home.resolve("warden.properties");
        Files.writeString(file, "warden.db.pasword=hunter2");
        assertEquals(List.of("warden.db.pasword: is set by " + file + ", but there is no such setting; is"
                + " warden.db.password meant?"), print(Map.of(), List.of(), "warden.port"));
    }

    @Test
    void a_variable_that_looks_like_a_setting_and_is_none_is_told_and_is_no_error() throws Exception {
        assertEquals(List.of("WARDEN_DB_ULR", "WARDEN_SERVICE_HOST", "8080"), print(Map.of("WARDEN_DB_ULR", "x",
                "WARDEN_SERVICE_HOST", "10.0.0.1", "WARDENS_PORT", "1", "WARDEN_DB_USER", "bob"), List.of(),
                "warden.port"));
    }

    @Test
    void the_secret_of_an_application_on_the_same_server_is_no_mistake() throws Exception {
        assertEquals(List.of("8080"), print(Map.of("WARDEN_CLIENT_SECRET", "x"), List.of(), "warden.port"));
    }

    private List<String> print(Map<String, String> environment, List<String> options, String... keys)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dwarden.home=" + home, "-cp",
                "target/classes" + java.io.File.pathSeparator + "target/test-classes"));
        command.addAll(options);
        command.add(Print.class.getName());
        command.addAll(List.of(keys));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("WARDEN_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().toList();
    }
}
