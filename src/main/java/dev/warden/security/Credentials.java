package dev.warden.security;

import java.util.Optional;

/** The credentials in the header Authorization (RFC 9110 §11.6.2). */
public final class Credentials {

    private Credentials() {
    }

    /**
     * What follows the scheme, which is compared without case (RFC 9110 §11.1); empty if the header has another scheme.
     *
     * @param header the value of the header
     */
    public static Optional<String> of(String scheme, String header) {
        String prefix = scheme + ' ';
        return header.regionMatches(true, 0, prefix, 0, prefix.length())
                ? Optional.of(header.substring(prefix.length()).strip()) : Optional.empty();
    }
}
