package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;

import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.InvalidValue;

/**
 * The examples as a client would send them that registered their keys: by the one way in which Warden verifies what
 * clients sign. RFC 7519 has the first and the last again, in §3.1 and §6.1.
 */
@DisplayName("JSON Web Signatures, appendix A (RFC 7515)")
class Rfc7515Test {

    /** The claims of all examples but A.4. */
    private static final String PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9"
            + "pc19yb290Ijp0cnVlfQ";
    private static final String A1 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + PAYLOAD
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String A1_KEY = "{'kty':'oct','k':'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtM"
            + "N3Yj0iPS4hcgUuTwjAzZr1Z9CAow'}";
    private static final String A2 = "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2V"
            + "tQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLg"
            + "rnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI"
            + "7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    private static final String A2_KEY = "{'kty':'RSA','n':'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx"
            + "HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0L"
            + "OL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
            + "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ','e':'AQAB'}";
    private static final String A3 = "eyJhbGciOiJFUzI1NiJ9." + PAYLOAD + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmX"
            + "FCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private static final String A3_KEY = "{'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
            + "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}";
    private static final String A4 = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOY"
            + "aRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwN"
            + "rmxYbSW9ERBXukOXolLzeO_Jn";
    private static final String A4_KEY = "{'kty':'EC','crv':'P-521','x':'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjc"
            + "BpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk','y':'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDh"
            + "jDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2'}";
    private static final String A5 = "eyJhbGciOiJub25lIn0." + PAYLOAD + ".";
    private static final String A7 = "{'payload':'" + PAYLOAD + "','protected':'eyJhbGciOiJFUzI1NiJ9','header':{'kid':"
            + "'e9bc097a-ce51-4036-9562-d2ade882db0d'},'signature':'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjD"
            + "xw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'}";

    private final ClientJwts jwts = new ClientJwts(new ClientKeys(null), null);

    @Test
    @DisplayName("A.1: HMAC SHA-256, with its key, and never with a key that is public (RFC 8725 §2.1)")
    void hmac() throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(A1);
        jws.setKey(new OctetSequenceJsonWebKey(JsonUtil.parseJson(A1_KEY.replace('\'', '"'))).getKey());
        assertTrue(jws.verifySignature());

        Set<String> everything = new HashSet<>(ClientMetadata.SIGNING_ALGORITHMS);
        everything.addAll(ClientMetadata.SECRET_ALGORITHMS);
        for (String key : List.of(A2_KEY, A3_KEY)) {
            assertTrue(jwts.verify(A1, client(key), everything).isEmpty(), key);
        }
    }

    @Test
    @DisplayName("A.2: RSASSA-PKCS1-v1_5 SHA-256")
    void rs256() {
        assertIsJoes(jwts.verify(A2, client(A2_KEY), Set.of("RS256")));
        assertIsNobodys(A2, A2_KEY, "PS256");
    }

    @Test
    @DisplayName("A.3: ECDSA P-256 SHA-256")
    void es256() {
        assertIsJoes(jwts.verify(A3, client(A3_KEY), Set.of("ES256")));
        assertIsNobodys(A3, A3_KEY, "RS256");
    }

    @Test
    @DisplayName("A.4: ECDSA P-521 SHA-512 is no algorithm of ours")
    void es512() {
        assertTrue(jwts.verify(A4, client(A4_KEY), Set.copyOf(ClientMetadata.SIGNING_ALGORITHMS)).isEmpty());
        assertThrows(InvalidValue.class, () -> ClientMetadata.read("joe", Origin.REGISTERED, Instant.EPOCH,
                Json.createObjectBuilder().add("redirect_uris", Json.createArrayBuilder().add("https://joe.example/"))
                        .add("request_object_signing_alg", "ES512").build()));
    }

    @Test
    @DisplayName("A.5: unsecured, which nothing is that must be signed")
    void none() {
        assertTrue(jwts.verify(A5, client(A2_KEY), Set.copyOf(ClientMetadata.SIGNING_ALGORITHMS)).isEmpty());
        assertTrue(jwts.verify(A5, client(A2_KEY), Set.of("none")).isEmpty(), "whoever asks for it");
        assertIsJoes(jwts.unsigned(A5));
        assertTrue(jwts.unsigned(A3).isEmpty(), "and what is signed is not unsecured");
    }

    @Test
    @DisplayName("A.6, A.7: the JSON serializations are no tokens")
    void json() {
        for (String token : List.of(A7, A7.replaceFirst("'protected'.*", "'signatures':[]}"))) {
            assertTrue(jwts.verify(token.replace('\'', '"'), client(A3_KEY), Set.of("ES256")).isEmpty());
        }
    }

    private static void assertIsJoes(Optional<ClientClaims> claims) {
        assertEquals("joe", claims.orElseThrow().text("iss").orElseThrow());
        assertEquals(Instant.ofEpochSecond(1_300_819_380), claims.get().instant("exp").orElseThrow());
        assertEquals(List.of("true"), claims.get().parameters().get("http://example.com/is_root"));
    }

    /** With a bit of its signature changed, and where another algorithm is meant. */
    private void assertIsNobodys(String token, String key, String otherAlgorithm) {
        int at = token.lastIndexOf('.') + 10;
        String changed = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
        assertTrue(jwts.verify(changed, client(key), Set.copyOf(ClientMetadata.SIGNING_ALGORITHMS)).isEmpty());
        assertTrue(jwts.verify(token, client(key), Set.of(otherAlgorithm)).isEmpty());
        assertFalse(jwts.verify(token, client(key), Set.copyOf(ClientMetadata.SIGNING_ALGORITHMS)).isEmpty());
    }

    /** One that signs with the private part of a key. */
    static RegisteredClient client(String key) {
        String metadata = "{'redirect_uris':['https://joe.example/'],'token_endpoint_auth_method':'private_key_jwt',"
                + "'jwks':{'keys':[" + key + "]}}";
        return ClientMetadata.read("joe", Origin.REGISTERED, Instant.EPOCH,
                Json.createReader(new StringReader(metadata.replace('\'', '"'))).readObject());
    }
}
