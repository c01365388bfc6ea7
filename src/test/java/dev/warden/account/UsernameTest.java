package dev.warden.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.platform.InvalidValue;

@DisplayName("Usernames")
class UsernameTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "a", "bob", "Bob Smith", "b.o-b_1", "jos\u00e9", "jose\u0301", "\u6d4b\u8bd5", "\u0645\u062d\u0645\u062f",
        "a\ud83d\ude00", "\u2764\ufe0f", "O'Neil", "<script>", "${jndi:ldap://x}", "'; DROP TABLE account; --", "null"
    })
    void are_accepted_as_text_that_they_are(String text) {
        assertTrue(Username.isWellFormed(text));
        assertEquals(text, new Username(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", " bob", "bob ", "\u00a0bob", "bob\u3000", "bob\u2003", "bob\n", "bob\tsmith", "bo\u0000b", "bo\u0007b",
        "bob@test.example", "@", "bob\uff20", "bo\ufe6bb", "bo\u200bb", "bo\u200db", "bo\u00adb", "\u202ebob",
        "bob\u200f",
        "bob\u2066", "bo\u2028b", "bo\ufeffb", "\ud83d", "bo\udc00b", "bo\ue000b", "bo\uffffb", "bo\u115fb", "\u3164",
        "bo\uffa0b", "bo\u034fb", "\ufe0f", "bo\u180eb", "bo\u2800b", "\u2800", "bo\ud834\udd59b"
    })
    void are_refused(String text) {
        assertFalse(Username.isWellFormed(text));
        assertEquals("username", assertThrows(InvalidValue.class, () -> new Username(text)).field());
    }

    @Test
    void nothing_at_all_is_refused() {
        assertFalse(Username.isWellFormed(null));
        assertThrows(InvalidValue.class, () -> new Username(null));
    }

    @Test
    void are_at_most_254_characters_and_so_are_their_keys() {
        assertTrue(Username.isWellFormed("x".repeat(254)));
        assertFalse(Username.isWellFormed("x".repeat(255)));
        assertFalse(Username.isWellFormed("\ufdfa".repeat(20)), "18 characters each once normalised");
        assertFalse(Username.isWellFormed("\u00df".repeat(128)));
        assertTrue(Username.isWellFormed("\u00df".repeat(127)));
    }

    /** Sorting many marks takes the square of their number, and anybody can send such a name. */
    @Test
    void are_refused_for_their_length_before_anything_is_normalised() {
        assertEquals("is too long", assertThrows(InvalidValue.class,
                () -> new Username("@" + "\u0301\u0316".repeat(16_000))).getMessage());
    }

    @Test
    void print_as_what_they_are() {
        assertEquals("Bob", new Username("Bob").toString());
    }
}
