package dev.warden.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.warden.password.Argon2Parameters.Type;

/**
 * Argon2 (RFC 9106) in PHC strings, the form that Warden itself writes, and in Django's form with its name in front. A
 * string without a version has version 16, as in the reference implementation.
 */
final class Argon2Hasher implements PasswordHasher {

    private static final Pattern FORM = Pattern.compile("(?:argon2)?\\$argon2(?<type>id|i|d)"
            + "(?:\\$v=(?<version>\\d{2}))?\\$m=(?<memory>\\d{1,9}),t=(?<passes>\\d{1,5}),p=(?<lanes>\\d{1,2})"
            + "\\$(?<salt>[A-Za-z0-9+/]{11,86})\\$(?<tag>[A-Za-z0-9+/]{22,171})");
    private static final int SALT_LENGTH = 16;
    private static final int TAG_LENGTH = 32;
    /** Salt of 16 bytes as 22 characters of base64 without padding, a {@code $}, tag of 32 bytes as 43 characters. */
    private static final int SALT_AND_TAG_WRITTEN = 22 + 1 + 43;
    /** Maximum memory of an imported hash, in KiB: libsodium's moderate 256 MiB. */
    private static final int MOST_MEMORY = 1 << 18;
    /** Maximum memory times passes of an imported hash, in KiB: around one second. */
    private static final long MOST_WORK = 1 << 20;

    private final Argon2 argon2;
    private final Argon2Parameters current;
    private final String currentPrefix;
    private final SecureRandom random = new SecureRandom();

    Argon2Hasher(Argon2 argon2, Argon2Parameters current) {
        this.argon2 = argon2;
        this.current = current;
        this.currentPrefix = current.phcPrefix();
    }

    PasswordHash hash(String password) {
        byte[] salt = randomBytes(SALT_LENGTH);
        return written(salt, argon2.tag(current, utf8(password), salt, TAG_LENGTH));
    }

    /** A check against a current hash that no password matches: it costs as much as a real one. */
    Check decoy() {
        return check(current, randomBytes(SALT_LENGTH), randomBytes(TAG_LENGTH));
    }

    boolean isCurrent(PasswordHash stored) {
        return stored.value().startsWith(currentPrefix)
                && stored.value().length() == currentPrefix.length() + SALT_AND_TAG_WRITTEN;
    }

    @Override
    public Optional<Check> read(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        Argon2Parameters parameters = new Argon2Parameters(
                Type.valueOf(form.group("type").toUpperCase(Locale.ROOT)),
                form.group("version") == null ? 16 : Integer.parseInt(form.group("version")),
                Integer.parseInt(form.group("memory")), Integer.parseInt(form.group("passes")),
                Integer.parseInt(form.group("lanes")));
        if (parameters.memory() > Math.max(MOST_MEMORY, current.memory())
                || parameters.work() > Math.max(MOST_WORK, current.work())) {
            throw new IllegalArgumentException("Too costly");
        }
        return Optional.of(check(parameters, Base64.getDecoder().decode(form.group("salt")),
                Base64.getDecoder().decode(form.group("tag"))));
    }

    private Check check(Argon2Parameters parameters, byte[] salt, byte[] tag) {
        Optional<Argon2Parameters> rest = current.beyond(parameters);
        return password -> {
            boolean isRight = MessageDigest.isEqual(tag, argon2.tag(parameters, utf8(password), salt, tag.length));
            if (!isRight) {
                // A wrong password takes as long for an account whose hash is from before the parameters were raised.
                rest.ifPresent(more -> argon2.tag(more, utf8(password), new byte[SALT_LENGTH], TAG_LENGTH));
            }
            return isRight;
        };
    }

    private PasswordHash written(byte[] salt, byte[] tag) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(currentPrefix + base64.encodeToString(salt) + '$' + base64.encodeToString(tag));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
