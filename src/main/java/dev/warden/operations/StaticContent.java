package dev.warden.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something that is answered the same to everybody until the WAR is replaced.
 *
 * @param type with its charset
 * @param tag  an entity tag without its quotation marks (RFC 9110 §8.8.3); of one content, on every node, one tag
 */
record StaticContent(String type, byte[] octets, String tag) {

    static StaticContent of(String type, byte[] octets) {
        return new StaticContent(type, octets, digest(octets));
    }

    static StaticContent of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
