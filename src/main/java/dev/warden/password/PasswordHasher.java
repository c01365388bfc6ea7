package dev.warden.password;

import java.util.Optional;

/** One family of stored hashes, in the forms in which systems write it. */
interface PasswordHasher {

    /**
     * Reads a stored hash without computing anything.
     *
     * @return how to check a password against it; empty if it is of another family
     * @throws IllegalArgumentException if it is of this family but malformed, or asks for more than one verification
     *                                  may cost
     */
    Optional<Check> read(String stored);

    /** Compares a password with a stored hash in constant time, after computing the hash of the password. */
    @FunctionalInterface
    interface Check {
        boolean matches(String password);
    }
}
