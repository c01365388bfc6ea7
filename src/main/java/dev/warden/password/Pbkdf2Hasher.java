package dev.warden.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018 §5.2) with HMAC-SHA-1, SHA-256 and SHA-512, in three forms: {@code $pbkdf2-sha256$i=27500$salt$key},
 * as the command in {@code docs/operating.md} writes Keycloak's; passlib's {@code $pbkdf2-sha256$29000$salt$key}, in
 * which base64 has a dot instead of the plus; and Django's {@code pbkdf2_sha256$260000$salt$key}, where the salt is
 * plain text. The derived key is as long as the stored one: Keycloak's {@code pbkdf2} has 64 bytes of SHA-1.
 *
 * <p>Computed by the JDK's own provider, which uses the processor's SHA instructions: less than half the time of Bouncy
 * Castle.
 */
final class Pbkdf2Hasher implements PasswordHasher {

    private static final Pattern PHC = Pattern.compile("\\$pbkdf2(?:-(?<digest>sha1|sha256|sha512))?"
            + "\\$(?:i=)?(?<iterations>\\d{1,8})\\$(?<salt>[A-Za-z0-9+/.]{2,171})\\$(?<key>[A-Za-z0-9+/.]{22,171})");
    private static final Pattern DJANGO = Pattern.compile("pbkdf2_(?<digest>sha1|sha256|sha512)"
            + "\\$(?<iterations>\\d{1,8})\\$(?<salt>[^$]{1,128})\\$(?<key>[A-Za-z0-9+/]{22,171}={0,2})");
    /**
     * Maximum number of HMACs in one verification, about two seconds: Keycloak's 1.3 million rounds of SHA-1 need four
     * times as many.
     */
    private static final long MOST_WORK = 8_000_000;

    @Override
    public Optional<Check> read(String stored) {
        Matcher phc = PHC.matcher(stored);
        if (phc.matches()) {
            return Optional.of(check(phc, decode(phc.group("salt"))));
        }
        Matcher django = DJANGO.matcher(stored);
        return django.matches()
                ? Optional.of(check(django, django.group("salt").getBytes(StandardCharsets.UTF_8))) : Optional.empty();
    }

    private static Check check(Matcher form, byte[] salt) {
        String digest = form.group("digest") == null ? "sha1" : form.group("digest");
        int iterations = Integer.parseInt(form.group("iterations"));
        byte[] key = decode(form.group("key"));
        if (iterations < 1 || (long) iterations * blocks(digest, key.length) > MOST_WORK) {
            throw new IllegalArgumentException("Not iterations to spend");
        }
        return password -> MessageDigest.isEqual(key, derive(digest, password, salt, iterations, key.length));
    }

    private static byte[] derive(String digest, String password, byte[] salt, int iterations, int length) {
        try {
            // The provider encodes the characters in UTF-8.
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, length * Byte.SIZE);
            return SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest.toUpperCase(Locale.ROOT))
                    .generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int blocks(String digest, int length) {
        int size = switch (digest) {
            case "sha1" -> 20;
            case "sha256" -> 32;
            default -> 64;
        };
        return (length + size - 1) / size;
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }
}
