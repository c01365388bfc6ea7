package dev.warden.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.warden.platform.MasterKey;
import dev.warden.platform.RandomText;
import dev.warden.platform.Sha256;

/**
 * The secret in a browser's session cookie: 256 random bits in base64url. The database only has its digest; a plain
 * digest is enough, because the secret cannot be guessed.
 */
public record SessionSecret(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** @throws IllegalArgumentException if it has another form; for untrusted input use {@link #read} */
    public SessionSecret {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a secret of a session");
        }
    }

    static SessionSecret random(SecureRandom random) {
        return new SessionSecret(RandomText.of256Bits(random));
    }

    /**
     * The one that takes its place. It is derived, so that the answer to a second click contains the same as the first,
     * of which the browser may keep nothing.
     */
    SessionSecret successor(MasterKey masterKey) {
        return new SessionSecret(Base64.getUrlEncoder().withoutPadding()
                .encodeToString(masterKey.derive(value, "session-secret")));
    }

    /** Reads what a browser sent; empty if it cannot be one of our secrets. */
    public static Optional<SessionSecret> read(String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(new SessionSecret(text)) : Optional.empty();
    }

    String hash() {
        return Sha256.base64url(value);
    }

    @Override
    public String toString() {
        return "SessionSecret[redacted]";
    }
}
