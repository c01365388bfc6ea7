package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Key;
import java.security.PublicKey;
import java.util.Base64;

import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of the examples those that are signed as Warden signs or lets clients sign. What they sign is no JSON. */
@DisplayName("Examples of signatures (RFC 7520 §4)")
class Rfc7520Test {

    private static final String PAYLOAD =
            "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW"
            + "91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd"
            + "2hlcmUg"
            + "eW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";
    private static final String RSA =
            "{'kty':'RSA','kid':'bilbo.baggins@hobbiton.example','use':'sig','n':'n4EPtAOCc9AlkeQ"
            + "HPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYO"
            + "YL-QtiWN2l"
            + "bzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZC"
            + "uEHg8lhzwO"
            + "HrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw',"
            + "'e':'AQAB'}";
    private static final String RS256 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9."
            + PAYLOAD
            + ".MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84w"
            + "nB-BDkoBwA"
            + "78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9Uz"
            + "pERV0ePPQd"
            + "LuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7"
            + "vjbU5y18kD"
            + "quDg";
    private static final String HMAC = "{'kty':'oct','kid':'018c0ae5-4d9b-471b-bfd6-eef314bc7037','use':'sig',"
            + "'alg':'HS256','k':'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg'}";
    private static final String HS256 =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9."
            + PAYLOAD + ".s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";

    @BeforeAll
    static void byWhomWeHave() {
        SignatureEngines.choose();
    }

    @AfterAll
    static void asItWas() {
        SignatureEngines.leaveToTheJdk();
    }

    @Test
    @DisplayName("§4.1: RSA v1.5 signature")
    void rsa() throws JoseException {
        PublicKey key = PublicJsonWebKey.Factory.newPublicJwk(RSA.replace('\'', '"')).getPublicKey();
        assertVerifies(RS256, SignatureEngines.adopted(SigningAlgorithm.RS256, key));
    }

    @Test
    @DisplayName("§4.4: HMAC-SHA2 integrity protection, which we compute alike")
    void hmac() throws JoseException {
        Key key = new OctetSequenceJsonWebKey(JsonUtil.parseJson(HMAC.replace('\'', '"'))).getKey();
        assertVerifies(HS256, key);
        JsonWebSignature ours = new JsonWebSignature();
        ours.setAlgorithmHeaderValue("HS256");
        ours.setKeyIdHeaderValue("018c0ae5-4d9b-471b-bfd6-eef314bc7037");
        ours.setPayloadBytes(Base64.getUrlDecoder().decode(PAYLOAD));
        ours.setKey(key);
        assertEquals(HS256, ours.getCompactSerialization());
    }

    private static void assertVerifies(String compact, Key key) throws JoseException {
        assertTrue(CompactForm.isWellFormed(compact));
        assertTrue(verifies(compact, key));
        char last = compact.charAt(compact.length() - 3);
        assertFalse(verifies(compact.substring(0, compact.length() - 3) + (last == 'A' ? 'B' : 'A')
                + compact.substring(compact.length() - 2), key));
    }

    private static boolean verifies(String compact, Key key) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(compact);
        jws.setKey(key);
        return jws.verifySignature();
    }
}
