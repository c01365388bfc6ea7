package dev.warden.web;

/**
 * A field of a form.
 *
 * @param value its value
 * @param error what is wrong with it; empty if nothing
 */
record Field(String value, String error) {

    static final Field EMPTY = new Field("", "");

    static Field of(String value) {
        return new Field(value, "");
    }
}
