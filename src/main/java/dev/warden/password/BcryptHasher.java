package dev.warden.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.BCrypt;

import dev.warden.platform.Sha256;

/**
 * bcrypt 2a, 2b and 2y, which only differ in bugs of old implementations; also in Django's forms {@code bcrypt$} and
 * {@code bcrypt_sha256$}.
 *
 * <p>bcrypt uses 72 bytes. Systems that wrote these hashes ignored the rest of a password, so the same is done here:
 * for such a hash the first 72 bytes of a longer password are enough, until its owner signs in and the new hash covers
 * all of it. {@code bcrypt_sha256} has no such limit.
 */
final class BcryptHasher implements PasswordHasher {

    private static final Pattern FORM = Pattern.compile("(?<django>bcrypt\\$|bcrypt_sha256\\$)?"
            + "\\$2[aby]\\$(?<cost>\\d\\d)\\$(?<salt>[./A-Za-z0-9]{22})(?<hash>[./A-Za-z0-9]{31})");
    private static final int LEAST_COST = 4;
    /** The binary logarithm of the number of rounds; each increment doubles the time, and 15 takes two seconds. */
    private static final int MOST_COST = 15;
    private static final int MOST_BYTES = 72;
    /** The NUL that terminates a C string is part of the key, if there is room for it. */
    private static final boolean TERMINATED = true;
    private static final int HASH_LENGTH = 23;
    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    @Override
    public Optional<Check> read(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group("cost"));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw new IllegalArgumentException("Not a cost to spend");
        }
        boolean digested = "bcrypt_sha256$".equals(form.group("django"));
        byte[] salt = decode(form.group("salt"));
        byte[] hash = decode(form.group("hash"));
        return Optional.of(password -> {
            byte[] key = first72(digested ? sha256(password) : utf8(password));
            byte[] computed = BCrypt.generate(key, salt, cost, TERMINATED);
            // The key repeats with its terminator, so a password with a NUL would be equivalent to others.
            return MessageDigest.isEqual(hash, Arrays.copyOf(computed, HASH_LENGTH)) & password.indexOf('\0') < 0;
        });
    }

    private static byte[] first72(byte[] password) {
        return Arrays.copyOf(password, Math.min(password.length, MOST_BYTES));
    }

    private static byte[] sha256(String password) {
        return utf8(HexFormat.of().formatHex(Sha256.digest(utf8(password))));
    }

    private static byte[] utf8(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** bcrypt has a base64 alphabet of its own; unused bits at the end may have any value. */
    private static byte[] decode(String encoded) {
        StringBuilder translated = new StringBuilder(encoded.length());
        encoded.chars().forEach(c -> translated.append(BASE64.charAt(ALPHABET.indexOf(c))));
        return Base64.getDecoder().decode(translated.toString());
    }
}
