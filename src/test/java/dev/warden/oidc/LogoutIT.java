package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.claims;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;

@DisplayName("Sign-out (OpenID Connect RP-Initiated, Back-Channel and Front-Channel Logout 1.0)")
class LogoutIT extends BlackBox {

    private static final String BYE = "https://back.example/bye";

    private final RelyingParty shop = RelyingParty.shop(warden);
    private final RelyingParty back = RelyingParty.of(warden, "shop-backchannel", "https://back.example/callback");

    @Test
    @DisplayName("RP-Initiated §2, §3: with an ID token of this very session the person is signed out and sent on "
            + "with the state")
    void with_an_id_token() {
        back.signUp();
        JsonObject tokens = back.tokens();

        HttpResponse<String> answer = logout(back, "id_token_hint", tokens.getString("id_token"),
                "post_logout_redirect_uri", BYE,
                "state", "s & t");

        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals(BYE + "?state=s+%26+t", answer.headers().firstValue("Location").orElseThrow());
        assertEquals("login_required", back.answer(back.authorize("prompt", "none")).get("error"));
        assertEquals(401, back.userinfo(tokens.getString("access_token")).statusCode());
        assertEquals(400, back.refresh(tokens.getString("refresh_token")).statusCode());
    }

    @Test
    @DisplayName("RP-Initiated §2: by POST too")
    void by_post() {
        back.signUp();
        HttpResponse<String> answer = back.browser().post("oauth2/logout", Browser.body(Map.of("id_token_hint",
                back.tokens().getString("id_token"), "post_logout_redirect_uri", BYE)), "cross-site");
        answer = back.browser().follow(answer);
        assertEquals(BYE, answer.headers().firstValue("Location").orElseThrow());
        assertEquals("login_required", back.answer(back.authorize("prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("RP-Initiated §2: without an ID token, or with one of another session, the person is asked")
    void otherwise_the_person_is_asked() {
        back.signUp();
        RelyingParty other = RelyingParty.of(warden, "shop-backchannel", "https://back.example/callback");
        other.signUp();
        String others = other.tokens().getString("id_token");
        for (HttpResponse<String> answer : List.of(logout(back), logout(back, "client_id", "shop-backchannel"),
                logout(back, "client_id", "shop-backchannel", "post_logout_redirect_uri", BYE), logout(back, "state",
                        "x"),
                logout(back, "id_token_hint", others))) {
            assertEquals(303, answer.statusCode());
            assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith(warden.base().getPath()
                    + "signout?request="));
        }
        back.code("prompt", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "https://back.example/bye/", "https://back.example/bye?x=y",
        "https://back.example/bye#x", "https://back.example/", "http://back.example/bye",
                "https://back.example/callback",
        "https://shop.example/bye", "javascript:alert(1)", "//evil.example", "/"})
    @DisplayName("RP-Initiated §3: an address that is not registered is told to the person and leads nowhere")
    void an_address_that_is_not_registered(String uri) {
        back.signUp();
        String hint = back.tokens().getString("id_token");
        for (HttpResponse<String> answer : List.of(
                logout(back, "id_token_hint", hint, "post_logout_redirect_uri", uri),
                logout(back, "client_id", "shop-backchannel", "post_logout_redirect_uri", uri),
                logout(back, "post_logout_redirect_uri", uri))) {
            assertEquals(400, answer.statusCode());
            assertTrue(answer.headers().firstValue("Location").isEmpty());
        }
        back.code("prompt", "none");
    }

    @Test
    @DisplayName("RP-Initiated §4: an ID token that is none of ours, or of another client than is named")
    void hints_that_are_wrong() {
        back.signUp();
        JsonObject tokens = back.tokens();
        String hint = tokens.getString("id_token");
        for (HttpResponse<String> answer : List.of(logout(back, "id_token_hint", RelyingParty.read(hint).forged()),
                logout(back, "id_token_hint", "x"), logout(back, "id_token_hint", tokens.getString("access_token")),
                logout(back, "id_token_hint", hint, "client_id", "shop"), logout(back, "client_id", "nobody"))) {
            assertEquals(400, answer.statusCode());
        }
        back.code("prompt", "none");
    }

    @Test
    @DisplayName("Back-Channel §2.4, §2.5: every client of the session is called with a logout token")
    void back_channel() throws IOException, InterruptedException {
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        Set<String> sessions = ConcurrentHashMap.newKeySet();
        HttpServer client = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 22901), 0);
        client.createContext("/logged-out", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String token = form.replaceFirst("^logout_token=", "");
            calls.add(token);
            // The first time of each session it fails. Other tests have sessions here, too.
            exchange.sendResponseHeaders(sessions.add(claims(token).getString("sid")) ? 500 : 200, -1);
            exchange.close();
        });
        client.start();
        try {
            back.signUp();
            String hint = back.tokens().getString("id_token");
            JsonObject id = claims(hint);
            // Another client of the same session, which begins the sign-out.
            String ofShop = back.at("shop", "https://shop.example/callback").tokens().getString("id_token");
            logout(back, "id_token_hint", ofShop);

            assertNotNull(next(calls, id.getString("sid")), "called");
            String token = next(calls, id.getString("sid"));
            assertNotNull(token, "and called again, because it failed");
            JsonObject claims = claims(token);
            assertTrue(RelyingParty.read(token).header().contains("\"typ\":\"logout+jwt\""));
            assertEquals(id.getString("sub"), claims.getString("sub"));
            assertEquals(id.getString("sid"), claims.getString("sid"));
            assertEquals("shop-backchannel", claims.getString("aud"));
            assertEquals("{\"http://schemas.openid.net/event/backchannel-logout\":{}}", claims.get("events")
                    .toString());
            assertEquals(120, claims.getInt("exp") - claims.getInt("iat"));
            assertFalse(claims.containsKey("nonce"));
        } finally {
            client.stop(0);
        }
    }

