package dev.warden.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 (FIPS 180-4), for values that cannot be guessed; passwords are hashed by package {@code password}. */
public final class Sha256 {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Sha256() {
    }

    /** The 32 octets of the digest of the concatenated octets. */
    public static byte[] digest(byte[]... octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] each : octets) {
                digest.update(each);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** The digest of a string in UTF-8, in base64url without padding: 43 characters. */
    public static String base64url(String text) {
        return BASE64URL.encodeToString(digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
