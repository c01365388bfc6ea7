package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.WardenClient;
import dev.warden.platform.TlsServer;

/** What holds behind every proxy that ends TLS, configured as our documents say. */
@Tag("process")
@Tag("node")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BehindProxyContract {

    private static final String ADDRESS = "https://" + ReverseProxy.NAME;
    private static final URI BASE = URI.create(ADDRESS + "/");
    /** Other addresses of this machine, which are no proxies. */
    private static final String SOMEBODY = "127.0.0.2";
    private static final String SOMEBODY_ELSE = "127.0.0.3";
    private static final int FOLLOWERS = 5;

    private Path certificate;
    private RunningWarden warden;
    private ReverseProxy proxy;
    private TlsClient client;

    abstract ReverseProxy proxy(Path certificate, int port);

    @BeforeAll
    void start() {
        certificate = TlsServer.certificateAndKey("dns:" + ReverseProxy.NAME);
        // First, because where there is no such proxy nothing else is needed.
        proxy(certificate, 1).close();
        warden = Nodes.onH2("proxied").with("warden.public-url", ADDRESS).start();
        proxy = proxy(certificate, warden.client().base().getPort());
        client = TlsClient.trusting(certificate, proxy.https());
    }

    @AfterAll
    void end() {
        if (warden != null) {
            warden.close();
            proxy.close();
        }
    }

    @Test
    void the_issuer_and_every_address_are_the_public_ones() {
        RawAnswer answer = get(".well-known/openid-configuration");
        JsonObject metadata = answer.json();
        assertEquals(ADDRESS, metadata.getString("issuer"));
        metadata.forEach((name, value) -> {
            if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                assertTrue(metadata.getString(name).startsWith(ADDRESS + "/"), answer::story);
            }
        });
        JsonObject description = get("openapi.json").json();
        assertEquals(BASE, BASE.resolve(description.getJsonArray("servers").getJsonObject(0).getString("url")));
    }

    @Test
    void cookies_are_secure_and_the_browser_is_told_to_stay_with_https() {
        for (RawRequest request : List.of(request("GET", "signin"),
                request("GET", "signin").with("X-Forwarded-Proto", "http"),
                request("GET", "signin").with("Connection", "X-Forwarded-Proto, X-Forwarded-For"))) {
            RawAnswer answer = client.send(request);
            assertEquals(200, answer.status(), answer::story);
            assertTrue(answer.header("Set-Cookie").matches(
                    "__Host-warden-form=.*; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax"), answer::story);
            assertFalse(answer.header("Strict-Transport-Security").isEmpty(), answer::story);
        }
    }

    @Test
    void redirects_lead_to_the_public_address_whatever_the_request_says() {
        for (RawRequest request : List.of(request("GET", "account"), request("GET", "account")
                .with("X-Forwarded-Host", "evil.example").with("X-Forwarded-Port", "81")
                .with("X-Forwarded-Prefix", "/evil")
                .with("Forwarded", "host=evil.example;proto=http"))) {
            RawAnswer answer = client.send(request);
            assertEquals(303, answer.status(), answer::story);
            assertEquals(BASE.resolve("signin"), BASE.resolve(answer.header("Location")), answer::story);
            assertFalse(answer.text().contains("evil"), answer::story);
        }
    }

    @Test
    void who_comes_without_tls_is_sent_to_https() {
        RawAnswer answer = RawRequest.of(URI.create("http://localhost:" + proxy.http() + "/"), "GET", "signin?a=b")
                .with("Host", "evil.example").send();
        assertEquals(308, answer.status(), answer::story);
        assertEquals(ADDRESS + "/signin?a=b", answer.header("Location"), answer::story);
    }

    @Test
    void guesses_count_by_the_address_that_the_proxy_saw_and_by_no_other() {
        Person person = registered();
        for (int guess = 1; guess <= 10; guess++) {
            RawAnswer answer = client.from(SOMEBODY).send(signIn(person.withPassword("wrong"))
                    .with("X-Forwarded-For", "192.0.2." + guess).with("X_Forwarded_For", "192.0.2." + guess)
                    .with("X-Real-IP", "192.0.2." + guess).with("Forwarded", "for=192.0.2." + guess));
            assertEquals(401, answer.status(), answer::story);
        }
        RawAnswer locked = client.from(SOMEBODY).send(signIn(person).with("X-Forwarded-For", "192.0.2.99"));
        assertEquals(429, locked.status(), locked::story);
        assertEquals(200, client.from(SOMEBODY_ELSE).send(signIn(person)).status());
    }

    @Test
    void who_goes_past_the_proxy_is_not_believed() {
        WardenClient direct = warden.client();
        Person person = registered();
        for (int guess = 1; guess <= 10; guess++) {
            assertEquals(401, pastTheProxy(RawRequest.of(direct.base(), "POST", "api/users/login")
                    .with("Content-Type", "application/json").with("X-Forwarded-For", "192.0.2." + guess)
                    .with(octets(person.withPassword("wrong").byUsername()))).status());
        }
        assertEquals(429, pastTheProxy(RawRequest.of(direct.base(), "POST", "api/users/login")
                .with("Content-Type", "application/json").with("X-Forwarded-For", "192.0.2.99")
                .with(octets(person.byUsername()))).status());
        RawAnswer page = pastTheProxy(RawRequest.of(direct.base(), "GET", "signin").with("X-Forwarded-Proto", "https"));
        assertFalse(page.header("Set-Cookie").contains("Secure"), page::story);
        assertEquals("", page.header("Strict-Transport-Security"), page::story);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%6De", "x/../me", "./me", "/me", "me;x", "me%2f", "%2e/me", "me%00", "me%0d%0aX: y",
            "me\\", "ME"})
    void paths_have_one_spelling_here_too(String path) {
        RawAnswer answer = get(path);
        // Without a token, 401 would say that it was /me. What cannot be decoded the embedded Payara answers with 500.
        assertTrue(answer.status() >= 400 && answer.status() != 401, answer::story);
    }

    @Test
    void a_body_that_is_too_large_is_refused_in_the_shape_of_the_contract() {
        RawAnswer answer = client.send(request("POST", "api/users/login").with("Content-Type", "application/json")
                .with(new byte[70 * 1024]));
        Contract.USERS.assertShape(answer, 413);
        assertEquals(413, answer.status(), answer::story);
    }

    /** The sign-out page names the origin of every application that has a page for it (Front-Channel Logout 1.0 §3). */
    @Test
    void an_answer_may_have_a_policy_that_lists_very_many_origins() throws IOException {
        String policy = IntStream.range(0, 500).mapToObj(i -> "https://application-" + i + ".apps.example.org")
                .collect(Collectors.joining(" ", "frame-src ", ""));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            // The proxy also asks whether the server is ready.
            if (exchange.getRequestURI().getPath().equals("/signout")) {
                exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (ReverseProxy other = proxy(certificate, server.getAddress().getPort())) {
            RawAnswer answer = TlsClient.trusting(certificate, other.https()).send(request("GET", "signout"));
            assertEquals(200, answer.status(), answer::story);
            assertEquals(policy, answer.header("Content-Security-Policy"));
        } finally {
            server.stop(0);
        }
    }

    /**
     * Two ends that differ about where a request ends (RFC 9112 §11.2). Whatever becomes of the request itself, what it
     * hides is answered to nobody who comes after, on the connections that the proxy keeps.
     */
    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked", "Transfer-Encoding: xchunked",
        "Transfer-Encoding:\u000bchunked", "Transfer-Encoding : chunked", " Transfer-Encoding: chunked",
        "X: y\n Transfer-Encoding: chunked", "X: y\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\n"
        + "Transfer-Encoding: x", "Content-Length: 0\r\nContent-Length: 5", "Content-Length: +5", "Content-Length: 0x5",
        "Content-Length: 5, 0", "Transfer-Encoding: \"chunked\"", "Transfer_Encoding: chunked"})
    void what_is_hidden_in_a_request_reaches_nobody_else(String framing) {
        String hidden = "GET /smuggled HTTP/1.1\r\nHost: " + ReverseProxy.NAME + "\r\nX: ";
        String attack = "POST /api/users/login HTTP/1.1\r\nHost: " + ReverseProxy.NAME
                + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n0\r\n\r\n" + hidden;
        client.from(SOMEBODY).send(request("POST", "api/users/login"), closing(attack));
        for (int follower = 0; follower < FOLLOWERS; follower++) {
            RawAnswer answer = get("health/live");
            assertEquals(200, answer.status(), answer::story);
            assertEquals("UP", answer.json().getString("status"), answer::story);
        }
    }

    /**
     * RFC 7540 §3.2. After an upgrade a proxy passes on octets: it would change no header any more, and its address
     * would vouch for all of them.
     */
    @Test
    void nobody_gets_past_the_proxy_by_an_upgrade() {
        String upgrade = "GET /health/live HTTP/1.1\r\nHost: " + ReverseProxy.NAME + "\r\nConnection: Upgrade, "
                + "HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n";
        List<RawAnswer> answers = client.from(SOMEBODY).send(request("GET", "health/live"), tunnelled(upgrade));
        assertEquals(200, answers.get(0).status(), answers::toString);
        assertEquals("UP", answers.get(0).json().getString("status"), answers::toString);
        answers.stream().skip(1).forEach(answer -> assertTrue(answer.status() >= 400, answer::story));
    }

    /** An upgrade, and what a client of HTTP/2 sends after it (RFC 7540 §6): SETTINGS, GET /health/live, GOAWAY. */
    private static byte[] tunnelled(String upgrade) {
        String headers = "\u0082\u0086\u0004\u000c/health/live\u0001\u000e" + ReverseProxy.NAME;
        return (upgrade + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0"
                + "\0\0" + (char) headers.length() + "\1\5\0\0\0\3" + headers
                + "\0\0\10\7\0\0\0\0\0\0\0\0\0\0\0\0\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What follows it ends the connection, so that all its answers can be read. */
    private static byte[] closing(String attack) {
        return (attack + "y\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private RawAnswer pastTheProxy(RawRequest request) {
        return request.sendFrom(SOMEBODY);
    }

    private Person registered() {
        Person person = Person.somebody();
        RawAnswer answer = client.send(request("POST", "api/users/register").with("Content-Type", "application/json")
                .with(octets(person.newUser())));
        assertEquals(200, answer.status(), answer::story);
        return person;
    }

    private static RawRequest signIn(Person person) {
        return request("POST", "api/users/login").with("Content-Type", "application/json")
                .with(octets(person.byUsername()));
    }

    private static byte[] octets(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private RawAnswer get(String path) {
        return client.send(request("GET", path));
    }

    private static RawRequest request(String method, String path) {
        return RawRequest.of(BASE, method, path);
    }
}
