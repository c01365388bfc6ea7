package dev.warden.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/**
 * What came back.
 *
 * @param request    what it answers
 * @param statusLine the first line
 * @param headers    by name, in whatever case; several of one name are joined by line feeds
 */
record RawAnswer(String request, String statusLine, Map<String, String> headers, String body) {

    static RawAnswer of(HttpResponse<String> answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join("\n", values)));
        return new RawAnswer(answer.request().toString(), "HTTP/1.1 " + answer.statusCode(), headers, answer.body());
    }

    static RawAnswer read(RawRequest request, InputStream in) throws IOException {
        String statusLine = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.merge(header.substring(0, colon), header.substring(colon + 1).strip(), (a, b) -> a + "\n" + b);
        }
        return new RawAnswer(request.toString(), statusLine, headers,
                request.method().equals("HEAD") ? "" : body(in, headers));
    }

    /** Zero if the connection ended without an answer. */
    int status() {
        return statusLine.isEmpty() ? 0 : Integer.parseInt(statusLine.split(" ")[1]);
    }

    /** A header; empty if it is not there. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    /** The request and all that came back, for the message of a failed assertion. */
    String story() {
        return request + "\n" + text();
    }

    /** All of it, as it came. */
    String text() {
        List<String> lines = headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.toList());
        return statusLine + "\n" + String.join("\n", lines) + "\n\n" + body;
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
                content.writeBytes(in.readNBytes(length));
                line(in);
            }
            return content.toString(StandardCharsets.UTF_8);
        }
        String length = headers.get("Content-Length");
        return new String(length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length)),
                StandardCharsets.UTF_8);
    }

    private static int chunkLength(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
