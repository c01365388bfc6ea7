package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of the service, its assets, and the description")
class ServicePageIT extends BlackBox {

    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(assets/[^\"]+)\"");

    @Test
    void the_page_is_the_same_by_both_its_names() {
        HttpResponse<String> page = warden.get("");
        assertEquals(200, page.statusCode());
        assertEquals("text/html;charset=UTF-8", header(page, "Content-Type"));
        assertEquals(page.body(), warden.get("index.html").body());
    }

    @Test
    void the_page_runs_scripts_of_its_own_alone() {
        HttpResponse<String> page = warden.get("");
        assertTrue(header(page, "Content-Security-Policy").contains("script-src 'self';"));
        assertFalse(header(page, "Content-Security-Policy").contains("unsafe"));
        assertFalse(page.body().contains("://"), page.body());
        assertFalse(Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=").matcher(page.body()).find());
    }

    @Test
    void every_asset_of_the_page_is_there_for_good() {
        Matcher assets = ASSET.matcher(warden.get("").body());
        int found = 0;
        for (; assets.find(); found++) {
            HttpResponse<String> asset = warden.get(assets.group(1));
            assertEquals(200, asset.statusCode(), assets.group(1));
            assertEquals("public, max-age=31536000, immutable", header(asset, "Cache-Control"));
            assertEquals("nosniff", header(asset, "X-Content-Type-Options"));
            assertTrue(header(asset, "Content-Security-Policy").startsWith("default-src 'none'; base-uri"));
        }
        assertTrue(found >= 5);
    }

    @Test
    void an_asset_under_the_digest_of_a_neighbouring_version_is_not_kept() {
        HttpResponse<String> asset = warden.get("assets/0123456789abcdef01234567/page.css");
        assertEquals(200, asset.statusCode());
        assertEquals("text/css;charset=UTF-8", header(asset, "Content-Type"));
        assertEquals("no-cache", header(asset, "Cache-Control"));
    }

    @Test
    @DisplayName("a HEAD is answered with the headers of a GET (RFC 9110 §9.3.2)")
    void head_and_get() {
        for (String path : List.of("", "openapi.json", "assets/x/page.css", "assets/x/warden.svg")) {
            assertEquals(header(warden.get(path), "Content-Type"), header(warden.send("HEAD", path), "Content-Type"),
                    path);
        }
    }

    @Test
    void what_has_not_changed_is_not_sent_again() {
        String tag = header(warden.get("openapi.json"), "ETag");
        HttpResponse<String> again = warden.send(warden.request("openapi.json").header("If-None-Match", tag));
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
    }

    @Test
    @DisplayName("what has not changed is not sent again, whatever a proxy made of its tag (RFC 9110 §13.1.2)")
    void tags_are_compared_weakly_and_in_lists() {
        String tag = header(warden.get("openapi.json"), "ETag");
        String compressed = tag.replaceFirst("\"$", "-gzip\"");
        for (String there : List.of("W/" + tag, "\"x\", " + tag, "\"x\",W/" + compressed, "*")) {
            assertEquals(304, warden.send(warden.request("openapi.json").header("If-None-Match", there)).statusCode(),
                    there);
        }
        assertEquals(200, warden.send(warden.request("openapi.json").header("If-None-Match", "\"x\"")).statusCode());
    }

    @Test
    @DisplayName("all of it is sent compressed to who takes that, and is the same (RFC 9110 §8.4.1.3, §12.5.3)")
    void all_of_it_is_compressed_for_who_takes_that() throws IOException {
        long size = 0;
        Matcher assets = ASSET.matcher(warden.get("").body());
        List<String> paths = Stream.concat(Stream.of("", "openapi.json"), assets.results().map(it -> it.group(1)))
                .toList();
        for (String path : paths) {
            HttpResponse<byte[]> answer = octets(path, "GET", "deflate, GZIP ;q=0.5, br");
            assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse("none"), path);
            assertEquals("Accept-Encoding", answer.headers().firstValue("Vary").orElse("none"), path);
            HttpResponse<String> plain = warden.get(path);
            assertEquals("none", header(plain, "Content-Encoding"), path);
            assertEquals("Accept-Encoding", header(plain, "Vary"), path);
            assertNotEquals(header(plain, "ETag"), answer.headers().firstValue("ETag").orElse("none"), path);
            assertEquals(plain.body(), new String(new GZIPInputStream(new ByteArrayInputStream(answer.body()))
                    .readAllBytes(), StandardCharsets.UTF_8), path);
            size += answer.body().length;
            HttpResponse<byte[]> head = octets(path, "HEAD", "gzip");
            assertEquals(0, head.body().length, path);
            assertEquals("gzip", head.headers().firstValue("Content-Encoding").orElse("none"), path);
        }
        assertTrue(size < 700_000, "octets: " + size);
        for (String refused : List.of("gzip;q=0", "gzip;q=0.000", "identity", "gzipped")) {
            assertEquals(Optional.empty(), octets("openapi.json", "GET", refused).headers()
                    .firstValue("Content-Encoding"), refused);
        }
    }

    private static HttpResponse<byte[]> octets(String path, String method, String codings) {
        return warden.octets(warden.request(path).header("Accept-Encoding", codings)
                .method(method, BodyPublishers.noBody()));
    }

    @Test
    void the_description_names_where_it_is_served() {
        HttpResponse<String> description = warden.get("openapi.json");
        assertEquals("application/json", header(description, "Content-Type"));
        assertEquals(warden.base().getPath().replaceFirst("(?<=.)/$", ""),
                WardenClient.json(description).getJsonArray("servers").getJsonObject(0).getString("url"));
    }

    @Test
    void nothing_else_is_there() {
        for (String path : List.of("assets", "assets/", "assets/page.css", "assets/x/", "assets/x/y/page.css",
                "assets/x/nothing", "WEB-INF/", "META-INF/", "WEB-INF/web.xml", "WEB-INF/assets/page.css",
                "WEB-INF/pages/index.html", "META-INF/openapi.yaml", "openapi", "openapi.yaml", "_in/page/",
                "_in/error", "_in/users/api/users/me", "application.wadl")) {
            HttpResponse<String> answer = warden.get(path);
            assertEquals(404, answer.statusCode(), path);
            assertEquals("application/problem+json", header(answer, "Content-Type"), path);
        }
    }

    @Test
    void it_is_only_to_be_read() {
        for (String path : List.of("", "openapi.json", "assets/x/page.css")) {
            HttpResponse<String> answer = warden.send(warden.request(path).POST(BodyPublishers.ofString("x=1")));
            assertEquals(405, answer.statusCode(), path);
            assertEquals("GET, HEAD, OPTIONS", header(answer, "Allow"));
            assertEquals("application/problem+json", header(answer, "Content-Type"));
            HttpResponse<String> head = warden.send(warden.request(path).method("HEAD", BodyPublishers.noBody()));
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }
}
