package dev.warden.token;

import java.security.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The keys of one series as one node knows them, oldest first. Immutable.
 *
 * @param keys           the keys that verify
 * @param lastGeneration the highest generation there ever was, even if it was revoked; 0 if there was none
 */
record KeyRing(List<OpenKey> keys, int lastGeneration) {

    /**
     * A key that was unsealed.
     *
     * @param signing   the key that signs
     * @param verifying the key that verifies: the same for HMAC, the public key otherwise
     * @param isRetired whether it ever had a successor
     * @param published the public key as a JWK (RFC 7517 §4); empty for HMAC
     */
    record OpenKey(String id, int generation, SigningAlgorithm algorithm, Key signing, Key verifying, Instant signsFrom,
            boolean isRetired, Optional<String> published) {

        @Override
        public String toString() {
            return "OpenKey[" + id + "]";
        }
    }

    /**
     * The newest key that may sign at this moment; empty if there is none. A retired key signs until its successor
     * does, and never again after the successor was revoked.
     *
     * <p>If no key has begun to sign, the one without a successor does. Such a key was to sign at once when it was
     * created, by a clock that is ahead of this one.
     */
    Optional<OpenKey> signing(Instant now) {
        return newest(key -> !now.isBefore(key.signsFrom)).filter(key -> !key.isRetired || isSucceeded(key))
                .or(() -> newest(key -> !key.isRetired));
    }

    private boolean isSucceeded(OpenKey key) {
        return keys.stream().anyMatch(other -> other.generation == key.generation + 1);
    }

    /** The newest key, whether it may sign yet or not. */
    Optional<OpenKey> newest() {
        return newest(key -> true);
    }

    Optional<OpenKey> find(String id) {
        return newest(key -> key.id.equals(id));
    }

    /** Without the keys that are not among these; the same object if all are. */
    KeyRing only(List<SigningKey> stored) {
        Set<String> ids = stored.stream().map(SigningKey::id).collect(Collectors.toSet());
        List<OpenKey> left = keys.stream().filter(key -> ids.contains(key.id)).toList();
        return left.size() == keys.size() ? this : new KeyRing(left, lastGeneration);
    }

    private Optional<OpenKey> newest(Predicate<OpenKey> test) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (test.test(keys.get(i))) {
                return Optional.of(keys.get(i));
            }
        }
        return Optional.empty();
    }
}
