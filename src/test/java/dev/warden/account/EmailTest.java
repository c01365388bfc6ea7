package dev.warden.account;

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

import dev.warden.platform.InvalidValue;

@DisplayName("Addresses of mail (RFC 5322 §3.4.1, RFC 6531, RFC 5890)")
class EmailTest {

    private static final String LOCAL_64 = "a".repeat(64);
    private static final String DOMAIN_189 = ("a".repeat(62) + ".").repeat(3).substring(0, 187) + ".b";

    @ParameterizedTest
    @ValueSource(strings = {
        "a@b.c", "user@test.example", "first.last@test.example", "user+tag@test.example",
        "!#$%&'*+/=?^_`{|}~-@a.example",
        "1@2.example", "x@a-b.example", "x@xn--bcher-kva.example", "x@b\u00fccher.example", "jos\u00e9@test.example",
        "jose\u0301@test.example", "\u6d4b\u8bd5@\u6d4b\u8bd5.example", "\u0645@\u0645.example", "x@a.b.c.d.e.example"
    })
    void are_accepted(String text) {
        assertTrue(Email.isWellFormed(text));
        assertEquals(text, new Email(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "@", "a", "a@", "@b.example", "a@b", "a@@b.example", "a@b@c.example", "a b@c.example", "a@b c.example",
        " a@b.example", "a@b.example ", "a@b.example\n", "\ta@b.example", ".a@b.example", "a.@b.example",
        "a..b@c.example",
        "a@.example", "a@b..example", "a@b.example.", "a@-b.example", "a@b-.example", "a@b_c.example",
        "\"a b\"@c.example",
        "\"a\"@c.example", "(comment)a@b.example", "a@[192.0.2.1]", "a@[IPv6:::1]", "a@192.0.2.1", "<a@b.example>",
        "a,b@c.example", "a:b@c.example", "a;b@c.example", "a@b.example,c@d.example", "a@b.example\r\nBcc: c@d.example",
        "a\u0000@b.example", "a@b\u0000.example", "a@b\r\nc.example", "a\u200bb@c.example", "a@b\u200bc.example",
        "a@b\u00adc.example", "a\u202eb@c.example", "a@\u202ec.example", "a@b.exam\u2028ple", "a\ud83d@b.example",
        "a@b\ud83d.example", "a\uff20b.example", "a@b\uff20c.example", "\u00a0a@b.example", "a@b.example\u3000",
        "\ud83d\ude00@b.example", "a\u115fb@c.example", "a\u034fb@c.example"
    })
    void are_refused(String text) {
        assertFalse(Email.isWellFormed(text));
        assertEquals("email", assertThrows(InvalidValue.class, () -> new Email(text)).field());
    }

    /** Of their domains IDNA2003 makes others: strasse, βολοσ, and without joiners. They can be written in ASCII. */
    @ParameterizedTest
    @CsvSource({
        "x@stra\u00dfe.example,            x@xn--strae-oqa.example",
        "x@STRA\u1e9eE.example,            x@xn--strae-oqa.example",
        "x@\u03b2\u03cc\u03bb\u03bf\u03c2.example,   x@xn--nxasmm1c.example",
        "x@\u0131\u015f\u0131k.example,     x@xn--k-ekaa7p.example",
        "x@a\u200db.example,               x@xn--ab-m1t.example",
        "x@a\u200cb.example,               x@xn--ab-j1t.example"
    })
    void are_refused_where_the_domain_is_another_in_idna_2008(String text, String inAscii) {
        assertFalse(Email.isWellFormed(text));
        assertEquals(inAscii, new Email(inAscii).key());
    }

    @Test
    void nothing_at_all_is_refused() {
        assertFalse(Email.isWellFormed(null));
        assertThrows(InvalidValue.class, () -> new Email(null));
    }

    @Test
    @DisplayName("RFC 5321 §4.5.3.1.1: a local part has at most 64 octets")
    void local_parts_are_bounded_in_octets() {
        assertTrue(Email.isWellFormed(LOCAL_64 + "@b.example"));
        assertFalse(Email.isWellFormed(LOCAL_64 + "a@b.example"));
        assertTrue(Email.isWellFormed("\u00e9".repeat(32) + "@b.example"));
        assertFalse(Email.isWellFormed("\u00e9".repeat(32) + "a@b.example"));
    }

    @Test
    @DisplayName("RFC 5321 §4.5.3.1.3: an address has at most 254 octets")
    void addresses_are_bounded_in_octets() {
        String longest = LOCAL_64 + "@" + DOMAIN_189;
        assertEquals(254, longest.length());
        assertTrue(Email.isWellFormed(longest));
        assertFalse(Email.isWellFormed(LOCAL_64 + "@b" + DOMAIN_189));
        assertFalse(Email.isWellFormed("x".repeat(100_000) + "@b.example"));
    }

    @Test
    @DisplayName("RFC 1035 §2.3.4: a label has at most 63 octets")
    void labels_are_bounded() {
        assertTrue(Email.isWellFormed("x@" + "a".repeat(63) + ".example"));
        assertFalse(Email.isWellFormed("x@" + "a".repeat(64) + ".example"));
    }

    @ParameterizedTest
    @CsvSource({
        "user@test.example,              USER@TEST.EXAMPLE",
        "jos\u00e9@test.example,         JOSE\u0301@test.example",
        "x@b\u00fccher.example,          x@xn--bcher-kva.example",
        "x@b\u00fccher.example,          x@BU\u0308CHER.example",
        "x@b\u00fccher.example,          x@XN--BCHER-KVA.example",
        "x@test.example,                 x@\uff54\uff45\uff53\uff54.example",
        "x@test.example,                 x@test\u3002example",
        "stra\u00dfe@test.example,       STRASSE@test.example",
        "office@test.example,            o\ufb03ce@test.example"
    })
    void are_one_whatever_the_spelling(String one, String other) {
        assertEquals(new Email(one).key(), new Email(other).key());
    }

    @ParameterizedTest
    @CsvSource({
        "jose@test.example,  jos\u00e9@test.example",
        "a.b@test.example,   ab@test.example",
        "a+b@test.example,   a@test.example",
        "x@bucher.example,   x@b\u00fccher.example",
        "x@test.example,     x@sub.test.example",
        "x@strasse.example,  x@xn--strae-oqa.example"
    })
    void are_two_where_they_are_two(String one, String other) {
        assertNotEquals(new Email(one).key(), new Email(other).key());
    }

    @Test
    void are_the_same_in_turkey() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertEquals("title@i.example", new Email("TITLE@I.EXAMPLE").key());
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.example", "jos\u00e9@b.example", "A.B@XN--BCHER-KVA.example", "x@b\u00fccher.example"})
    void a_key_is_its_own_key(String text) {
        assertEquals(new Email(text).key(), new Email(new Email(text).key()).key());
    }
}
