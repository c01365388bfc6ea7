package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("scrypt (RFC 7914 §12)")
class ScryptHasherTest {

    private final ScryptHasher hasher = new ScryptHasher();

    @ParameterizedTest
    @CsvSource({
        "password, NaCl, 10, 16, fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a388"
                + "6ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
        "pleaseletmein, SodiumChloride, 14, 1, 7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"})
    void the_vectors_verify_in_both_forms(String password, String salt, int ln, int p, String key) {
        byte[] bytes = HexFormat.of().parseHex(key);
        Base64.Encoder base64 = Base64.getEncoder();
        assertVerifies(password, "$scrypt$ln=" + ln + ",r=8,p=" + p + '$' + base64.withoutPadding().encodeToString(
                salt.getBytes(StandardCharsets.UTF_8)) + '$' + base64.withoutPadding().encodeToString(bytes));
        assertVerifies(password, "scrypt$" + (1 << ln) + '$' + salt + "$8$" + p + '$' + base64.encodeToString(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ln=20,r=8,p=1", // the last vector of RFC 7914 §12: 1 GiB
        "ln=17,r=8,p=5", "ln=16,r=1,p=1", "ln=0,r=8,p=1", "ln=99,r=1,p=1", "ln=63,r=999,p=999", "ln=10,r=0,p=1",
        "ln=10,r=8,p=0"})
    void other_parameters_than_scrypt_has_and_costly_ones_are_refused(String parameters) {
        assertThrows(IllegalArgumentException.class,
                () -> hasher.read("$scrypt$" + parameters + "$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"16383", "0", "1", "99999999"})
    void a_cost_that_is_no_power_of_two_is_refused(String n) {
        assertThrows(IllegalArgumentException.class,
                () -> hasher.read("scrypt$" + n + "$salt$8$1$DGDID5YfDnHzqbUkr2ASBi/gN6Y="));
    }

    private void assertVerifies(String password, String stored) {
        assertTrue(hasher.read(stored).orElseThrow().matches(password));
        assertFalse(hasher.read(stored).orElseThrow().matches(password + "x"));
    }
}
