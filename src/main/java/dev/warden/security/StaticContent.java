package dev.warden.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.platform.Sha256;

/**
 * Content that is the same for everybody until it is replaced, as it is and compressed once.
 *
 * @param type media type with its charset
 * @param tag  an entity tag without its quotation marks (RFC 9110 §8.8.3); the same on every node for the same content
 * @param gzip the same in the coding {@code gzip} (RFC 9110 §8.4.1.3); no octets if it is smaller as it is
 */
public record StaticContent(String type, byte[] octets, String tag, byte[] gzip) {

    /** Or a weight that is not 0 (RFC 9110 §12.4.2). */
    private static final Pattern GZIP = Pattern.compile("(?:x-)?gzip(?:;q=(?:1|0\\.0*[1-9]).*)?");

    public static StaticContent of(String type, byte[] octets) {
        byte[] compressed = compressed(octets);
        return new StaticContent(type, octets, HexFormat.of().formatHex(Sha256.digest(octets), 0, 12),
                compressed.length < octets.length ? compressed : new byte[0]);
    }

    public static StaticContent of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers a GET or a HEAD: with the content, or with 304 if the client has it.
     *
     * @param cacheControl value of the header Cache-Control
     */
    public void send(String cacheControl, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean isCompressed = gzip.length > 0 && takesGzip(request);
        response.setHeader("ETag", '"' + (isCompressed ? tagOfGzip() : tag) + '"');
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("Cache-Control", cacheControl);
        if (isThere(request)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        if (isCompressed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        byte[] body = isCompressed ? gzip : octets;
        response.setContentLength(body.length);
        // Also for HEAD: a container that sees nobody take the stream adds a charset of its own to the type.
        ServletOutputStream out = response.getOutputStream();
        if (request.getMethod().equals("GET")) {
            out.write(body);
        }
    }

    /** RFC 9110 §8.8.3.3: an entity tag of its own, because caches take equal ones for equal octets. */
    private String tagOfGzip() {
        return tag + "-gzip";
    }

    /**
     * RFC 9110 §13.1.2: "A recipient MUST use the weak comparison function when comparing entity tags for
     * If-None-Match". Either coding will do: what the client has was said to be the same.
     */
    private boolean isThere(HttpServletRequest request) {
        Set<String> tags = Set.of("*", '"' + tag + '"', '"' + tagOfGzip() + '"');
        return elements(request, "If-None-Match").map(each -> each.replaceFirst("^W/", "")).anyMatch(tags::contains);
    }

    /** RFC 9110 §12.5.3. Whoever refuses it by the weight of 0 gets the octets as they are. */
    private static boolean takesGzip(HttpServletRequest request) {
        return elements(request, "Accept-Encoding").map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(coding -> GZIP.matcher(coding).matches());
    }

    /** The elements of a list (RFC 9110 §5.6.1). No entity tag of ours contains a comma. */
    private static Stream<String> elements(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream().flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip);
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
