package dev.warden.password;

import java.time.Duration;

/** No turn to hash came in time; nothing was hashed. To be answered 503 with {@code Retry-After}. */
public final class HashingBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HashingBusy(Duration waited) {
        // Thrown by the thousand under load, where a stack trace would be useless and cost the most.
        super("No turn to hash a password within " + waited, null, false, false);
    }
}
