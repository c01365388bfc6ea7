package dev.warden.operations;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.warden.platform.Sha256;

/**
 * Something that is answered the same to everybody until the WAR is replaced.
 *
 * @param type with its charset
 * @param tag  an entity tag without its quotation marks (RFC 9110 §8.8.3); of one content, on every node, one tag
 */
record StaticContent(String type, byte[] octets, String tag) {

    static StaticContent of(String type, byte[] octets) {
        return new StaticContent(type, octets, HexFormat.of().formatHex(Sha256.digest(octets), 0, 12));
    }

    static StaticContent of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
