package dev.warden.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.database.Together;

@DisplayName("The master key (ASVS 5.0 V11.4, V13.3; NIST SP 800-38D)")
class MasterKeyTest {

    private static final byte[] SECRET = "a secret".getBytes(UTF_8);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String NEW = "HxAREhMUFRYXGBkaGxwdHgABAgMEBQYHCAkKCwwNDg8=";

    @TempDir
    private Path folder;

    private MasterKey given(String key) {
        return masterKey(Map.of("warden.home", folder.toString(), "warden.master-key", key));
    }

    private MasterKey inFile() {
        return masterKey(Map.of("warden.home", folder.toString()));
    }

    private static MasterKey masterKey(Map<String, String> settings) {
        return new MasterKey(new MasterKeySettings(Settings.of(settings)), new SecureRandom());
    }

    @Test
    void opens_what_it_sealed_for_the_same_place_after_a_restart_too() {
        String sealed = given(KEY).seal(SECRET, "place");

        assertArrayEquals(SECRET, given(KEY).open(sealed, "place"));
        assertArrayEquals(new byte[0], given(KEY).open(given(KEY).seal(new byte[0], "x"), "x"));
    }

    @Test
    @DisplayName("derives the same on every node, and something else for another place or under another key (RFC 2104)")
    void derives_the_same_on_every_node() {
        byte[] derived = given(KEY).derive("secret", "place");

        assertEquals(32, derived.length);
        assertArrayEquals(derived, given(KEY).derive("secret", "place"));
        for (byte[] other : List.of(given(KEY).derive("secret", "places"), given(KEY).derive("secrets", "place"),
                inFile().derive("secret", "place"))) {
            assertFalse(Arrays.equals(derived, other));
        }
    }

    @Test
    void opens_nothing_for_another_place() {
        String sealed = given(KEY).seal(SECRET, "place/1");

        assertThrows(InvalidSetting.class, () -> given(KEY).open(sealed, "place/2"));
        assertThrows(InvalidSetting.class, () -> given(KEY).open(sealed, ""));
    }

    @Test
    void opens_nothing_of_which_one_bit_was_changed() {
        byte[] sealed = Base64.getDecoder().decode(given(KEY).seal(SECRET, "place"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(InvalidSetting.class,
                    () -> given(KEY).open(Base64.getEncoder().encodeToString(changed), "place"), "octet " + i);
        }
    }

    @Test
    void seals_the_same_differently_each_time() {
        MasterKey key = given(KEY);
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            sealed.add(key.seal(SECRET, "place").substring(0, 16));
        }

        assertEquals(200, sealed.size());
    }

    @Test
    void is_made_in_a_file_for_its_owner_alone_when_the_first_secret_is_sealed() throws IOException {
        Path file = folder.resolve("master.key");
        MasterKey key = inFile();
        assertFalse(Files.exists(file));

        String sealed = key.seal(SECRET, "place");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(32, Base64.getDecoder().decode(Files.readString(file).strip()).length);
        assertArrayEquals(SECRET, inFile().open(sealed, "place"));
        assertNotEquals(KEY, Files.readString(file).strip());
    }

    @Test
    void is_not_made_to_open_what_another_sealed() {
        String sealed = given(KEY).seal(SECRET, "place");

        InvalidSetting told = assertThrows(InvalidSetting.class, () -> inFile().open(sealed, "place"));

        assertEquals("warden.master-key: is needed to open this database's keys, and " + folder.resolve("master.key")
                + " cannot be read", told.getMessage());
        assertFalse(Files.exists(folder.resolve("master.key")));
    }

    @Test
    void given_by_setting_makes_no_file() {
        given(KEY).seal(SECRET, "place");

        assertFalse(Files.exists(folder.resolve("master.key")));
    }

    @Test
    void may_be_in_a_file_elsewhere() throws IOException {
        Path file = folder.resolve("secrets/warden.key");
        Files.createDirectories(file.getParent());
        Files.writeString(file, KEY + "\n");
        MasterKey elsewhere = masterKey(Map.of("warden.master-key-file", file.toString()));

        assertArrayEquals(SECRET, given(KEY).open(elsewhere.seal(SECRET, "x"), "x"));
    }

    @Test
    void of_many_nodes_that_make_it_at_once_in_one_folder_all_have_the_same() throws IOException {
        List<String> sealed = Together.race(8, i -> inFile().seal(SECRET, "place"));

        sealed.forEach(each -> assertArrayEquals(SECRET, inFile().open(each, "place")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("master.key")), files.toList(), "and nothing else is left");
        }
    }

    @Test
    @DisplayName("while it is being replaced: the first of several seals, all of them open (SP 800-57 part 1 §8.2.3)")
    void of_several_the_first_seals_and_all_open() {
        String former = given(KEY).seal(SECRET, "place");
        MasterKey before = given(KEY + ' ' + NEW);
        MasterKey after = given(NEW + "\n" + KEY + '\n');

        assertArrayEquals(SECRET, after.open(former, "place"));
        assertArrayEquals(SECRET, before.open(after.seal(SECRET, "place"), "place"));
        assertArrayEquals(SECRET, given(NEW).open(after.seal(SECRET, "place"), "place"));
        assertArrayEquals(SECRET, given(KEY).open(before.seal(SECRET, "place"), "place"));
        assertArrayEquals(given(NEW).derive("secret", "place"), after.derive("secret", "place"));
        assertThrows(InvalidSetting.class, () -> after.open(former, "elsewhere"));
    }

    @Test
    void seals_again_what_another_of_several_sealed() {
        String former = given(KEY).seal(SECRET, "place");
        MasterKey after = given(NEW + ' ' + KEY);

        String again = after.sealAgain(former, "place").orElseThrow();

        assertArrayEquals(SECRET, given(NEW).open(again, "place"));
        assertTrue(after.sealAgain(again, "place").isEmpty());
        assertTrue(given(KEY + ' ' + NEW).sealAgain(former, "place").isEmpty(), "it is the first of these");
        assertTrue(given(KEY).sealAgain(former, "place").isEmpty());
        assertThrows(InvalidSetting.class, () -> after.sealAgain(former, "elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==",
        "not base64 at all !!", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=x",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= short"})
    void that_is_none_is_told_in_one_line_without_it(String text) {
        InvalidSetting told = assertThrows(InvalidSetting.class, () -> given(text));

        assertEquals("warden.master-key: is not the base64 form of 32 octets", told.getMessage());
    }

    @Test
    void that_cannot_be_read_is_told_when_the_settings_are_read() throws IOException {
        Files.createDirectory(folder.resolve("master.key"));

        InvalidSetting told = assertThrows(InvalidSetting.class, this::inFile);

        assertTrue(told.getMessage().endsWith("master.key cannot be read"), told.getMessage());
    }

    @Test
    void that_is_none_in_a_file_is_told_by_the_name_of_the_file_setting() throws IOException {
        Files.writeString(folder.resolve("master.key"), "nonsense");

        InvalidSetting told = assertThrows(InvalidSetting.class, this::inFile);

        assertTrue(told.getMessage().startsWith("warden.master-key-file: "));
    }
}
