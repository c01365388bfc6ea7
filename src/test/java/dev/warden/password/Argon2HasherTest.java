package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Argon2 in PHC strings")
class Argon2HasherTest {

    private final Argon2 argon2 = new BouncyCastleArgon2(64);
    private final Argon2Hasher hasher = new Argon2Hasher(argon2, Argon2Parameters.current(64, 2));

    /** From the tests of the reference implementation (phc-winner-argon2, src/test.c). */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "password $argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
        "password $argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs",
        "password $argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
        "password $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "password $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "password $argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
        "differentpassword $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"})
    void the_strings_of_the_reference_implementation_verify(String password, String stored) {
        assertTrue(hasher.read(stored).orElseThrow().matches(password));
        assertFalse(hasher.read(stored).orElseThrow().matches(password + "x"));
    }

    @Test
    void a_new_hash_says_its_parameters_and_has_a_fresh_salt() {
        String hash = hasher.hash("correct horse").value();
        assertTrue(hash.matches("\\$argon2id\\$v=19\\$m=64,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"), hash);
        assertTrue(hasher.read(hash).orElseThrow().matches("correct horse"));
        assertNotEquals(hash, hasher.hash("correct horse").value());
    }

    @Test
    void a_hash_has_the_same_digits_on_a_server_whose_language_has_others() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            PasswordHash hash = hasher.hash("correct horse");
            assertTrue(hash.value().startsWith("$argon2id$v=19$m=64,t=2,p=1$"), hash.value());
            assertTrue(hasher.isCurrent(hash));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void only_a_hash_with_all_the_current_parameters_is_current() {
        PasswordHash own = hasher.hash("correct horse");
        assertTrue(hasher.isCurrent(own));
        assertFalse(new Argon2Hasher(argon2, Argon2Parameters.current(65, 2)).isCurrent(own));
        assertFalse(new Argon2Hasher(argon2, Argon2Parameters.current(64, 3)).isCurrent(own));
        assertFalse(hasher.isCurrent(new PasswordHash("argon2" + own.value())));
        assertFalse(hasher.isCurrent(new PasswordHash(own.value().replace("argon2id", "argon2i"))));
        // Shorter salts and tags of others, with the same cost.
        assertFalse(hasher.isCurrent(new PasswordHash("$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$"
                + "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=262145,t=1", "m=999999999,t=1", "m=262144,t=5", "m=1024,t=99999"})
    void a_hash_may_not_ask_for_more_than_256_MiB_or_1_GiB_over_all_passes(String cost) {
        String stored = "$argon2id$v=19$" + cost + ",p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThrows(IllegalArgumentException.class, () -> hasher.read(stored));
    }

    @Test
    void what_the_operator_chose_is_never_too_much() {
        Argon2Parameters costly = Argon2Parameters.current(1 << 20, 3);
        String stored = costly.phcPrefix() + "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertTrue(new Argon2Hasher(argon2, costly).read(stored).isPresent());
    }

    @Test
    void the_prefix_is_that_of_a_PHC_string() {
        assertEquals("$argon2id$v=19$m=19456,t=2,p=1$", Argon2Parameters.current(19456, 2).phcPrefix());
    }
}
