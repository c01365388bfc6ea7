package dev.warden.password;

import java.time.Duration;

/** No turn to hash came up in time. Answer 503 with {@code Retry-After}; nothing was hashed. */
public class HashingBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HashingBusy(Duration waited) {
        // Thrown by the thousand when it is thrown at all: a stack trace would say nothing and cost the most.
        super("No turn to hash a password within " + waited, null, false, false);
    }
}
