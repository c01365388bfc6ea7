package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("HMAC-SHA-256 (RFC 4231)")
class Rfc4231Test {

    @Test
    @DisplayName("§4.3, in one part and in several")
    void test_case_2() {
        SecretKeySpec key = new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        String expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

        assertEquals(expected, hmac(key, "what do ya want for nothing?"));
        assertEquals(expected, hmac(key, "what do ya want ", "", "for nothing?"));
    }

    private static String hmac(SecretKeySpec key, String... parts) {
        byte[][] octets = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            octets[i] = parts[i].getBytes(StandardCharsets.US_ASCII);
        }
        return HexFormat.of().formatHex(HmacSha256.of(key, octets));
    }
}
