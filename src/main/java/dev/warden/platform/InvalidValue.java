package dev.warden.platform;

/**
 * A value in a request that violates the rules of its type. Contracts answer it with 400; it is neither a bug nor an
 * outage.
 */
public class InvalidValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field   the property in the vocabulary of the domain, for example {@code email}
     * @param message what is wrong, for the person who typed it
     */
    public InvalidValue(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
