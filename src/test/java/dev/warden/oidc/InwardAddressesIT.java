package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.WardenClient;

/**
 * Addresses that clients register, and that lead to a network of ours (RFC 9101 §10.4, OWASP: server-side request
 * forgery). Of this machine the tests allow 127.0.0.1; its other address stands for everything inside.
 */
@DisplayName("Nothing that is sent makes Warden call an inward address")
class InwardAddressesIT extends BlackBox {

    private static final String CALLBACK = "https://inward.example/callback";

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket inside;

    @BeforeEach
    void listen() {
        try {
            inside = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.2"));
        } catch (IOException e) {
            assumeTrue(false, "This machine has no second loopback address");
        }
        Thread thread = new Thread(() -> {
            while (!inside.isClosed()) {
                try (Socket connection = inside.accept()) {
                    connections.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void nobodyCame() throws IOException {
        inside.close();
        assertEquals(0, connections.get());
    }

    private String address() {
        return "https://127.0.0.2:" + inside.getLocalPort() + "/";
    }

    private static JsonObject register(int status, String members) {
        HttpResponse<String> answer = warden.fromAfar().send("POST", "oauth2/register",
                ("{'redirect_uris': ['" + CALLBACK + "'], " + members + "}").replace('\'', '"'));
        assertEquals(status, answer.statusCode(), answer.body());
        return WardenClient.json(answer);
    }

    @Test
    @DisplayName("by sector_identifier_uri, at registration")
    void sector() {
        assertEquals("invalid_client_metadata", register(400, "'sector_identifier_uri': '" + address() + "'")
                .getString("error"));
    }

    @Test
    @DisplayName("by jwks_uri, at the token endpoint")
    void keys() {
        JsonObject client = register(201, "'grant_types': ['client_credentials', 'authorization_code'],"
                + " 'token_endpoint_auth_method': 'private_key_jwt', 'jwks_uri': '" + address() + "'");
        String id = client.getString("client_id");
        HttpResponse<String> answer = RelyingParty.shop(warden).post("oauth2/token", Map.of("grant_type",
                "client_credentials", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", SignedJwt.es256(
                SignedJwt.assertion(id, warden.base().toString().replaceFirst("/$", ""))
                        .build().toString())));
        assertEquals(503, answer.statusCode(), "as for an address where nothing answers: " + answer.body());
    }

    @Test
    @DisplayName("by request_uri, registered or not, and by jku and x5u in a request object")
    void requestObjects() {
        RelyingParty client = RelyingParty.registered(warden, CALLBACK, "'request_uris': ['" + address() + "']");
        for (String uri : List.of(address(), address() + "other")) {
            assertEquals("invalid_request_uri", client.answer(client.authorize("request_uri", uri)).get("error"));
        }
        for (String header : List.of("jku", "x5u")) {
            assertEquals("invalid_request_object", client.answer(client.authorize("request", SignedJwt.es256(
                    "{\"alg\":\"ES256\",\"" + header + "\":\"" + address() + "\"}", "{}"))).get("error"));
        }
    }

    @Test
    @DisplayName("by backchannel_logout_uri, after a sign-out")
    void signOut() throws InterruptedException {
        try (Listener allowed = Listener.answering(200, "")) {
            RelyingParty inward = RelyingParty.registered(warden, CALLBACK,
                    "'backchannel_logout_uri': '" + address() + "'");
            inward.signUp();
            inward.tokens();
            RelyingParty.registered(warden, CALLBACK, "'backchannel_logout_uri': '" + allowed.address("/") + "'")
                    .in(inward.browser()).tokens();
            inward.browser().submit(inward.browser().get("signout"), Map.of());
            assertTrue(allowed.next() != null, "calls are made");
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    @Test
    @DisplayName("by a redirect from an address that may be called")
    void redirected() {
        try (Listener allowed = Listener.redirecting(address())) {
            RelyingParty client = RelyingParty.registered(warden, CALLBACK,
                    "'request_uris': ['" + allowed.address("/") + "']");
            assertEquals("invalid_request_uri", client.answer(client.authorize("request_uri", allowed.address("/")))
                    .get("error"));
            assertEquals(1, allowed.rest().size(), "it was asked");
        }
    }
}
