package dev.warden.platform;

/** The database is set up so that it would lose or confuse data, and Warden does not start on it. */
public class UnsafeDatabase extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsafeDatabase(String reason) {
        super(reason);
    }
}
