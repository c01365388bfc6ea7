package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes tokens by hand (RFC 7515 §3.1): a header and claims of which each member is raw JSON and can be replaced or
 * left out, and an HMAC over whatever came of it. It uses no library that could refuse what an attacker would send.
 */
final class Forge {

    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private byte[] secret;

    Forge(String keyId, Key key, Map<String, String> rawClaims) {
        secret = key.getEncoded();
        header.put("typ", "\"JWT\"");
        header.put("alg", "\"HS256\"");
        header.put("kid", '"' + keyId + '"');
        claims.putAll(rawClaims);
    }

    /** Sets a header; null leaves it out. */
    Forge header(String name, String json) {
        set(header, name, json);
        return this;
    }

    /** Sets a claim; null leaves it out. */
    Forge claim(String name, String json) {
        set(claims, name, json);
        return this;
    }

    Forge secret(byte[] other) {
        secret = other;
        return this;
    }

    String headerJson() {
        return json(header);
    }

    String claimsJson() {
        return json(claims);
    }

    /** The compact form. */
    String token() {
        return signed(base64url(headerJson()) + "." + base64url(claimsJson()));
    }

    /** Any text with the right HMAC over it. */
    String signed(String signingInput) {
        return signingInput + "." + base64url(hmac(signingInput.getBytes(StandardCharsets.UTF_8)));
    }

    byte[] hmac(byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64url(String text) {
        return base64url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static void set(Map<String, String> members, String name, String json) {
        if (json == null) {
            members.remove(name);
        } else {
            members.put(name, json);
        }
    }

    private static String json(Map<String, String> members) {
        return members.entrySet().stream().map(e -> '"' + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
