package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Map;
import java.util.Optional;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.CompactSerializer;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The published signatures, by whoever computes them here. */
@DisplayName("Signatures (RFC 7515 appendix A, RFC 8037 appendix A)")
@ParameterizedClass(name = "accelerated: {0}")
@ValueSource(booleans = {true, false})
class SignatureEnginesTest {

    private static final String RFC7515_A2 =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGx"
            + "lLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0"
            + "Qc_lF5YKt_O8W2Fp5"
            + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0Ga"
            + "rZRmB_eSN9383LcOLn6"
            + "_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmt"
            + "VrBp0igcN_IoypGlUPQ"
            + "Ge77Rw";
    private static final String RFC7515_A2_KEY =
            "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
            + "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf"
            + "63kpaSHSXndS5z5rexM"
            + "dbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF"
            + "8NAco9_h9iaGNj8q2et"
            + "hFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\",\"d\":\"Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXy"
            + "WPEAeP88vLNO97IjlA7_GQ"
            + "5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3M"
            + "kqzjkn439X0M_V51gfpR"
            + "LI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhB"
            + "OneufuBiB4cS98l2SR_"
            + "RQyGWSeWjnczT0QU91p1DhOVRuOopznQ\"}";
    private static final String RFC7515_A3 =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGx"
            + "lLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJq"
            + "PP3-Kg6NU1Q";
    private static final String RFC7515_A3_KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9"
            + "LI\"}";
    private static final String RFC8037_A4 =
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09P"
            + "GcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    private static final String RFC8037_A1_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    SignatureEnginesTest(boolean isAccelerated) {
        if (isAccelerated) {
            SignatureEngines.choose();
        } else {
            SignatureEngines.leaveToTheJdk();
        }
    }

    @AfterAll
    static void as_it_was() {
        SignatureEngines.leaveToTheJdk();
    }

    @Test
    @DisplayName("RFC 7515 appendix A.2: RS256, which has one signature for one text")
    void rs256() throws JoseException {
        assertVerifies(SigningAlgorithm.RS256, RFC7515_A2, RFC7515_A2_KEY);
        assertEquals(RFC7515_A2.substring(RFC7515_A2.lastIndexOf('.') + 1),
                signatureOver(RFC7515_A2, SigningAlgorithm.RS256, RFC7515_A2_KEY));
    }

    @Test
    @DisplayName("RFC 7515 appendix A.3: ES256, whose signature differs each time")
    void es256() throws JoseException {
        assertVerifies(SigningAlgorithm.ES256, RFC7515_A3, RFC7515_A3_KEY);
        assertVerifies(SigningAlgorithm.ES256, resigned(RFC7515_A3, SigningAlgorithm.ES256, RFC7515_A3_KEY),
                RFC7515_A3_KEY);
        assertNotEquals(resigned(RFC7515_A3, SigningAlgorithm.ES256, RFC7515_A3_KEY),
                resigned(RFC7515_A3, SigningAlgorithm.ES256, RFC7515_A3_KEY));
    }

    @Test
    @DisplayName("RFC 8037 appendix A.4 and A.5: EdDSA with Ed25519, which has one signature for one text")
    void eddsa() throws JoseException {
        assertVerifies(SigningAlgorithm.EDDSA, RFC8037_A4, RFC8037_A1_KEY);
        assertEquals(RFC8037_A4.substring(RFC8037_A4.lastIndexOf('.') + 1),
                signatureOver(RFC8037_A4, SigningAlgorithm.EDDSA, RFC8037_A1_KEY));
    }

    @Test
    @DisplayName("RFC 7518 §3.5: PS256 has a salt as long as the hash")
    void ps256() throws JoseException {
        String signed = resigned(RFC7515_A2, SigningAlgorithm.PS256, RFC7515_A2_KEY);
        assertVerifies(SigningAlgorithm.PS256, signed, RFC7515_A2_KEY);
        SignatureEngines.leaveToTheJdk();
        assertVerifies(SigningAlgorithm.PS256, signed, RFC7515_A2_KEY);
    }

    @Test
    @DisplayName("CVE-2022-21449: a signature of zeros is none")
    void zeros_are_no_signature() throws JoseException {
        String zeros = RFC7515_A3.substring(0, RFC7515_A3.lastIndexOf('.') + 1) + "A".repeat(86);
        assertFalse(verifies(SigningAlgorithm.ES256, zeros, RFC7515_A3_KEY));
    }

    @Test
    @DisplayName("RFC 7518 §3.3: RSA keys have 2,048 bits; §6.3.2: with what the Chinese remainder theorem needs")
    void a_made_rsa_key() throws JoseException {
        String made = SigningAlgorithm.RS256.newKey().toJson(OutputControlLevel.INCLUDE_PRIVATE);
        RsaJsonWebKey key = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(made);
        assertEquals(2048, key.getRsaPublicKey().getModulus().bitLength());
        assertInstanceOf(RSAPrivateCrtKey.class, key.getRsaPrivateKey());
        assertVerifies(SigningAlgorithm.RS256, resigned(RFC7515_A2, SigningAlgorithm.RS256, made), made);
        assertNotEquals(made, SigningAlgorithm.RS256.newKey().toJson(OutputControlLevel.INCLUDE_PRIVATE));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    void the_fast_ones_are_chosen_where_they_load() {
        SignatureEngines.choose();
        for (SigningAlgorithm each : new SigningAlgorithm[] {SigningAlgorithm.RS256, SigningAlgorithm.PS256,
            SigningAlgorithm.ES256}) {
            assertEquals("AmazonCorrettoCryptoProvider", SignatureEngines.nameOf(each));
        }
        assertNotEquals("JDK", SignatureEngines.nameOf(SigningAlgorithm.EDDSA));
    }

    @Test
    void a_jar_is_chosen_by_platform() {
        Map.of("amd64", "linux-x86_64", "x86_64", "linux-x86_64", "aarch64", "linux-aarch_64")
                .forEach((processor, jar) ->
                assertEquals(Optional.of(jar), CorrettoProvider.platform("Linux", processor)));
        assertTrue(CorrettoProvider.platform("Linux", "riscv64").isEmpty());
        assertTrue(CorrettoProvider.platform("Windows 11", "amd64").isEmpty());
    }

    private static void assertVerifies(SigningAlgorithm algorithm, String token, String jwk) throws JoseException {
        assertTrue(verifies(algorithm, token, jwk), token);
        String forged = token.substring(0, token.length() - 10) + (token.charAt(token.length() - 10) == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);
        assertFalse(verifies(algorithm, forged, jwk), "forged");
    }

    private static boolean verifies(SigningAlgorithm algorithm, String token, String jwk) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(token);
        jws.setKey(SignatureEngines.adopted(algorithm, JsonWebKey.Factory.newJwk(jwk).getKey()));
        return jws.verifySignature();
    }

    private static String signatureOver(String token, SigningAlgorithm algorithm, String jwk) throws JoseException {
        String signed = resigned(token, algorithm, jwk);
        return signed.substring(signed.lastIndexOf('.') + 1);
    }

    /** The same payload, to the letter, under a header that names the algorithm alone. */
    private static String resigned(String token, SigningAlgorithm algorithm, String jwk) throws JoseException {
        Key key = ((PublicJsonWebKey) JsonWebKey.Factory.newJwk(jwk)).getPrivateKey();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(algorithm.identifier());
        jws.setPayloadBytes(java.util.Base64.getUrlDecoder().decode(CompactSerializer.deserialize(token)[1]));
        jws.setKey(SignatureEngines.adopted(algorithm, key));
        String signed = jws.getCompactSerialization();
        assertEquals("{\"alg\":\"" + algorithm.identifier() + "\"}", new String(java.util.Base64.getUrlDecoder()
                .decode(CompactSerializer.deserialize(signed)[0]), StandardCharsets.UTF_8));
        return signed;
    }
}
