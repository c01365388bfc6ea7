package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 9106 §5. They have four lanes, a secret and associated data, which libsodium has not. */
@DisplayName("Argon2 (RFC 9106 §5)")
class Rfc9106Test {

    private final BouncyCastleArgon2 argon2 = new BouncyCastleArgon2(32);

    @ParameterizedTest(name = "Argon2 type {0}")
    @CsvSource({
        "0, 512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
        "1, c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
        "2, 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"})
    void the_vector_of_each_type_is_computed(int type, String tag) {
        // Twice: the second time in memory that the first one left behind.
        assertEquals(tag, computed(type));
        assertEquals(tag, computed(type));
    }

    private String computed(int type) {
        return HexFormat.of().formatHex(argon2.tag(new Argon2Parameters.Builder(type).withVersion(0x13)
                .withMemoryAsKB(32).withIterations(3).withParallelism(4)
                .withSalt(bytes(2, 16)).withSecret(bytes(3, 8)).withAdditional(bytes(4, 12)), bytes(1, 32), 32));
    }

    private static byte[] bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
