package dev.warden.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.SCrypt;

/**
 * scrypt (RFC 7914) as PHC string, {@code $scrypt$ln=16,r=8,p=1$salt$key}, where ln is the binary logarithm of N, and
 * in Django's form {@code scrypt$16384$salt$8$1$key}, where the salt is plain text.
 */
final class ScryptHasher implements PasswordHasher {

    private static final Pattern PHC = Pattern.compile("\\$scrypt\\$ln=(?<n>\\d{1,2}),r=(?<r>\\d{1,3}),p=(?<p>\\d{1,3})"
            + "\\$(?<salt>[A-Za-z0-9+/]{2,171})\\$(?<key>[A-Za-z0-9+/]{22,171})");
    private static final Pattern DJANGO = Pattern.compile("scrypt\\$(?<n>\\d{1,8})\\$(?<salt>[^$]{1,128})"
            + "\\$(?<r>\\d{1,3})\\$(?<p>\\d{1,3})\\$(?<key>[A-Za-z0-9+/]{22,171}={0,2})");
    /** Maximum memory of one verification, in bytes; OWASP's strongest recommendation needs half of it. */
    private static final long MOST_MEMORY = 1L << 28;
    /** Maximum number of bytes filled in sequence, about two seconds. */
    private static final long MOST_WORK = 1L << 29;

    @Override
    public Optional<Check> read(String stored) {
        Matcher phc = PHC.matcher(stored);
        if (phc.matches()) {
            return Optional.of(check(phc, 1L << Math.min(number(phc, "n"), 32),
                    Base64.getDecoder().decode(phc.group("salt"))));
        }
        Matcher django = DJANGO.matcher(stored);
        return django.matches() ? Optional.of(check(django, number(django, "n"),
                django.group("salt").getBytes(StandardCharsets.UTF_8))) : Optional.empty();
    }

    private static Check check(Matcher form, long n, byte[] salt) {
        int r = number(form, "r");
        int p = number(form, "p");
        byte[] key = Base64.getDecoder().decode(form.group("key"));
        // RFC 7914 §2: N is larger than 1, a power of 2 and less than 2^(128 * r / 8).
        if (r < 1 || p < 1 || n < 2 || Long.bitCount(n) != 1 || r == 1 && n >= 1 << 16
                || 128 * n * r > MOST_MEMORY || 128 * n * r * p > MOST_WORK) {
            throw new IllegalArgumentException("Not parameters of scrypt, or too costly");
        }
        return password -> MessageDigest.isEqual(key, SCrypt.generate(
                password.getBytes(StandardCharsets.UTF_8), salt, (int) n, r, p, key.length));
    }

    private static int number(Matcher form, String name) {
        return Integer.parseInt(form.group(name));
    }
}
