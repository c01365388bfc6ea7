package dev.warden.password;

import java.util.Optional;

/** One family of stored hashes, in the forms in which different systems write it. */
interface PasswordHasher {

    /**
     * Parses a stored hash without computing anything.
     *
     * @return checks a password against it; empty if the hash is of another family
     * @throws IllegalArgumentException if it is of this family but malformed, or one verification would cost more than
     *                                  allowed
     */
    Optional<Check> read(String stored);

    /** Hashes a password and compares it with the stored hash in constant time. */
    @FunctionalInterface
    interface Check {
        boolean matches(String password);
    }
}
