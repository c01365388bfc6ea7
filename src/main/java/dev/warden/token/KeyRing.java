package dev.warden.token;

import java.security.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of one profile as one node knows them, oldest first. Immutable. */
record KeyRing(List<OpenKey> keys) {

    /**
     * A key out of its seal.
     *
     * @param signing   what signs
     * @param verifying what verifies: the same for HMAC, the public half otherwise
     */
    record OpenKey(String id, int generation, SigningAlgorithm algorithm, Key signing, Key verifying, Instant signsFrom) {

        @Override
        public String toString() {
            return "OpenKey[" + id + "]";
        }
    }

    /** The newest key whose time to sign has come. */
    Optional<OpenKey> signing(Instant now) {
        return newest(key -> !now.isBefore(key.signsFrom));
    }

    /** The newest key, whether it signs already or not. */
    Optional<OpenKey> newest() {
        return newest(key -> true);
    }

    Optional<OpenKey> find(String id) {
        return newest(key -> key.id.equals(id));
    }

    private Optional<OpenKey> newest(java.util.function.Predicate<OpenKey> test) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (test.test(keys.get(i))) {
                return Optional.of(keys.get(i));
            }
        }
        return Optional.empty();
    }
}
