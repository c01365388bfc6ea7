package dev.warden.password;

import java.util.Objects;

/**
 * What is stored instead of a password: a PHC string ({@code $argon2id$v=19$m=19456,t=2,p=1$salt$tag}) or another form
 * that {@link PasswordHashing} understands. Any text is accepted; one that cannot be parsed matches no password.
 *
 * @param value printable ASCII; what Warden writes has 97 characters with the default settings, what
 *              becomes of Keycloak's has at most 200
 */
public record PasswordHash(String value) {

    public PasswordHash {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "PasswordHash[redacted]";
    }
}
