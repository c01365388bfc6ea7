package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

@DisplayName("The authorization code flow (OpenID Connect Core §3.1)")
class CodeFlowIT extends BlackBox {

    private final RelyingParty shop = RelyingParty.shop(warden);
    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    @Test
    @DisplayName("§3.1.2.5: the answer has the code, the state, and who answers (RFC 9207 §2)")
    void the_answer_has_code_state_and_issuer() {
        shop.signUp();
        Map<String, String> answer = shop.answer(shop.authorize());

        assertEquals(Set.of("code", "state", "iss"), answer.keySet());
        assertEquals("state-1", answer.get("state"));
        assertEquals(issuer, answer.get("iss"));
    }

    @Test
    void a_request_whose_parameters_take_up_more_when_they_are_kept_is_refused() {
        shop.signUp();
        assertEquals("invalid_request", shop.answer(shop.authorize("nonce", "\u0001".repeat(1400))).get("error"));
        assertTrue(shop.answer(shop.authorize("nonce", "\"".repeat(2000))).containsKey("code"));
    }

    @Test
    void a_request_that_would_not_fit_into_an_address_is_refused() {
        String text = new Random(1).ints(1200, '\u4e00', '\u9fff').mapToObj(Character::toString)
                .collect(Collectors.joining());
        HttpResponse<String> refused = shop.post("oauth2/authorize", shop.request("nonce", text));
        assertEquals("invalid_request", shop.answer(refused).get("error"));
    }

    @Test
    @DisplayName("§3.1.3.3, §2: tokens, and what the ID token says")
    void tokens() {
        shop.signUp();
        JsonObject tokens = shop.tokens();

        assertEquals(Set.of("access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"),
                tokens.keySet());
        assertEquals("Bearer", tokens.getString("token_type"));
        assertEquals(600, tokens.getInt("expires_in"));
        JsonObject id = RelyingParty.claims(tokens.getString("id_token"));
        assertEquals(issuer, id.getString("iss"));
        assertEquals("shop", id.getString("aud"));
        assertEquals("nonce-1", id.getString("nonce"));
        assertEquals("1", id.getString("acr"));
        assertEquals("[\"pwd\"]", id.get("amr").toString());
        assertTrue(id.getInt("auth_time") <= id.getInt("iat"));
        assertEquals(id.getInt("iat") + 600, id.getInt("exp"));
        assertEquals(TokenHash.leftHalf(tokens.getString("access_token")), id.getString("at_hash"));
        assertTrue(RelyingParty.read(tokens.getString("id_token")).header().contains("\"alg\":\"RS256\""));
    }

    @Test
    @DisplayName("§5.3: userinfo by GET, by POST with a header, and by POST with a form")
    void userinfo() {
        Person person = shop.signUp();
        JsonObject tokens = shop.tokens("scope", "openid profile email");
        String access = tokens.getString("access_token");

        JsonObject byGet = ok(shop.userinfo(access));

        assertEquals(RelyingParty.claims(tokens.getString("id_token")).getString("sub"), byGet.getString("sub"));
        assertEquals(person.username(), byGet.getString("preferred_username"));
        assertEquals(person.email(), byGet.getString("email"));
        assertFalse(byGet.getBoolean("email_verified"));
        assertEquals(byGet, ok(shop.warden().bearing(access).post("oauth2/userinfo")));
        assertEquals(byGet, ok(shop.post("oauth2/userinfo", Map.of("access_token", access))));
    }

    @Test
    @DisplayName("§3.1.2.3: who is not signed in signs in and comes back")
    void who_is_not_signed_in_comes_back() {
        Person person = RelyingParty.shop(warden).signUp();
        HttpResponse<String> asked = shop.authorize();
        assertEquals(303, asked.statusCode());
        assertTrue(asked.headers().firstValue("Location").orElseThrow().startsWith(warden.base().getPath()
                + "signin?request="));

        HttpResponse<String> signedIn = shop.browser().submit(shop.browser().follow(asked),
                Map.of("username", person.username(), "password", person.password()));
        Map<String, String> answer = shop.answer(shop.goOn(signedIn));

        assertEquals("state-1", answer.get("state"));
        ok(shop.redeem(answer.get("code")));
    }

    @Test
    @DisplayName("§12: a refresh answers with an ID token of the same iss, sub, aud and auth_time")
    void refresh() {
        shop.signUp();
        JsonObject first = shop.tokens();
        JsonObject second = ok(shop.refresh(first.getString("refresh_token")));

        assertNotEquals(first.getString("refresh_token"), second.getString("refresh_token"));
        JsonObject before = RelyingParty.claims(first.getString("id_token"));
        JsonObject after = RelyingParty.claims(second.getString("id_token"));
        for (String claim : Set.of("iss", "sub", "aud", "auth_time", "sid")) {
            assertEquals(before.get(claim), after.get(claim), claim);
        }
        assertFalse(after.containsKey("nonce"));
        ok(shop.userinfo(second.getString("access_token")));
    }

    @Test
    void the_access_token_is_what_application_servers_accept() {
        Person person = shop.signUp();
        Token token = RelyingParty.read(shop.tokens("scope", "openid profile").getString("access_token"));
        JsonObject claims = WardenClient.json(token.claims());

        assertTrue(token.header().contains("\"typ\":\"JWT\"") && token.header().contains("\"kid\""));
        assertEquals("Bearer", claims.getString("typ"));
        assertEquals(person.username(), claims.getString("upn"));
        assertEquals("[\"user\"]", claims.get("groups").toString());
        assertEquals("{\"roles\":[\"user\"]}", claims.get("realm_access").toString());
        assertEquals("[\"" + issuer + "\",\"https://api.shop.example/\"]", claims.get("aud").toString());
        assertEquals("shop", claims.getString("client_id"));
    }

    @Test
    @DisplayName(
            "RFC 7540 §3.2: a client that offers HTTP/2 with its form, as those in Java do, is answered all the same")
    void an_offer_of_http_2() throws IOException, InterruptedException {
        HttpClient java = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<String> answer = java.send(HttpRequest.newBuilder(URI.create(warden.base() + "oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Browser.body(Map.of("grant_type", "authorization_code",
                        "client_id", "spa", "code", "x", "redirect_uri", "https://spa.example/callback"))))
                .build(), HttpResponse.BodyHandlers.ofString());

        assertEquals("invalid_grant", WardenClient.json(answer).getString("error"), answer.body());
    }

    @Test
    @DisplayName(
            "§2: WildFly's client asks for openid alone, and its token profile tells it name and roles all the same")
    void names_unasked() {
        RelyingParty wildfly = RelyingParty.of(warden, "shop-wildfly", "https://wildfly.example/callback");
        Person person = wildfly.signUp();

        JsonObject claims = RelyingParty.claims(wildfly.tokens().getString("id_token"));
        assertEquals(person.username(), claims.getString("preferred_username"));
        assertEquals("{\"roles\":[\"user\"]}", claims.get("realm_access").toString());
    }
}
