package dev.warden.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Keys of names (UAX #15 NFKC, Unicode 3.13 default case folding)")
class IdentityKeyTest {

    @ParameterizedTest
    @MethodSource("dev.warden.account.Spellings#ofOne")
    void two_spellings_of_one_name_share_a_key(String one, String other) {
        assertEquals(IdentityKey.of(one), IdentityKey.of(other));
    }

    @ParameterizedTest
    @MethodSource("dev.warden.account.Spellings#ofTwo")
    void two_names_do_not(String one, String other) {
        assertNotEquals(IdentityKey.of(one), IdentityKey.of(other));
    }

    @ParameterizedTest
    @MethodSource("dev.warden.account.Spellings#ofOne")
    void a_key_is_its_own_key(String one, String other) {
        assertEquals(IdentityKey.of(one), IdentityKey.of(IdentityKey.of(one)));
        assertEquals(IdentityKey.of(other), IdentityKey.of(IdentityKey.of(other)));
    }

    @Test
    void every_character_shares_its_key_with_its_other_cases_and_forms_and_the_key_itself() {
        List<String> odd = new ArrayList<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                String text = "x" + Character.toString(c) + "y";
                String key = IdentityKey.of(text);
                boolean same = key.equals(IdentityKey.of(text.toUpperCase(Locale.ROOT)))
                        && key.equals(IdentityKey.of(text.toLowerCase(Locale.ROOT)))
                        && key.equals(IdentityKey.of(Normalizer.normalize(text, Normalizer.Form.NFD)))
                        && key.equals(IdentityKey.of(Normalizer.normalize(text, Normalizer.Form.NFKC)))
                        && key.equals(IdentityKey.of(key));
                if (!same) {
                    odd.add("U+%04X".formatted(c));
                }
            }
        }
        assertEquals(List.of(), odd);
    }

    @Test
    void the_language_of_the_server_does_not_matter() {
        String key = IdentityKey.of("TITLE I\u0307");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertEquals(key, IdentityKey.of("TITLE I\u0307"));
            assertEquals("title", IdentityKey.of("TITLE"));
        } finally {
            Locale.setDefault(before);
        }
    }
}
