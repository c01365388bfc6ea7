package dev.warden;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/**
 * HTTP to one Warden, the way a client has it: no redirects followed, no cookies kept. Every answer is checked for what
 * holds for all of them ({@link EveryAnswer}).
 *
 * @param base    ends with a slash; paths are relative to it
 * @param headers what every request of this client has
 */
public record WardenClient(URI base, Map<String, String> headers) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

    public WardenClient(URI base) {
        this(base, Map.of());
    }

    /** A client that sends one more header with every request. */
    public WardenClient with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new WardenClient(base, more);
    }

    /** A client at this address, if Warden trusts us as a proxy. Limits on guessing count each address apart. */
    public WardenClient from(String address) {
        return with("X-Forwarded-For", address);
    }

    /** A client at an address where nobody else is. */
    public WardenClient fromAfar() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return from(String.format("2001:db8:%x:%x::1", random.nextInt(0x10000), random.nextInt(0x10000)));
    }

    /** A client that reaches Warden over https, if Warden trusts us as a proxy. */
    public WardenClient overHttps() {
        return with("X-Forwarded-Proto", "https");
    }

    /** A client with an access token. */
    public WardenClient bearing(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** A request to be completed: {@code request("api/users/me").header(…)}. The path is sent as it is. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        headers.forEach(request::setHeader);
        return request;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, JsonObject body) {
        return post(path, body.toString());
    }

    /** Sends a body that claims to be JSON. */
    public HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    /** Sends a request without a body. */
    public HttpResponse<String> post(String path) {
        return send("POST", path);
    }

    public HttpResponse<String> put(String path, JsonObject body) {
        return send("PUT", path, body.toString());
    }

    /** Sends a request without a body. */
    public HttpResponse<String> send(String method, String path) {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    /** Sends a body that claims to be JSON, unless this client says that it is something else. */
    public HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
        return send(headers.containsKey("Content-Type") ? request : request.header("Content-Type", "application/json"));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer = sendUnchecked(request);
        EveryAnswer.check(base, answer);
        return answer;
    }

    /** For an answer that may be the server's own, which nothing holds for. */
    public HttpResponse<String> sendUnchecked(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    /** For an answer that is not text, perhaps because it is compressed. */
    public HttpResponse<byte[]> octets(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofByteArray());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer that must be a JSON object. */
    public static JsonObject json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    /** A text that must be a JSON object. */
    public static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
