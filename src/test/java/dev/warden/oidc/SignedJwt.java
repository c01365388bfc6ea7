package dev.warden.oidc;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/** What a client signs, written by hand: no library refuses what an adversary would send. */
final class SignedJwt {

    /** The public key of RFC 7515 appendix A.3 as a JWK Set, with single quotation marks. */
    static final String JWKS = "{'keys': [{'kty': 'EC', 'crv': 'P-256', 'kid': 'rfc7515-a3',"
            + " 'x': 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
            + " 'y': 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}]}";

    private SignedJwt() {
    }

    /** An assertion by which a client authenticates (RFC 7523 §3), good for a minute. */
    static JsonObjectBuilder assertion(String clientId, String audience) {
        long now = Instant.now().getEpochSecond();
        return Json.createObjectBuilder().add("iss", clientId).add("sub", clientId).add("aud", audience)
                .add("iat", now).add("exp", now + 60).add("jti", UUID.randomUUID().toString());
    }

    static String hs256(String secret, String claims) {
        String input = input("{\"alg\":\"HS256\"}", claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return input + "." + base64url(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the key of RFC 7515 appendix A.3. */
    static String es256(String claims) {
        return es256("{\"alg\":\"ES256\",\"kid\":\"rfc7515-a3\"}", claims);
    }

    static String es256(String header, String claims) {
        String input = input(header, claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7519 §6. */
    static String unsigned(String claims) {
        return unsigned("{\"alg\":\"none\"}", claims);
    }

    static String unsigned(String header, String claims) {
        return input(header, claims) + ".";
    }

    private static PrivateKey key() throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        byte[] d = Base64.getUrlDecoder().decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(1, d),
                curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static String input(String header, String claims) {
        return base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64url(claims.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
