package dev.warden.platform;

/**
 * The database cannot be reached, does not answer in time, or has no free connection. The caller may try again later.
 */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
