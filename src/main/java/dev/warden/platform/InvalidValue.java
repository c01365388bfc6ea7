package dev.warden.platform;

/** A value of a request that breaks the rules of its type. Contracts answer it with 400; it is no bug and no outage. */
public class InvalidValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field   the property as the domain names it, for example {@code email}
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
