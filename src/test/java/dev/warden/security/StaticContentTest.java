package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Static content (RFC 9110 §8.8.3, §12.5.3, §13.1.2)")
class StaticContentTest {

    private static final byte[] TEXT = "h1 { color: red }\n".repeat(20).getBytes(StandardCharsets.UTF_8);

    private final StaticContent styles = StaticContent.of("text/css", TEXT);
    private final StaticContent picture = StaticContent.of("image/webp", new byte[] {1, 2, 3});
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    @Test
    void is_sent_as_it_is() throws IOException {
        send(styles, "GET", Map.of());

        assertEquals(Map.of("Cache-Control", "no-cache", "Content-Length", "" + TEXT.length, "Content-Type", "text/css",
                "ETag", '"' + styles.tag() + '"', "Vary", "Accept-Encoding"), headers);
        assertArrayEquals(TEXT, body.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, GZIP", "deflate,gzip;q=0.5", "x-gzip; q=1"})
    void is_sent_compressed_to_who_takes_that(String accepted) throws IOException {
        send(styles, "GET", Map.of("Accept-Encoding", accepted));

        assertEquals(Map.of("Cache-Control", "no-cache", "Content-Encoding", "gzip", "Content-Length",
                "" + body.size(), "Content-Type", "text/css", "ETag", '"' + styles.tag() + "-gzip\"", "Vary",
                "Accept-Encoding"), headers);
        assertArrayEquals(TEXT, new GZIPInputStream(new ByteArrayInputStream(body.toByteArray())).readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip;q=0.000", "*", "br"})
    void is_sent_as_it_is_to_who_does_not(String accepted) throws IOException {
        send(styles, "GET", Map.of("Accept-Encoding", accepted));

        assertEquals(null, headers.get("Content-Encoding"));
        assertArrayEquals(TEXT, body.toByteArray());
    }

    @Test
    void is_never_compressed_if_that_would_not_be_smaller() throws IOException {
        send(picture, "GET", Map.of("Accept-Encoding", "gzip"));

        assertEquals(null, headers.get("Content-Encoding"));
        assertEquals('"' + picture.tag() + '"', headers.get("ETag"));
        assertArrayEquals(picture.octets(), body.toByteArray());
    }

    @Test
    void has_headers_only_for_head() throws IOException {
        send(styles, "HEAD", Map.of());

        assertEquals("" + TEXT.length, headers.get("Content-Length"));
        assertEquals(0, body.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"x\", \"%s-gzip\"", "*"})
    void is_not_sent_to_who_has_it(String there) throws IOException {
        send(styles, "GET", Map.of("If-None-Match", there.formatted(styles.tag())));

        assertEquals(304, status);
        assertEquals(Map.of("Cache-Control", "no-cache", "ETag", '"' + styles.tag() + '"', "Vary", "Accept-Encoding"),
                headers);
        assertEquals(0, body.size());
    }

    @Test
    void is_sent_to_who_has_something_else() throws IOException {
        send(styles, "GET", Map.of("If-None-Match", "\"x\""));

        assertEquals(200, status);
        assertArrayEquals(TEXT, body.toByteArray());
    }

    @Test
    void is_in_a_folder_whose_path_changes_with_it() {
        StaticFolder folder = new StaticFolder("/theme/", "abc", Map.of("style.css", styles));

        assertEquals("/theme/abc", folder.path());
        assertEquals(Optional.of(styles), folder.find("/theme/abc/style.css"));
        assertEquals(Optional.of(styles), folder.find("/theme/of-another-version/style.css"));
        assertEquals("public, max-age=31536000, immutable", folder.cacheControl("/theme/abc/style.css"));
        assertEquals("no-cache", folder.cacheControl("/theme/abcd/style.css"));
        for (String nothing : List.of("/theme/", "/theme/abc", "/theme/abc/", "/theme/abc/x", "/theme/style.css",
                "/theme/abc/x/style.css", "/theme//abc/style.css", "/theme/abc/style.css/")) {
            assertEquals(Optional.empty(), folder.find(nothing), nothing);
        }
    }

    private void send(StaticContent content, String method, Map<String, String> sent) throws IOException {
        content.send("no-cache", request(method, sent), response());
    }

    private static HttpServletRequest request(String name, Map<String, String> sent) {
        return (HttpServletRequest) Proxy.newProxyInstance(StaticContentTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> name;
                    case "getHeaders" -> Collections.enumeration(
                            Optional.ofNullable(sent.get(arguments[0])).stream().toList());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(StaticContentTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "setStatus" -> status = (int) arguments[0];
                    case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                    case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                    case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
                    case "getOutputStream" -> new Written();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** What was written of the body. */
    private final class Written extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int octet) {
            body.write(octet);
        }
    }
}
