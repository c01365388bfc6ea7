package dev.warden.operations;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

import dev.warden.platform.Sha256;

/**
 * Content that is the same for everybody until the WAR is replaced, as it is and compressed once.
 *
 * @param type media type with its charset
 * @param tag  an entity tag without its quotation marks (RFC 9110 §8.8.3); the same on every node for the same content
 * @param gzip the same in the coding {@code gzip} (RFC 9110 §8.4.1.3)
 */
record StaticContent(String type, byte[] octets, String tag, byte[] gzip) {

    static StaticContent of(String type, byte[] octets) {
        return new StaticContent(type, octets, HexFormat.of().formatHex(Sha256.digest(octets), 0, 12),
                compressed(octets));
    }

    static StaticContent of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 9110 §8.8.3.3: an entity tag of its own, because caches take equal ones for equal octets. */
    String tagOfGzip() {
        return tag + "-gzip";
    }

    private static byte[] compressed(byte[] octets) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
