package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

/** RFC 8725 §2.8: a token of one kind is never taken for another, of the provider and of both contracts. */
@DisplayName("Every kind of token is good in the one place it is for, at the provider and beside it")
class EveryKindOfProviderTokenIT extends BlackBox {

    private final RelyingParty shop = RelyingParty.shop(warden);

    /** A place where a token can be shown, and whether it is taken there. */
    private Map<String, BiPredicate<RelyingParty, String>> doors() {
        Map<String, BiPredicate<RelyingParty, String>> doors = new LinkedHashMap<>();
        doors.put("userinfo", (party, token) -> party.userinfo(token).statusCode() == 200);
        doors.put("introspection", (party, token) -> ok(party.basic("shop", RelyingParty.SECRET).send("POST",
                "oauth2/introspect", Browser.body(Map.of("token", token)))).getBoolean("active"));
        doors.put("refresh", (party, token) -> party.refresh(token).statusCode() == 200);
        doors.put("code", (party, token) -> party.redeem(token).statusCode() == 200);
        doors.put("hint", (party, token) -> party.answer(party.authorize("id_token_hint", token, "prompt",
                "none")).containsKey("code"));
        doors.put("request", (party, token) -> party.answer(party.authorize("request", token)).containsKey("code"));
        doors.put("logout", (party, token) -> party.browser().get("oauth2/logout?"
                + Browser.body(Map.of("id_token_hint", token)))
                .headers().firstValue("Set-Cookie").filter(cleared -> cleared.contains("Max-Age=0")).isPresent());
        doors.put("users me", (party, token) -> party.warden().bearing(token).get("api/users/me").statusCode() == 200);
        doors.put("users refresh", (party, token) -> party.warden().post("api/users/refresh",
                Json.createObjectBuilder().add("refresh_token", token).build()).statusCode() == 200);
        doors.put("plain me", (party, token) -> party.warden().bearing(token).get("me").statusCode() == 200);
        doors.put("plain refresh", (party, token) -> party.warden().post("refresh",
                Json.createObjectBuilder().add("refreshToken", token).build()).statusCode() == 200);
        doors.put("session cookie", (party, token) -> {
            RelyingParty other = RelyingParty.shop(warden);
            other.browser().cookies().put("warden-session", token);
            return !other.answer(other.authorize("prompt", "none")).containsKey("error");
        });
        doors.put("sealed request", (party, token) -> party.browser().get("oauth2/authorize/resume?" + Browser.body(
                Map.of("request", token))).statusCode() == 303);
        doors.put("pushed request", (party, token) -> party.answer(party.authorize("request_uri",
                "urn:ietf:params:oauth:request_uri:" + token)).containsKey("code"));
        return doors;
    }

    /** Every kind of token, fresh, and the doors that it opens. */
    private Map<String, String[]> kinds(Person person) {
        JsonObject tokens = shop.tokens();
        WardenClient client = shop.warden();
        HttpResponse<String> users = client.post("api/users/login", person.byUsername());
        HttpResponse<String> plain = client.post("login", person.byEmail());
        RelyingParty signed = shop.at("shop-pushed", "https://pushed.example/callback");
        String pushed = WardenClient.json(signed.basic("shop-pushed", RelyingParty.SECRET).send("POST", "oauth2/par",
                Browser.body(signed.request()))).getString("request_uri").replaceFirst("^.*:", "");
        String sealed = shop.authorize("prompt", "login").headers().firstValue("Location").orElseThrow()
                .replaceFirst("^.*=", "");
        String logout = shop.browser().get("oauth2/logout?state=x").headers().firstValue("Location").orElseThrow()
                .replaceFirst("^.*=", "");
        Map<String, String[]> kinds = new LinkedHashMap<>();
        kinds.put("access token", new String[] {tokens.getString("access_token"), "userinfo,introspection"});
        kinds.put("ID token", new String[] {tokens.getString("id_token"), "hint,logout"});
        kinds.put("signed userinfo", new String[] {signedUserinfo(), ""});
        kinds.put("refresh token", new String[] {tokens.getString("refresh_token"), "refresh"});
        kinds.put("code", new String[] {shop.code(), "code"});
        kinds.put("users access token", new String[] {Token.access(users).jwt(), "users me"});
        kinds.put("users refresh token", new String[] {Token.refresh(users).jwt(), "users refresh"});
        kinds.put("plain access token", new String[] {Token.access(plain).jwt(), "plain me"});
        kinds.put("plain refresh token", new String[] {Token.refresh(plain).jwt(), "plain refresh"});
        kinds.put("sealed request", new String[] {sealed, "sealed request"});
        kinds.put("pushed request", new String[] {pushed, ""});
        kinds.put("sealed sign-out", new String[] {logout, ""});
        kinds.put("cookie", new String[] {shop.browser().cookies().get("warden-session"), "session cookie"});
        return kinds;
    }

    private String signedUserinfo() {
        RelyingParty post = shop.at("shop-post", "https://post.example/callback");
        JsonObject tokens = ok(post.post("oauth2/token", post.redemption(post.code(), "client_id", "shop-post",
                "client_secret", RelyingParty.SECRET)));
        return post.userinfo(tokens.getString("access_token")).body();
    }

    @Test
    void and_nowhere_else() {
        Person person = shop.signUp();
        for (String kind : kinds(person).keySet()) {
            for (Map.Entry<String, BiPredicate<RelyingParty, String>> door : doors().entrySet()) {
                // What was shown at the wrong door may have ended something; each pair begins anew.
                String[] token = kinds(person).get(kind);
                boolean opens = List.of(token[1].split(",")).contains(door.getKey());
                assertEquals(opens, door.getValue().test(shop, token[0]), kind + " at " + door.getKey());
                if (opens && door.getKey().equals("logout")) {
                    person = shop.signUp();
                }
            }
        }
    }

