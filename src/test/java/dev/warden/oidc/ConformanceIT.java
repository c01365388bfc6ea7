package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.claims;
import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.WardenClient;

/**
 * What the OpenID Foundation's conformance tests for providers ask of clients that register themselves, where no other
 * test asks it. The names are those of its modules.
 */
@DisplayName("Modules of the OpenID conformance tests")
class ConformanceIT extends BlackBox {

    private static final String CALLBACK = "https://conformance.example/callback";

    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    private static RelyingParty client(String members) {
        return RelyingParty.registered(warden, CALLBACK, members);
    }

    @Test
    @DisplayName("oidcc-server: who asks for openid alone is told nothing else in the ID token")
    void no_claim_that_was_not_asked_for() {
        RelyingParty client = client("");
        client.signUp();
        assertEquals(Set.of("iss", "sub", "aud", "exp", "iat", "jti", "auth_time", "nonce", "acr", "amr", "at_hash",
                "sid"), claims(client.tokens().getString("id_token")).keySet());
    }

    @Test
    @DisplayName(
            "oidcc-scope-profile, -email: claims of scopes are told at the userinfo endpoint; names not in the ID "
            + "token")
    void claims_by_scope() {
        RelyingParty client = client("");
        Person person = client.signUp();
        JsonObject tokens = client.tokens("scope", "openid profile email");
        JsonObject userinfo = ok(client.userinfo(tokens.getString("access_token")));
        assertEquals(person.username(), userinfo.getString("name"));
        assertEquals(person.email(), userinfo.getString("email"));
        assertFalse(claims(tokens.getString("id_token")).containsKey("name"));
        assertFalse(claims(tokens.getString("id_token")).containsKey("email"));
        JsonObject email = ok(client.userinfo(client.tokens("scope", "email openid").getString("access_token")));
        assertEquals(Set.of("sub", "email", "email_verified"), email.keySet());
    }

    @Test
    @DisplayName(
            "oidcc-scope-profile, -email, -address, -phone, -all: all that is known of a person, each by its scope")
    void every_claim_by_scope() {
        RelyingParty client = client("'grant_types': ['authorization_code', 'refresh_token']");
        client.browser().submit(client.browser().get("signin"), Map.of("username", "conformance", "password",
                "correct horse battery staple"));
        Map<String, Set<String>> byScope = Map.of("profile", Set.of("name", "family_name", "given_name", "middle_name",
                "nickname", "preferred_username", "profile", "picture", "website", "gender", "birthdate", "zoneinfo",
                "locale",
                "updated_at"),
                "email", Set.of("email", "email_verified"), "address", Set.of("address"), "phone",
                Set.of("phone_number", "phone_number_verified"));
        byScope.forEach((scope, names) -> {
            Set<String> expected = new TreeSet<>(names);
            expected.add("sub");
            assertEquals(expected, new TreeSet<>(ok(client.userinfo(client.tokens("scope", "openid " + scope)
                    .getString("access_token"))).keySet()));
        });
        JsonObject tokens = client.tokens("scope", "openid email address", "claims",
                "{\"id_token\":{\"locale\":null,\"picture\":{\"essential\":true},\"verified\":null}}");
        JsonObject userinfo = ok(client.userinfo(tokens.getString("access_token")));
        assertTrue(userinfo.getBoolean("email_verified"));
        assertEquals("Jakarta", userinfo.getJsonObject("address").getString("locality"));
        for (String idToken : new String[] {tokens.getString("id_token"),
            ok(client.refresh(tokens.getString("refresh_token"))).getString("id_token")}) {
            assertEquals("id-ID", claims(idToken).getString("locale"));
            assertEquals("https://person.example/jane.png", claims(idToken).getString("picture"));
            assertFalse(claims(idToken).containsKey("email"));
        }
    }

    @Test
    @DisplayName("oidcc-registration-logo-uri, -policy-uri, -tos-uri: shown where a person signs in")
    void logo_policy_and_terms() {
        RelyingParty client = client("'client_name': 'Conformance', 'logo_uri': 'https://logo.example/logo.png',"
                + " 'policy_uri': 'https://conformance.example/policy', 'tos_uri': "
                + "'https://conformance.example/terms'");
        HttpResponse<String> signIn = client.browser().follow(client.authorize());
        assertShows(signIn);
        assertShows(client.browser().get("signup?" + signIn.uri().getRawQuery()));
        client.signUp();
        assertShows(client.browser().follow(client.authorize()));
    }

