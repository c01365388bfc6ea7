package dev.warden.password;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

import dev.warden.password.PasswordHasher.Check;

/** All formats: the current one, which creates hashes, and those that are only verified. */
final class Hashers {

    private static final int LONGEST = 512;

    private final Argon2Hasher current;
    private final Check decoy;
    private final List<PasswordHasher> all;

    Hashers(Argon2 argon2, Argon2Parameters parameters) {
        current = new Argon2Hasher(argon2, parameters);
        decoy = current.decoy();
        all = List.of(current, new BcryptHasher(), new Pbkdf2Hasher(), new ScryptHasher());
    }

    PasswordHash hash(String password) {
        return current.hash(normalised(password));
    }

    boolean matches(String password, PasswordHash stored) {
        return matches(password, read(stored).orElse(decoy));
    }

    void spend(String password) {
        matches(password, decoy);
    }

    boolean isOutdated(PasswordHash stored) {
        return !current.isCurrent(stored);
    }

    private Optional<Check> read(PasswordHash stored) {
        if (stored.value().length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return all.stream().flatMap(hasher -> hasher.read(stored.value()).stream()).findFirst();
        } catch (IllegalArgumentException malformedOrTooCostly) {
            return Optional.empty();
        }
    }

    private static boolean matches(String password, Check check) {
        String normalised = normalised(password);
        return check.matches(normalised) || !normalised.equals(password) && check.matches(password);
    }

    private static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
