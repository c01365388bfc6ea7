package dev.warden.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser shows to be known by: 256 random bits in base64url. The database has its digest alone, and a plain digest
 * is enough, because there is nothing to guess.
 */
public record SessionSecret(String value) {

    private static final int OCTETS = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** @throws IllegalArgumentException if it is none of ours; see {@link #read} for what others say */
    public SessionSecret {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a secret of a session");
        }
    }

    static SessionSecret random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new SessionSecret(BASE64URL.encodeToString(octets));
    }

    /** What a browser sent; empty if it cannot be a secret of ours. */
    public static Optional<SessionSecret> read(String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(new SessionSecret(text)) : Optional.empty();
    }

    String hash() {
        try {
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    @Override
    public String toString() {
        return "SessionSecret[redacted]";
    }
}
