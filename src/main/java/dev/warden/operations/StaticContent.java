package dev.warden.operations;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.warden.platform.Sha256;

/**
 * Content that is the same for everybody until the WAR is replaced.
 *
 * @param type media type with its charset
 * @param tag  an entity tag without its quotation marks (RFC 9110 §8.8.3); the same on every node for the same content
 */
record StaticContent(String type, byte[] octets, String tag) {

    static StaticContent of(String type, byte[] octets) {
        return new StaticContent(type, octets, HexFormat.of().formatHex(Sha256.digest(octets), 0, 12));
    }

    static StaticContent of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
