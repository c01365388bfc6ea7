package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.claims;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;

@DisplayName("Sign-out (OpenID Connect RP-Initiated, Back-Channel and Front-Channel Logout 1.0)")
class LogoutIT extends BlackBox {

    private static final String BYE = "https://back.example/bye";

    private final RelyingParty shop = RelyingParty.shop(warden);
    private final RelyingParty back = RelyingParty.of(warden, "shop-logout", "https://back.example/callback");

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
        RelyingParty other = RelyingParty.of(warden, "shop-logout", "https://back.example/callback");
        other.signUp();
        String others = other.tokens().getString("id_token");
        for (HttpResponse<String> answer : List.of(logout(back), logout(back, "client_id", "shop-logout"),
                logout(back, "client_id", "shop-logout", "post_logout_redirect_uri", BYE), logout(back, "state",
                        "x"),
                logout(back, "id_token_hint", others))) {
            assertEquals(303, answer.statusCode());
            assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith(warden.base().getPath()
                    + "signout?request="));
        }
        back.code("prompt", "none");
    }

    @Test
    @DisplayName("RP-Initiated §2: ui_locales is spoken, and never an error")
    void ui_locales() {
        back.signUp();
        for (String locales : List.of("xx id", "x".repeat(2000) + " id en")) {
            HttpResponse<String> asked = back.browser().follow(logout(back, "ui_locales", locales));
            assertEquals("id", asked.headers().firstValue("Content-Language").orElseThrow());
            assertTrue(asked.body().contains("<h1>Keluar</h1>"), asked.body());
        }
        HttpResponse<String> unknown = back.browser().follow(logout(back, "ui_locales", "- xx"));
        assertTrue(unknown.body().contains("<h1>Sign out</h1>"), unknown.body());
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
                logout(back, "client_id", "shop-logout", "post_logout_redirect_uri", uri))) {
            assertEquals(400, answer.statusCode());
            assertTrue(answer.headers().firstValue("Location").isEmpty());
        }
        back.code("prompt", "none");
    }

    @Test
    @DisplayName("RP-Initiated §2: a state that is too long to be given back is told to the person, and not left out")
    void a_state_that_is_too_long() {
        back.signUp();
        String hint = back.tokens().getString("id_token");
        assertEquals(400, logout(back, "id_token_hint", hint, "state", "x".repeat(1001)).statusCode());
        back.code("prompt", "none");
        HttpResponse<String> answer = logout(back, "id_token_hint", hint, "post_logout_redirect_uri", BYE, "state",
                "x".repeat(1000));
        assertEquals(BYE + "?state=" + "x".repeat(1000), answer.headers().firstValue("Location").orElseThrow());
    }

    @Test
    @DisplayName("RP-Initiated §2: an ID token of another client than is named, and a client that there is not")
    void clients_that_are_wrong() {
        back.signUp();
        String hint = back.tokens().getString("id_token");
        for (HttpResponse<String> answer : List.of(logout(back, "id_token_hint", hint, "client_id", "shop"),
                logout(back, "client_id", "nobody"))) {
            assertEquals(400, answer.statusCode());
        }
        back.code("prompt", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "by a key that there is not", "unsigned", "x", "of another kind"})
    @DisplayName("RP-Initiated §4: with an ID token that does not verify the person is asked, and sent nowhere")
    void hints_that_do_not_verify(String kind) {
        back.signUp();
        JsonObject tokens = back.tokens();
        String hint = unverifiable(kind, tokens);
        assertAskedAndSentNowhere(List.of(
                logout(back, "id_token_hint", hint, "post_logout_redirect_uri", BYE, "state", "x".repeat(1001)),
                logout(back, "id_token_hint", hint, "post_logout_redirect_uri", "https://evil.example/"),
                logout(back, "id_token_hint", hint, "client_id", "shop-logout", "post_logout_redirect_uri", BYE),
                logout(back, "id_token_hint", hint, "client_id", "nobody"),
                back.browser().post("oauth2/logout", Browser.body(Map.of("id_token_hint", hint,
                        "post_logout_redirect_uri", BYE)), "cross-site")));
    }

    @Test
    @DisplayName("RP-Initiated §4: with an ID token of a client that is gone the person is asked, and sent nowhere")
    void a_hint_of_a_client_that_is_gone() {
        back.signUp();
        RelyingParty gone = RelyingParty.registered(warden, "https://back.example/callback", "").in(back.browser());
        String hint = gone.tokens().getString("id_token");
        gone.unregister();
        assertAskedAndSentNowhere(List.of(
                logout(back, "id_token_hint", hint, "post_logout_redirect_uri", BYE),
                logout(back, "id_token_hint", hint, "client_id", gone.clientId()),
                back.browser().post("oauth2/logout", Browser.body(Map.of("id_token_hint", hint)), "cross-site")));
    }

    @Test
    @DisplayName("RP-Initiated §3: where no client is known the person is asked, and sent nowhere")
    void an_address_of_nobody_known() {
        back.signUp();
        assertAskedAndSentNowhere(List.of(logout(back, "post_logout_redirect_uri", BYE, "state", "x"),
                logout(back, "post_logout_redirect_uri", "https://evil.example/")));
    }

    private static String unverifiable(String kind, JsonObject tokens) {
        String good = tokens.getString("id_token");
        return switch (kind) {
            case "forged" -> RelyingParty.read(good).forged();
            case "by a key that there is not" -> SignedJwt.es256(RelyingParty.read(good).claims());
            case "unsigned" -> SignedJwt.unsigned(RelyingParty.read(good).claims());
            case "of another kind" -> tokens.getString("access_token");
            default -> kind;
        };
    }

    /** By every answer; the person agrees to the first. */
    private void assertAskedAndSentNowhere(List<HttpResponse<String>> answers) {
        for (HttpResponse<String> answer : answers) {
            HttpResponse<String> question = back.browser().follow(answer);
            assertTrue(question.body().contains("<h1>Sign out</h1>"), question.body());
        }
        back.code("prompt", "none");
        back.browser().submit(back.browser().follow(answers.get(0)), Map.of());
        assertEquals("login_required", back.answer(back.authorize("prompt", "none")).get("error"));
        for (HttpResponse<String> answer : answers) {
            HttpResponse<String> done = back.browser().follow(answer);
            assertTrue(done.body().contains("You are signed out"), done.body());
            assertTrue(done.headers().firstValue("Refresh").isEmpty());
            assertFalse(done.body().contains("back.example") || done.body().contains("evil.example"), done.body());
        }
    }

    @Test
    @DisplayName("Back-Channel §2.4, §2.5: every client of the session is called with a logout token")
    void back_channel() throws InterruptedException {
        Set<String> sessions = ConcurrentHashMap.newKeySet();
        // The first time of each session it fails.
        try (Listener server = new Listener(body -> new Listener.Answer(
                sessions.add(claims(token(body)).getString("sid")) ? 500 : 200, ""))) {
            RelyingParty told = told(server);
            told.signUp();
            JsonObject id = claims(told.tokens().getString("id_token"));
            // Another client of the same session, which begins the sign-out.
            String ofShop = told.at("shop", "https://shop.example/callback").tokens().getString("id_token");
            logout(told, "id_token_hint", ofShop);

            assertNotNull(server.next(), "called");
            String again = server.next();
            assertNotNull(again, "and called again, because it failed");
            assertTrue(RelyingParty.read(token(again)).header().contains("\"typ\":\"logout+jwt\""));
            JsonObject claims = claims(token(again));
            assertEquals(Set.of("iss", "sub", "aud", "iat", "exp", "jti", "events", "sid"), claims.keySet());
            assertEquals(id.getString("iss"), claims.getString("iss"));
            assertEquals(id.getString("sub"), claims.getString("sub"));
            assertEquals(id.getString("sid"), claims.getString("sid"));
            assertEquals(told.clientId(), claims.getString("aud"));
            assertEquals("{\"http://schemas.openid.net/event/backchannel-logout\":{}}", claims.get("events")
                    .toString());
            assertEquals(120, claims.getInt("exp") - claims.getInt("iat"));
        }
    }

    @Test
    @DisplayName("Back-Channel §2.5: a change of password ends every other session, and their clients are told")
    void a_change_of_password_is_told() throws InterruptedException {
        try (Listener server = Listener.answering(200, "")) {
            RelyingParty here = told(server);
            Person person = here.signUp();
            JsonObject mine = here.tokens();
            RelyingParty elsewhere = here.elsewhere();
            elsewhere.browser().submit(elsewhere.browser().get("signin"), Map.of("username", person.username(),
                    "password", person.password()));
            JsonObject others = elsewhere.tokens("scope", "openid offline_access");

            HttpResponse<String> changed = here.browser().submit(here.browser().get("account/password"), Map.of(
                    "current", person.password(), "password", "another horse", "confirmation", "another horse"));

            assertEquals(303, changed.statusCode(), changed.body());
            assertEquals(claims(others.getString("id_token")).getString("sid"), claims(token(server.next()))
                    .getString("sid"));
            assertEquals(401, elsewhere.userinfo(others.getString("access_token")).statusCode());
            assertEquals(400, elsewhere.refresh(others.getString("refresh_token")).statusCode());
            // What this browser is signed in to goes on with it.
            RelyingParty.ok(here.refresh(mine.getString("refresh_token")));
            here.code("prompt", "none");
            assertEquals(List.of(), server.rest());
        }
    }

    @Test
    @DisplayName(
            "Back-Channel §2.5: somebody else signs in with the same browser, and clients of the one before are told")
    void another_person_is_told() throws InterruptedException {
        Person other = RelyingParty.shop(warden).signUp();
        try (Listener server = Listener.answering(200, "")) {
            RelyingParty told = told(server);
            told.signUp();
            JsonObject tokens = told.tokens();
            HttpResponse<String> asked = told.authorize("prompt", "login");
            told.goOn(told.browser().submit(told.browser().follow(asked), Map.of("username", other.username(),
                    "password", other.password())));

            assertEquals(claims(tokens.getString("id_token")).getString("sub"), claims(token(server.next()))
                    .getString("sub"));
            assertEquals(401, told.userinfo(tokens.getString("access_token")).statusCode());
        }
    }

    @Test
    @DisplayName("Back-Channel §2.5: a person who signs out everywhere, which ends what is offline too")
    void everywhere_is_told() throws InterruptedException {
        try (Listener server = Listener.answering(200, "")) {
            RelyingParty told = told(server);
            told.signUp();
            JsonObject tokens = told.tokens("scope", "openid offline_access");
            told.browser().submit(told.browser().get("account"), "value=\"*\"", Map.of());

            assertEquals(claims(tokens.getString("id_token")).getString("sid"), claims(token(server.next()))
                    .getString("sid"));
            assertEquals("login_required", told.answer(told.authorize("prompt", "none")).get("error"));
            assertEquals(400, told.refresh(tokens.getString("refresh_token")).statusCode());
        }
    }

    @Test
    @DisplayName("a person takes an application's access away: it is told, holds nothing, and has to ask again")
    void access_taken_away() throws InterruptedException {
        try (Listener server = Listener.answering(200, "")) {
            RelyingParty told = told(server, ", 'client_name': 'Told'");
            told.signUp();
            JsonObject tokens = told.tokens("scope", "openid profile offline_access");
            JsonObject others = told.at("shop", "https://shop.example/callback").tokens();
            HttpResponse<String> account = told.browser().get("account");
            assertTrue(account.body().contains("<bdi>Told</bdi></h3>")
                    && account.body().matches("(?s).*<li>Know that.*<li>See your username and.*<li>Keep this.*"),
                    account.body());

            HttpResponse<String> left = told.browser().submit(account, "value=\"" + told.clientId() + "\"", Map.of());

            assertFalse(told.browser().follow(left).body().contains(">Told</h3>"));
            assertEquals(claims(tokens.getString("id_token")).getString("sid"), claims(token(server.next()))
                    .getString("sid"));
            assertEquals(401, told.userinfo(tokens.getString("access_token")).statusCode());
            assertEquals(400, told.refresh(tokens.getString("refresh_token")).statusCode());
            assertEquals("consent_required", told.answer(told.authorize("prompt", "none")).get("error"));
            RelyingParty.ok(told.at("shop", "https://shop.example/callback")
                    .refresh(others.getString("refresh_token")));
        }
    }

    @Test
    @DisplayName("Core §8.1: clients with pairwise subjects have a sid each, by which they are told all the same")
    void pairwise() throws InterruptedException {
        try (Listener server = Listener.answering(200, "")) {
            RelyingParty first = told(server, ", 'subject_type': 'pairwise'");
            RelyingParty second = told(server, ", 'subject_type': 'pairwise'").in(first.browser());
            first.signUp();
            JsonObject tokens = first.tokens();
            JsonObject id = claims(tokens.getString("id_token"));
            JsonObject access = claims(tokens.getString("access_token"));
            JsonObject others = claims(second.tokens().getString("id_token"));
            String ofShop = claims(first.at("shop", "https://shop.example/callback").tokens().getString("id_token"))
                    .getString("sid");
            assertEquals(id.getString("sid"), access.getString("sid"));
            assertEquals(3, Set.of(id.getString("sid"), others.getString("sid"), ofShop).size());
            assertEquals(id.getString("sid"), claims(first.tokens().getString("id_token")).getString("sid"), "stays");

            HttpResponse<String> answer = logout(first, "id_token_hint", tokens.getString("id_token"));

            assertEquals("login_required", first.answer(first.authorize("prompt", "none")).get("error"), answer::body);
            assertEquals(401, first.userinfo(tokens.getString("access_token")).statusCode());
            JsonObject told = claims(token(server.next()));
            JsonObject toldToo = claims(token(server.next()));
            assertEquals(Map.of(id.getString("sid"), id.getString("sub"), others.getString("sid"),
                    others.getString("sub")), Map.of(told.getString("sid"), told.getString("sub"),
                    toldToo.getString("sid"), toldToo.getString("sub")), "no other id of the person");
        }
    }

    /** A client that listens for sign-outs. */
    private static RelyingParty told(Listener server) {
        return told(server, "");
    }

    private static RelyingParty told(Listener server, String members) {
        return RelyingParty.registered(warden, "https://told.example/callback", "'grant_types': ['authorization_code',"
                + " 'refresh_token'], 'backchannel_logout_session_required': true, 'backchannel_logout_uri': '"
                + server.address("/logged-out") + "'" + members);
    }

    private static String token(String body) {
        assertTrue(body != null && body.startsWith("logout_token="), body);
        return body.substring("logout_token=".length());
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
        HttpResponse<String> page = shop.browser().follow(answer);
        String frame = "https://shop.example/front?iss=" + URLEncoder.encode(claims(hint).getString("iss"),
                StandardCharsets.UTF_8) + "&amp;sid=" + claims(hint).getString("sid");
        assertTrue(page.body().contains(frame.replace("=", "&#x3D;")) || page.body().contains(frame), page.body());
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElseThrow()
                .contains("frame-src https://shop.example"));
        assertEquals("3; url=https://shop.example/bye", page.headers().firstValue("Refresh").orElseThrow());
    }

    @Test
    @DisplayName("Front-Channel §3: however long the addresses of a stranger's clients are, everybody's page is shown")
    void front_channel_with_long_addresses() {
        shop.signUp();
        shop.tokens();
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            String origin = "https://long" + i + ".example/";
            String text = random.ints(1800, 'a', 'z').mapToObj(Character::toString).collect(Collectors.joining());
            RelyingParty.registered(warden, origin + "callback", "'frontchannel_logout_uri': '" + origin + text + "'")
                    .in(shop.browser()).tokens();
        }
        HttpResponse<String> ended = shop.browser().submit(shop.browser().get("signout"), Map.of());
        HttpResponse<String> page = shop.browser().follow(ended);

        assertEquals(200, page.statusCode(), page.body());
        assertEquals(6, page.body().split("<iframe", -1).length - 1, page.body());
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