    private static void assertShows(HttpResponse<String> page) {
        for (String address : new String[] {"src=\"https://logo.example/logo.png\"",
            "href=\"https://conformance.example/policy\"", "href=\"https://conformance.example/terms\""}) {
            assertTrue(page.body().replace("&#x3D;", "=").contains(address), page.body());
        }
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElseThrow()
                .contains("img-src 'self' https://logo.example;"));
    }

    @Test
    @DisplayName("oidcc-userinfo-rs256: signed, with iss and aud")
    void signed_userinfo() {
        RelyingParty client = client("'userinfo_signed_response_alg': 'RS256'");
        client.signUp();
        JsonObject tokens = client.tokens();
        HttpResponse<String> answer = client.userinfo(tokens.getString("access_token"));
        assertEquals("application/jwt",
                answer.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", ""));
        JsonObject claims = claims(answer.body());
        assertEquals(issuer, claims.getString("iss"));
        assertEquals(client.clientId(), claims.getString("aud"));
        assertEquals(claims(tokens.getString("id_token")).getString("sub"), claims.getString("sub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?foo=bar&extra=1", "?foo=baz", "", "?foo=bar#x"})
    @DisplayName("oidcc-redirect-uri-query-added, -mismatch: another query than was registered")
    void a_query_that_was_not_registered(String query) {
        RelyingParty client = RelyingParty.registered(warden, CALLBACK + "?foo=bar", "");
        HttpResponse<String> answer = client.authorize("redirect_uri", CALLBACK + query);
        assertEquals(400, answer.statusCode());
        assertTrue(answer.headers().firstValue("Location").isEmpty());
    }

    @Test
    @DisplayName("oidcc-redirect-uri-query-OK: a query that was registered is kept")
    void a_query_that_was_registered() {
        RelyingParty client = RelyingParty.registered(warden, CALLBACK + "?foo=bar", "");
        client.signUp();
        Map<String, String> answer = client.answer(client.agreed(client.authorize()));
        assertEquals("bar", answer.get("foo"));
        ok(client.redeem(answer.get("code")));
    }

    @Test
    @DisplayName("oidcc-ensure-redirect-uri-in-authorization-request: one that is not there leads nowhere")
    void no_redirect_uri() {
        RelyingParty client = client("");
        HttpResponse<String> answer = client.authorize("redirect_uri", null);
        assertEquals(400, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
    }

    @Test
    @DisplayName(
            "oidcc-registration-jwks-uri, oidcc-refresh-token-rp-key-rotation: keys at an address, and others there "
            + "later")
    void keys_at_an_address() throws InterruptedException {
        AtomicReference<String> keys = new AtomicReference<>(SignedJwt.JWKS.replace('\'', '"'));
        try (Listener server = new Listener(body -> new Listener.Answer(200, keys.get()))) {
            RelyingParty client = client("'token_endpoint_auth_method': 'private_key_jwt', 'grant_types':"
                    + " ['authorization_code', 'refresh_token'], 'jwks_uri': '" + server.address("/jwks") + "'");
            client.signUp();
            JsonObject tokens = ok(client.post("oauth2/token", asserted(client, "rfc7515-a3",
                    client.redemption(client.code()))));

            keys.set(keys.get().replace("rfc7515-a3", "another"));
            TimeUnit.MILLISECONDS.sleep(1_100);
            ok(client.post("oauth2/token", asserted(client, "another", Map.of("grant_type", "refresh_token",
                    "refresh_token", tokens.getString("refresh_token")))));
        }
    }

    /** oidcc-ensure-client-assertion-with-iss-aud-succeeds: the audience is the issuer. */
    private Map<String, String> asserted(RelyingParty client, String keyId, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        all.put("client_assertion", SignedJwt.es256("{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}",
                SignedJwt.assertion(client.clientId(), issuer).build().toString()));
        return all;
    }

    @Test
    @DisplayName("oidcc-request-uri-unsigned: what it says wins, and another redirect_uri beside it does no harm")
    void an_unsigned_request_object_at_an_address() {
        AtomicReference<String> object = new AtomicReference<>();
        try (Listener server = new Listener(body -> new Listener.Answer(200, object.get()))) {
            RelyingParty client = client("'request_object_signing_alg': 'none', 'request_uris': ['"
                    + server.address("/request") + "#digest']");
            object.set(SignedJwt.unsigned(Json.createObjectBuilder().add("client_id", client.clientId())
                    .add("response_type", "code").add("scope", "openid").add("redirect_uri", CALLBACK)
                    .add("iss", client.clientId()).add("aud", issuer).add("state", "inside").add("nonce", "inside")
                    .build()
                    .toString()));
            client.signUp();
            Map<String, String> answer = client.answer(client.agreed(client.authorize("request_uri",
                    server.address("/request#digest"), "redirect_uri", "https://evil.example/", "state", null, "nonce",
                    null)));
            assertEquals("inside", answer.get("state"));
            assertEquals("inside",
                    claims(ok(client.redeem(answer.get("code"))).getString("id_token")).getString("nonce"));
        }
    }

    @Test
    @DisplayName("oidcc-3rd_party-init-login: initiate_login_uri is registered, told, and where a person is sent")
    void login_initiated_by_a_third_party() {
        RelyingParty client = client("'initiate_login_uri': 'https://conformance.example/initiate'");
        HttpResponse<String> answer = client.browser().get("oauth2/initiate?client_id=" + client.clientId());
        assertEquals(303, answer.statusCode());
        assertEquals(Map.of("iss", issuer), RelyingParty.query(answer.headers().firstValue("Location").orElseThrow()));
    }

    @Test
    @DisplayName("Core §4: who is sent to a client without initiate_login_uri is not told that there is no such client")
    void login_initiated_at_a_client_that_registered_no_address_for_it() {
        HttpResponse<String> none = warden.get("oauth2/initiate?client_id=shop");
        assertEquals(400, none.statusCode());
        assertTrue(none.body().contains("This application cannot be opened from here"), none.body());
        HttpResponse<String> unknown = warden.get("oauth2/initiate?client_id=nobody");
        assertEquals(400, unknown.statusCode());
        assertTrue(unknown.body().contains("This application is not known here"), unknown.body());
    }

    @Test
    @DisplayName("oidcc-3rd_party-init-login-nohttps: an address that is not https is refused")
    void login_initiated_at_plain_http() {
        HttpResponse<String> answer = warden.fromAfar()
                .send("POST", "oauth2/register", ("{'redirect_uris': ['" + CALLBACK
                + "'], 'initiate_login_uri': 'http://conformance.example/initiate'}").replace('\'', '"'));
        assertEquals(400, answer.statusCode());
        assertEquals("invalid_client_metadata", WardenClient.json(answer).getString("error"));
    }

    @Test
    @DisplayName("oidcc-prompt-login, oidcc-max-age-1: signed in again, and auth_time says so")
    void signed_in_again() throws InterruptedException {
        RelyingParty client = client("");
        Person person = client.signUp();
        int before = claims(client.tokens().getString("id_token")).getInt("auth_time");
        for (String[] parameter : new String[][] {{"prompt", "login"}, {"max_age", "1"}}) {
            TimeUnit.MILLISECONDS.sleep(2_100);
            HttpResponse<String> asked = client.authorize(parameter);
            HttpResponse<String> again = client.goOn(client.browser().submit(client.browser().follow(asked),
                    Map.of("username", person.username(), "password", person.password())));
            int after = claims(ok(client.redeem(client.answer(client.agreed(again)).get("code"))).getString("id_token"))
                    .getInt("auth_time");
            assertTrue(after > before, parameter[0]);
            before = after;
        }
    }

    @Test
    @DisplayName("oidcc-ensure-post-request-succeeds: the authorization request by POST, from another site")
    void by_post() {
        RelyingParty client = client("");
        client.signUp();
        HttpResponse<String> answer = client.browser().post("oauth2/authorize", Browser.body(client.request()),
                "cross-site");
        assertTrue(client.answer(client.agreed(client.browser().follow(answer))).containsKey("code"));
    }

    @Test
    @DisplayName("oidcc-registration: a client unregisters itself, and is unknown at once")
    void unregistered() {
        WardenClient somebody = warden.fromAfar();
        JsonObject client = WardenClient.json(somebody.send("POST", "oauth2/register",
                "{\"redirect_uris\":[\"" + CALLBACK + "\"]}"));
        HttpResponse<String> answer = somebody.bearing(client.getString("registration_access_token")).send("DELETE",
                client.getString("registration_client_uri").substring(warden.base().toString().length()));
        assertEquals(204, answer.statusCode());
        assertTrue(answer.body().isEmpty());
        assertEquals(400, RelyingParty.of(warden, client.getString("client_id"), CALLBACK).authorize().statusCode());
    }
}
