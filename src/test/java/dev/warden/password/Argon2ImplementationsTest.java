package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.warden.password.Argon2Parameters.Type;
import dev.warden.platform.Settings;

@DisplayName("Implementations of Argon2")
class Argon2ImplementationsTest {

    private final Argon2 everywhere = new BouncyCastleArgon2(256);
    /** With nothing behind it: what it cannot compute itself is a NullPointerException. */
    private final Argon2 faster = new LibsodiumArgon2(null);

    @Test
    void both_give_the_same_tags() {
        Random random = new Random(9106);
        for (int i = 0; i < 60; i++) {
            Argon2Parameters parameters = Argon2Parameters.current(8 + random.nextInt(500), 1 + random.nextInt(4));
            byte[] password = bytes(random, i == 0 ? 0 : random.nextInt(200));
            byte[] salt = bytes(random, 16);
            int length = 16 + random.nextInt(80);
            assertArrayEquals(everywhere.tag(parameters, password, salt, length),
                    faster.tag(parameters, password, salt, length), parameters.toString());
        }
    }

    @Test
    void both_give_the_same_tag_at_the_default_cost() {
        Argon2Parameters parameters = defaults(Map.of()).argon2();
        byte[] bytes = bytes(new Random(1), 16);
        assertArrayEquals(everywhere.tag(parameters, bytes, bytes, 32), faster.tag(parameters, bytes, bytes, 32));
    }

    @Test
    void memory_that_was_used_before_changes_nothing() {
        Random random = new Random(19);
        for (int i = 0; i < 60; i++) {
            Argon2Parameters parameters = new Argon2Parameters(Type.values()[random.nextInt(3)],
                    random.nextBoolean() ? 19 : 16, 40 + random.nextInt(400), 1 + random.nextInt(3),
                    1 + random.nextInt(4));
            byte[] bytes = bytes(random, 8 + random.nextInt(20));
            assertArrayEquals(new BouncyCastleArgon2(0).tag(parameters, bytes, bytes, 32),
                    everywhere.tag(parameters, bytes, bytes, 32), parameters.toString());
        }
    }

    @Test
    void what_libsodium_has_not_is_computed_by_the_other_one() {
        Argon2 both = new LibsodiumArgon2(everywhere);
        byte[] salt = bytes(new Random(2), 16);
        for (Argon2Parameters parameters : List.of(new Argon2Parameters(Type.ID, 19, 64, 2, 2),
                new Argon2Parameters(Type.ID, 16, 64, 2, 1), new Argon2Parameters(Type.D, 19, 64, 2, 1),
                new Argon2Parameters(Type.I, 19, 64, 2, 1))) {
            assertArrayEquals(everywhere.tag(parameters, salt, salt, 32), both.tag(parameters, salt, salt, 32));
        }
        byte[] shortSalt = Arrays.copyOf(salt, 8);
        Argon2Parameters parameters = Argon2Parameters.current(64, 1);
        assertArrayEquals(everywhere.tag(parameters, salt, shortSalt, 32), both.tag(parameters, salt, shortSalt, 32));
        assertArrayEquals(everywhere.tag(parameters, salt, salt, 8), both.tag(parameters, salt, salt, 8));
    }

    @Test
    void libsodium_is_chosen_where_it_loads() {
        assertEquals("libsodium", Argon2.fastest(defaults(Map.of())).name());
    }

    @Test
    void bouncy_castle_is_chosen_where_libsodium_is_off() {
        assertEquals("Bouncy Castle", Argon2.fastest(defaults(Map.of("warden.password.native", "off"))).name());
    }

    @Test
    void bouncy_castle_is_chosen_where_nothing_can_be_unpacked(@TempDir Path folder) throws Exception {
        // Below a file no folder can be made, not even by root, for whom nothing is read-only.
        String nowhere = Files.createFile(folder.resolve("file")).resolve("folder").toString();
        assertEquals("Bouncy Castle", chosenIn(classPathWithout(),
                "-Djava.io.tmpdir=" + nowhere, "-Djna.tmpdir=" + nowhere));
        // JNA alone finds a place, libsodium does not.
        assertEquals("Bouncy Castle", chosenIn(classPathWithout(), "-Djava.io.tmpdir=" + nowhere,
                "-Djna.tmpdir=" + Files.createDirectory(folder.resolve("jna"))));
    }

    @Test
    void libsodium_is_chosen_in_a_process_of_its_own() throws Exception {
        assertEquals("libsodium", chosenIn(classPathWithout()));
    }

    @Test
    void bouncy_castle_is_chosen_where_jna_is_missing() throws Exception {
        assertEquals("Bouncy Castle", chosenIn(classPathWithout("jna-", "payara-embedded")));
    }

    /** What another process chooses, because libraries load once in a process. */
    private static String chosenIn(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = Stream.of(Stream.of(new File(System.getProperty("java.home"), "bin/java").getPath()),
                        Stream.of(options), Stream.of("-cp", classPath, Choice.class.getName()))
                .flatMap(part -> part).toList();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.strip();
    }

    private static String classPathWithout(String... libraries) {
        String all = System.getProperty("java.class.path");
        assertTrue(Stream.of(libraries).allMatch(all::contains), "on the class path of the tests");
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> Stream.of(libraries).noneMatch(new File(entry).getName()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static HashingSettings defaults(Map<String, String> changed) {
        return new HashingSettings(Settings.of(changed));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Prints the name of the implementation that this process chooses. */
    static final class Choice {
        public static void main(String[] arguments) {
            System.out.println(Argon2.fastest(defaults(Map.of())).name());
        }
    }
}
