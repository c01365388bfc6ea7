package dev.warden.token;

/**
 * A series of keys has none to sign with just now: the last one was revoked, and this node does not know the next one
 * yet. The caller may try again later. To be answered 503 with {@code Retry-After}.
 */
public final class NoKeyToSign extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoKeyToSign(String series) {
        super("No key to sign with: " + series);
    }
}