    /** The next call about a session; null if none comes within half a minute. */
    private static String next(BlockingQueue<String> calls, String sid) throws InterruptedException {
        String token = calls.poll(30, TimeUnit.SECONDS);
        while (token != null && !claims(token).getString("sid").equals(sid)) {
            token = calls.poll(30, TimeUnit.SECONDS);
        }
        return token;
    }

    @Test
    @DisplayName("Front-Channel §3: the pages of clients are shown before the person is sent on")
    void front_channel() {
        shop.signUp();
        String hint = shop.tokens().getString("id_token");
        HttpResponse<String> answer = logout(shop, "id_token_hint", hint, "post_logout_redirect_uri",
                "https://shop.example/bye");
        assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith(warden.base().getPath()
                + "signout?request="));
        assertTrue(answer.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
        assertEquals("login_required", shop.answer(shop.authorize("prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("Back-Channel §2.7: what is offline goes on")
    void offline_goes_on() {
        shop.signUp();
        JsonObject offline = shop.tokens("scope", "openid offline_access");
        logout(shop, "id_token_hint", offline.getString("id_token"));
        JsonObject after = RelyingParty.ok(shop.refresh(offline.getString("refresh_token")));
        RelyingParty.ok(shop.userinfo(after.getString("access_token")));
    }

    @Test
    @DisplayName("what WildFly's client posts: the refresh token, and it is answered 204")
    void by_refresh_token() {
        shop.signUp();
        JsonObject tokens = shop.tokens();
        HttpResponse<String> answer = shop.basic("shop", RelyingParty.SECRET).send("POST", "oauth2/logout",
                "refresh_token=" + tokens.getString("refresh_token"));
        assertEquals(204, answer.statusCode());
        assertEquals(401, shop.userinfo(tokens.getString("access_token")).statusCode());
        assertEquals("login_required", shop.answer(shop.authorize("prompt", "none")).get("error"));
    }

    private static HttpResponse<String> logout(RelyingParty party, String... parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return party.browser().get("oauth2/logout?" + Browser.body(query));
    }
}
