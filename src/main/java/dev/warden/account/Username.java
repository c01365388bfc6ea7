package dev.warden.account;

import dev.warden.platform.InvalidValue;

/**
 * The name a person signs in with, as the person wrote it. It has no {@code @}, so that it is never mistaken for an
 * email address, no invisible characters, and no space at either end. Contracts limit its length; its key has at most
 * 254 characters.
 */
public record Username(String value) {

    public Username {
        String complaint = complaint(value);
        if (complaint != null) {
            throw new InvalidValue("username", complaint);
        }
    }

    /** Whether a string can be a username. */
    public static boolean isWellFormed(String text) {
        return text != null && complaint(text) == null;
    }

    /** The unique key that all spellings of this name share. */
    public String key() {
        return IdentityKey.of(value);
    }

    private static String complaint(String value) {
        if (value == null || value.isEmpty()) {
            return "must not be empty";
        }
        // Before anything is normalised: sorting the marks of a long text takes the square of its length.
        if (value.length() > IdentityKey.MAX_LENGTH) {
            return "is too long";
        }
        if (value.indexOf('@') >= 0 || IdentityKey.of(value).indexOf('@') >= 0) {
            return "must not contain @";
        }
        if (value.codePoints().anyMatch(IdentityKey::isInvisible) || IdentityKey.of(value).isEmpty()) {
            return "must not contain invisible characters";
        }
        if (isSpace(value.codePointAt(0)) || isSpace(value.codePointBefore(value.length()))) {
            return "must not begin or end with a space";
        }
        if (IdentityKey.of(value).length() > IdentityKey.MAX_LENGTH) {
            return "is too long";
        }
        return null;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    @Override
    public String toString() {
        return value;
    }
}
