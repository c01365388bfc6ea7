package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.Deflater;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text that travels sealed")
class SealedTextTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEY = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final SealedText sealedText = withKey(KEY);
    private final String sealed = sealedText.seal("pushed", "text \u00e9\ud83d\ude00");

    private static SealedText withKey(String key) {
        return new SealedText(masterKey(key));
    }

    private static MasterKey masterKey(String key) {
        return new MasterKey(new MasterKeySettings(Settings.of(Map.of("warden.master-key", key))), new SecureRandom());
    }

    @Test
    void comes_back_as_what_it_was_sealed_as_and_as_nothing_else() {
        assertEquals(Optional.of("text \u00e9\ud83d\ude00"), sealedText.open("pushed", sealed));
        assertTrue(sealedText.open("waiting", sealed).isEmpty());
    }

    @Test
    void fits_into_a_url_and_is_never_the_same_twice() {
        assertTrue(sealed.matches("[A-Za-z0-9_-]+"), sealed);
        assertNotEquals(sealed, sealedText.seal("pushed", "text \u00e9\ud83d\ude00"));
    }

    @Test
    void is_known_on_every_node_and_in_no_other_installation() {
        assertTrue(withKey(KEY).open("pushed", sealed).isPresent());
        assertTrue(withKey(OTHER_KEY).open("pushed", sealed).isEmpty());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"A", "AAAA", "not base64!", "%00",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void is_not_what_we_did_not_seal(String text) {
        assertTrue(sealedText.open("pushed", text).isEmpty());
    }

    @Test
    void is_none_if_it_was_changed_or_is_too_long() {
        for (int i = 0; i < sealed.length() - 1; i += 7) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertTrue(sealedText.open("pushed", sealed.substring(0, i) + other + sealed.substring(i + 1)).isEmpty(),
                    "at " + i);
        }
        assertTrue(sealedText.open("pushed", "A".repeat(100_000)).isEmpty());
    }

    @Test
    void is_refused_if_it_could_not_be_opened() {
        String most = "a".repeat(64 * 1024);
        assertEquals(Optional.of(most), sealedText.open("pushed", sealedText.seal("pushed", most)));
        assertThrows(InvalidValue.class, () -> sealedText.seal("pushed", most + 'a'));
        String varied = new Random(1).ints(6000, ' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
        assertThrows(InvalidValue.class, () -> sealedText.seal("pushed", varied));
    }

    @Test
    void is_opened_as_a_whole_or_not_at_all() {
        assertEquals(Optional.of("aaaa"), sealedText.open("pushed", sealed(deflated(4))));
        assertTrue(sealedText.open("pushed", sealed(deflated(64 * 1024 + 1))).isEmpty());
        byte[] cut = deflated(1000);
        assertTrue(sealedText.open("pushed", sealed(Arrays.copyOf(cut, cut.length - 2))).isEmpty());
    }

    private static String sealed(byte[] octets) {
        return masterKey(KEY).seal(octets, "pushed").replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static byte[] deflated(int count) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput("a".repeat(count).getBytes(StandardCharsets.US_ASCII));
        deflater.finish();
        byte[] out = new byte[4096];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}
