package dev.warden.web;

/** A theme that cannot be used, with a message for its author. */
class InvalidTheme extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidTheme(String message) {
        super(message);
    }

    InvalidTheme(String message, Throwable cause) {
        super(message, cause);
    }
}
