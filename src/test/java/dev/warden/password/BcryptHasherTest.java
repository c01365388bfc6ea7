package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("bcrypt")
class BcryptHasherTest {

    /** By PHP 8.2: {@code password_hash(str_repeat('0123456789', 8), PASSWORD_BCRYPT, ['cost' => 5])}. */
    private static final String OF_80 = "$2y$05$ezayEKGTUIdb8n.vHKPrteibHzEXzItI1u2mNgVrY0HsxQGK6i5I.";

    private final BcryptHasher hasher = new BcryptHasher();

    /** From the tests of crypt_blowfish (wrapper.c, public domain) and of jBCrypt, which took its own from OpenBSD. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "U*U|$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*|$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U|$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        "''|$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored"
                + "|$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
        "abc|$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "abcdefghijklmnopqrstuvwxyz|$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
        "~!@#$%^&*()      ~!@#$%^&*()PNBFRD|$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"})
    void published_vectors_verify_under_each_prefix(String password, String stored) {
        for (String prefix : new String[] {"$2a$", "$2b$", "$2y$"}) {
            assertTrue(matches(password, stored.replace("$2a$", prefix)));
        }
        assertFalse(matches("x" + password, stored));
    }

    @Test
    void of_a_long_password_the_first_72_bytes_count_as_where_it_was_hashed() {
        String password = "0123456789".repeat(8);
        assertTrue(matches(password, OF_80));
        assertTrue(matches(password.substring(0, 72), OF_80));
        assertFalse(matches(password.substring(0, 71), OF_80));
    }

    @Test
    void bits_that_are_left_over_in_the_salt_mean_nothing() {
        // The last character of a salt has two bits of it; passlib tells of systems that set the other four.
        assertTrue(matches("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        assertTrue(matches("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        assertFalse(matches("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCCOE5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    @Test
    void a_password_with_NUL_matches_nothing() {
        // As a cyclic key "U*U\0U*U\0" is "U*U\0".
        assertFalse(matches("U*U\0U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "16", "31", "99"})
    void a_cost_under_4_or_over_15_is_refused(String cost) {
        assertThrows(IllegalArgumentException.class, () -> hasher.read(
                "$2a$" + cost + "$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    private boolean matches(String password, String stored) {
        return hasher.read(stored).orElseThrow().matches(password);
    }
}
