package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.platform.NativeLibrary;

@DisplayName("Stored hashes, whole and malformed")
class StoredHashesTest {

    private static final String COMPOSED = "caf\u00e9 na\u00efve";
    private static final String DECOMPOSED = Normalizer.normalize(COMPOSED, Normalizer.Form.NFD);

    private final List<Argon2Parameters> computed = new ArrayList<>();
    private final PasswordHashing hashing = new PasswordHashing(
            new HashingSettings(64, 2, NativeLibrary.OFF, Duration.ofSeconds(10)), new Recording(), 1);

    @Test
    void a_password_matches_its_hash_and_no_other_does() {
        PasswordHash stored = hash("correct horse");
        assertTrue(matches("correct horse", stored));
        assertFalse(matches("correct horsf", stored));
        assertFalse(matches("Correct horse", stored));
        assertFalse(matches("correct horse ", stored));
        assertFalse(matches("", stored));
    }

    @Test
    void a_new_hash_is_not_outdated() {
        assertFalse(hashing.isOutdated(hash("correct horse")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "$", "$$$$$", "correct horse", "!unusable", "*", "{SSHA}abc", "$1$salt$hash", "$2x$05$", "$2a$",
        "$argon2id$",
        "$argon2id$v=19$m=64,t=2,p=1$", "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$short",
        "$argon2id$v=19$m=64,t=2,p=1$!!!!!!!!!!!$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=18$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=64,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=64,t=2,p=9$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=-64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=999999999,t=99999,p=99$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg\n",
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxx$nf65EOgLrQMR/uIPnA4rEg",
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEgxxxxx\u00e4",
        "$2a$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2c$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt$2a$05$CCCCCCCCCCCCCCCCCCCCC.",
        "pbkdf2_sha256$1$salt", "pbkdf2_sha256$x$salt$DGDID5YfDnHzqbUkr2ASBi/gN6Y=",
        "pbkdf2_sha256$1$$DGDID5YfDnHzqbUkr2ASBi/gN6Y=",
        "pbkdf2_md5$1$salt$DGDID5YfDnHzqbUkr2ASBi/gN6Y=",
        "$pbkdf2-sha256$i=99999999$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "$pbkdf2-sha256$i=1$c2Fsd$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "$scrypt$ln=20,r=8,p=1$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "scrypt$16384$salt$8$1$",
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg$nf65EOgLrQMR/uIPnA4rEg"})
    void a_malformed_one_matches_nothing_and_costs_a_current_hash(String value) {
        PasswordHash stored = new PasswordHash(value);
        assertFalse(matches("correct horse", stored));
        assertEquals(List.of(Argon2Parameters.current(64, 2)), computed);
        assertTrue(hashing.isOutdated(stored));
    }

    @Test
    void a_huge_one_is_not_even_looked_at() {
        assertFalse(matches("correct horse", new PasswordHash("$argon2id$".repeat(100_000))));
        assertEquals(List.of(Argon2Parameters.current(64, 2)), computed);
    }

    @Test
    void an_unknown_account_costs_what_a_known_one_costs() {
        for (String password : new String[] {"", "correct horse", COMPOSED, DECOMPOSED, "\ud800", "a".repeat(65_536)}) {
            PasswordHash stored = hash("another one");
            computed.clear();
            matches(password, stored);
            List<Argon2Parameters> known = List.copyOf(computed);
            computed.clear();
            hashing.inTurn(turn -> {
                turn.spend(password);
                return null;
            });
            assertEquals(known, computed);
            assertFalse(known.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"32,1, 48,2", "32,2, 32,2", "63,2, 8,0", "64,1, 32,2", "16,5, 48,1", "8,1, 60,2", "64,3, 8,0",
        "96,2, 8,0"})
    void a_wrong_password_costs_the_rest_where_the_hash_is_from_before_the_parameters_were_raised(int memory,
            int passes, int restMemory, int restPasses) {
        Argon2Parameters before = Argon2Parameters.current(memory, passes);
        PasswordHash stored = new Argon2Hasher(new BouncyCastleArgon2(64), before).hash("correct horse");

        assertFalse(matches("another one", stored));
        assertEquals(restPasses == 0 ? List.of(before)
                : List.of(before, Argon2Parameters.current(restMemory, restPasses)), computed);

        computed.clear();
        assertTrue(matches("correct horse", stored));
        assertEquals(List.of(before), computed);
    }

    @Test
    void a_hash_of_another_form_costs_what_its_parameters_say() {
        assertFalse(matches("another one", new PasswordHash("$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ"
                + "$YC9+jJCrQhs5R6db7LlN8Q")));
        assertEquals(1, computed.size());
    }

    @Test
    @DisplayName("SP 800-63B-4 §3.1.1.2: normalised before it is hashed")
    void an_own_hash_verifies_however_the_accents_are_composed() {
        assertFalse(COMPOSED.equals(DECOMPOSED));
        for (PasswordHash stored : new PasswordHash[] {hash(COMPOSED), hash(DECOMPOSED)}) {
            assertTrue(matches(COMPOSED, stored));
            assertTrue(matches(DECOMPOSED, stored));
            assertFalse(matches("cafe naive", stored));
        }
    }

    @Test
    void a_hash_that_was_made_over_decomposed_accents_verifies_for_who_types_them_so() {
        // Argon2id of the decomposed form itself, as a system that does not normalise makes it.
        PasswordHash imported = new PasswordHash(new Argon2Hasher(new BouncyCastleArgon2(64),
                Argon2Parameters.current(128, 1)).hash(DECOMPOSED).value());
        assertTrue(matches(DECOMPOSED, imported));
        assertFalse(matches(COMPOSED, imported));
    }

    @Test
    void a_lone_surrogate_is_hashed_like_anything_else() {
        assertTrue(matches("a\ud800b", hash("a\ud800b")));
        assertFalse(matches("a\ud800b",
                new PasswordHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
        assertFalse(matches("a\ud800b", new PasswordHash("pbkdf2_sha256$1$salt$DGDID5YfDnHzqbUkr2ASBi/gN6Y=")));
    }

    @Test
    void nothing_of_a_hash_is_printed() {
        assertEquals("PasswordHash[redacted]", hash("correct horse").toString());
    }

    private PasswordHash hash(String password) {
        PasswordHash hash = hashing.inTurn(turn -> turn.hash(password));
        computed.clear();
        return hash;
    }

    private boolean matches(String password, PasswordHash stored) {
        return hashing.inTurn(turn -> turn.matches(password, stored));
    }

    /** Computes, and tells what. */
    private final class Recording implements Argon2 {

        private final Argon2 argon2 = new BouncyCastleArgon2(64);

        @Override
        public byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt, int length) {
            computed.add(parameters);
            return argon2.tag(parameters, password, salt, length);
        }

        @Override
        public String name() {
            return "recording";
        }
    }
}
