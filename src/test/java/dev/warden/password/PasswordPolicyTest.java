package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.password.PasswordPolicy.Refusal;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Settings;

@DisplayName("What new passwords must be (SP 800-63B-4 §3.1.1.2)")
class PasswordPolicyTest {

    @TempDir
    Path folder;

    @Test
    void by_default_they_have_6_to_256_characters_and_no_blocklist() {
        PasswordPolicy policy = policy(Map.of());
        assertEquals(6, policy.minLength());
        assertEquals(256, PasswordPolicy.MAX_LENGTH);
        assertEquals(0, new PolicySettings(Settings.of(Map.of())).blocklist().size());
        assertEquals(Optional.of(Refusal.TOO_SHORT), policy.refuses("12345"));
        assertEquals(Optional.empty(), policy.refuses("123456"));
        assertEquals(Optional.empty(), policy.refuses("a".repeat(256)));
        assertEquals(Optional.of(Refusal.TOO_LONG), policy.refuses("a".repeat(257)));
        assertEquals(Optional.of(Refusal.TOO_SHORT), policy.refuses(""));
    }

    @Test
    void a_character_is_a_code_point() {
        PasswordPolicy policy = policy(Map.of());
        assertEquals(Optional.of(Refusal.TOO_SHORT), policy.refuses("\ud83d\ude00".repeat(5)));
        assertEquals(Optional.empty(), policy.refuses("\ud83d\ude00".repeat(6)));
        assertEquals(Optional.empty(), policy.refuses("\ud83d\ude00".repeat(256)));
        assertEquals(Optional.of(Refusal.TOO_LONG), policy.refuses("\ud83d\ude00".repeat(257)));
    }

    @Test
    void the_least_length_can_be_raised() {
        PasswordPolicy policy = policy(Map.of("warden.password.min-length", "15"));
        assertEquals(15, policy.minLength());
        assertEquals(Optional.of(Refusal.TOO_SHORT), policy.refuses("a".repeat(14)));
        assertEquals(Optional.empty(), policy.refuses("a".repeat(15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "65", "six"})
    void a_least_length_out_of_range_stops_the_start(String value) {
        assertThrows(InvalidSetting.class, () -> policy(Map.of("warden.password.min-length", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "password", "PassWord", "qwerty", "iloveyou", "trustno1", "LETMEIN",
        "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44"})
    void common_ones_are_refused_whatever_their_case(String password) {
        assertEquals(Optional.of(Refusal.COMMON), policy(blocklist("common")).refuses(password));
    }

    @Test
    void a_common_one_inside_of_another_is_no_reason_to_refuse() {
        assertEquals(Optional.empty(), policy(blocklist("common")).refuses("password of my own"));
    }

    @Test
    void the_list_of_common_ones_is_the_whole_one() {
        assertTrue(Blocklist.of("common").size() > 29_000);
    }

    @Test
    void a_file_of_ones_own_is_compared_line_by_line() throws IOException {
        Path file = Files.writeString(folder.resolve("blocked.txt"), "Warden1\r\n\ncaf\u00e9 noir\nlast line");
        PasswordPolicy policy = policy(blocklist(file.toString()));
        assertEquals(Optional.of(Refusal.COMMON), policy.refuses("wARDEN1"));
        assertEquals(Optional.of(Refusal.COMMON), policy.refuses("cafe\u0301 NOIR"));
        assertEquals(Optional.of(Refusal.COMMON), policy.refuses("last line"));
        assertEquals(Optional.empty(), policy.refuses("password"));
    }

    @Test
    void a_file_that_cannot_be_read_stops_the_start() throws IOException {
        Path latin = Files.write(folder.resolve("latin1.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        for (String path : new String[] {folder.resolve("absent").toString(), folder.toString(), latin.toString(),
            "comon"}) {
            InvalidSetting invalid = assertThrows(InvalidSetting.class, () -> policy(blocklist(path)));
            assertTrue(invalid.getMessage().startsWith("warden.password.blocklist: " + path), invalid.getMessage());
        }
    }

    private static Map<String, String> blocklist(String value) {
        return Map.of("warden.password.blocklist", value);
    }

    private static PasswordPolicy policy(Map<String, String> settings) {
        return new PasswordPolicy(new PolicySettings(Settings.of(settings)));
    }
}
