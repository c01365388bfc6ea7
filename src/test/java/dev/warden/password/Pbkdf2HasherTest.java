package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("PBKDF2 (RFC 8018 §5.2)")
class Pbkdf2HasherTest {

    private final Pbkdf2Hasher hasher = new Pbkdf2Hasher();

    @DisplayName("RFC 6070 §2, HMAC-SHA-1")
    @ParameterizedTest
    @CsvSource({
        "password, salt, 1, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
        "password, salt, 2, ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
        "password, salt, 4096, 4b007901b765489abead49d926f721d065a429c1",
        "passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096,"
                + " 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"})
    void the_vectors_of_sha1(String password, String salt, int iterations, String key) {
        assertVerifies("$pbkdf2$i=", password, salt, iterations, key);
        assertVerifies("$pbkdf2-sha1$", password, salt, iterations, key);
    }

    @Test
    @DisplayName("RFC 6070 §2, HMAC-SHA-1, NUL in password and salt")
    void the_vector_with_nul() {
        assertVerifies("$pbkdf2$i=", "pass\0word", "sa\0lt", 4096, "56fa6aa75548099dcc37d7f03425e0c3");
    }

    @DisplayName("RFC 7914 §11, HMAC-SHA-256")
    @ParameterizedTest
    @CsvSource({
        "passwd, salt, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
        "Password, NaCl, 80000, 4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"})
    void the_vectors_of_sha256(String password, String salt, int iterations, String key) {
        assertVerifies("$pbkdf2-sha256$i=", password, salt, iterations, key);
    }

    /** No RFC has vectors of it; this one is passed around between implementations. */
    @Test
    @DisplayName("HMAC-SHA-512")
    void the_vector_of_sha512() {
        assertVerifies("$pbkdf2-sha512$i=", "password", "salt", 1,
                "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
                        + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "$pbkdf2-sha256$i=0$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "$pbkdf2-sha256$i=8000001$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        // 16,777,216 iterations, the last vector of RFC 6070 §2.
        "$pbkdf2$i=16777216$c2FsdA$7v5h1h3DPqksUeQJPQKOPmpbAbc",
        "pbkdf2_sha256$99999999$salt$DGDID5YfDnHzqbUkr2ASBi/gN6Y="})
    void more_than_eight_million_rounds_are_refused(String stored) {
        assertThrows(IllegalArgumentException.class, () -> hasher.read(stored));
    }

    private void assertVerifies(String prefix, String password, String salt, int iterations, String key) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String stored = prefix + iterations
                + '$' + base64.encodeToString(salt.getBytes(StandardCharsets.UTF_8))
                + '$' + base64.encodeToString(HexFormat.of().parseHex(key));
        assertTrue(hasher.read(stored).orElseThrow().matches(password));
        assertFalse(hasher.read(stored).orElseThrow().matches(password + "x"));
    }
}