    @Test
    @DisplayName("an access token with one bit changed, another algorithm, or a header that tells how to verify it")
    void access_tokens_that_were_changed() {
        shop.signUp();
        String access = shop.tokens().getString("access_token");
        Token token = RelyingParty.read(access);
        String claims = access.split("\\.")[1];
        String kid = token.header().replaceFirst(".*\"kid\":\"([^\"]+)\".*", "$1");
        for (String other : new String[] {token.forged(), access + "A", access.replaceFirst("\\.[^.]*$", "."),
            access.replaceFirst("\\.[^.]*$", ""), header("{\"typ\":\"JWT\",\"alg\":\"none\",\"kid\":\"" + kid
                    + "\"}") + "." + claims + ".",
            header("{\"typ\":\"JWT\",\"alg\":\"PS256\",\"kid\":\"" + kid + "\"}")
                    + access.substring(access.indexOf('.')),
            SignedJwt.es256("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}", token.claims()),
            SignedJwt.es256("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\"}}", token.claims()),
            hs256(kid, token.claims(), shop.warden().get("oauth2/jwks").body()),
            header("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"" + kid + "\",\"crit\":[\"x\"]}")
                    + access.substring(access.indexOf('.')),
            "x".repeat(7000)}) {
            assertEquals(401, shop.userinfo(other).statusCode(), other);
            assertFalse(ok(shop.basic("shop", RelyingParty.SECRET).send("POST", "oauth2/introspect",
                    Browser.body(Map.of("token", other)))).getBoolean("active"), other);
        }
        ok(shop.userinfo(access));
    }

    @Test
    @DisplayName("RFC 7662 §2.2: who may ask what about whose token")
    void introspection() {
        shop.signUp();
        String access = shop.tokens("scope", "openid profile").getString("access_token");
        JsonObject mine = introspect("shop", RelyingParty.SECRET, access);
        assertTrue(mine.getBoolean("active"));
        assertEquals("openid profile", mine.getString("scope"));
        assertEquals("shop", mine.getString("client_id"));
        assertEquals("{\"active\":false}", introspect("shop-consent", RelyingParty.SECRET, access).toString());
        assertEquals("{\"active\":false}", introspect("orders-api", "orders-secret-0123456789abcdef01234", access)
                .toString());
        String report = ok(shop.basic("report", "report-secret-0123456789abcdef012345").send("POST", "oauth2/token",
                "grant_type=client_credentials&resource=https%3A%2F%2Forders.example%2Fapi")).getString("access_token");
        assertTrue(introspect("orders-api", "orders-secret-0123456789abcdef01234", report).getBoolean("active"));
        String stock = ok(shop.basic("report", "report-secret-0123456789abcdef012345").send("POST", "oauth2/token",
                "grant_type=client_credentials&resource=https%3A%2F%2Fstock.example%2Fapi")).getString("access_token");
        assertFalse(introspect("orders-api", "orders-secret-0123456789abcdef01234", stock).getBoolean("active"));
        assertEquals(401, shop.post("oauth2/introspect", Map.of("token", access)).statusCode(),
                "§2.1: some authorization");
        assertEquals(401, shop.post("oauth2/introspect", Map.of("token", access, "client_id", "app")).statusCode());
    }

    @Test
    @DisplayName("RFC 7009 §2.1, §2.2: an access token ends alone, a refresh token with all of its session")
    void revocation() {
        shop.signUp();
        JsonObject tokens = shop.tokens();
        String access = tokens.getString("access_token");
        assertEquals(200, revoke("shop-consent", access).statusCode());
        ok(shop.userinfo(access));
        assertEquals(200, revoke("shop", access).statusCode());
        assertEquals(401, shop.userinfo(access).statusCode());
        assertFalse(introspect("shop", RelyingParty.SECRET, access).getBoolean("active"));

        JsonObject next = ok(shop.refresh(tokens.getString("refresh_token")));
        assertEquals(200, revoke("shop-consent", next.getString("refresh_token")).statusCode());
        ok(shop.userinfo(next.getString("access_token")));
        assertEquals(200, revoke("shop", next.getString("refresh_token")).statusCode());
        assertEquals(401, shop.userinfo(next.getString("access_token")).statusCode());
        assertEquals(400, shop.refresh(next.getString("refresh_token")).statusCode());
        assertEquals(200, revoke("shop", "nothing").statusCode(), "§2.2: what is no token is revoked already");
        assertEquals(400, shop.basic("shop", RelyingParty.SECRET).send("POST", "oauth2/revoke", "").statusCode());
    }

    private HttpResponse<String> revoke(String client, String token) {
        return shop.basic(client, RelyingParty.SECRET).send("POST", "oauth2/revoke", Browser.body(Map.of("token",
                token)));
    }

    private JsonObject introspect(String client, String secret, String token) {
        return ok(shop.basic(client, secret).send("POST", "oauth2/introspect", Browser.body(Map.of("token", token))));
    }

    private static String header(String json) {
        return java.util.Base64.getUrlEncoder().withoutPadding()
                .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String hs256(String kid, String claims, String secret) {
        String signed = SignedJwt.hs256(secret, claims);
        return signed.replaceFirst("^[^.]*", header("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}"));
    }
}
