package dev.warden.token;

/**
 * The keys of a client cannot be had just now, so nobody can tell whether it signed something. The caller may try again
 * later. To be answered 503 with {@code Retry-After}.
 */
public class KeysUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeysUnavailable(String message) {
        // Anybody can cause it by naming such a client; a stack trace would be useless.
        super(message, null, false, false);
    }
}
