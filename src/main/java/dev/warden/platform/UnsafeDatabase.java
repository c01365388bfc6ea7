package dev.warden.platform;

/** The database is configured in a way that would lose or confuse data, so Warden does not start. */
public class UnsafeDatabase extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsafeDatabase(String reason) {
        super(reason);
    }
}
