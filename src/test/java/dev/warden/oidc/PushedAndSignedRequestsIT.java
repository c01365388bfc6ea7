package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static dev.warden.oidc.Rfc6749IT.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.WardenClient;

@DisplayName("Pushed requests (RFC 9126) and request objects (OpenID Connect Core §6, RFC 9101)")
class PushedAndSignedRequestsIT extends BlackBox {

    private static final String PUSHED = "https://pushed.example/callback";

    private final RelyingParty pushing = RelyingParty.of(warden, "shop-pushed", PUSHED);
    private final RelyingParty signing = RelyingParty.of(warden, "shop-signed", "https://signed.example/callback");
    private final RelyingParty shop = RelyingParty.shop(warden);
    /** What the server of a client gives. */
    private final AtomicReference<String> referred = new AtomicReference<>();
    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    @Test
    @DisplayName("RFC 9126 §2.2, §4: what was pushed is what counts")
    void a_pushed_request() {
        pushing.signUp();
        HttpResponse<String> answer = push(pushing.request());
        assertEquals(201, answer.statusCode(), answer.body());
        JsonObject pushed = WardenClient.json(answer);
        assertEquals(90, pushed.getInt("expires_in"));
        String uri = pushed.getString("request_uri");
        assertTrue(uri.startsWith("urn:ietf:params:oauth:request_uri:"));

        Map<String, String> result = pushing.answer(pushing.browser().get("oauth2/authorize?" + Browser.body(Map.of(
                "client_id", "shop-pushed", "request_uri", uri, "state", "of-the-query", "scope", "email"))));
        assertEquals("state-1", result.get("state"));
        ok(pushing.redeem(result.get("code")));
    }

    @Test
    @DisplayName("RFC 9126 §2.3: a request that could not be read again is refused at once")
    void a_pushed_request_that_is_too_large() {
        for (Map<String, String> request : List.of(pushing.request("x", "y".repeat(3600)),
                pushing.request("x".repeat(3600), "y"))) {
            HttpResponse<String> answer = push(request);
            assertEquals(400, answer.statusCode(), answer.body());
            assertEquals("invalid_request", WardenClient.json(answer).getString("error"));
        }
    }

    @Test
    @DisplayName("RFC 9126 §2.2: with an id_token_hint that does not verify, however long, the person signs in anew")
    void a_pushed_request_with_a_hint_that_does_not_verify() {
        pushing.signUp();
        byte[] octets = new byte[30_000];
        new Random(1).nextBytes(octets);
        for (String hint : List.of("x", Base64.getUrlEncoder().encodeToString(octets))) {
            for (Map<String, String> request : List.of(pushing.request("id_token_hint", hint),
                    pushing.request("id_token_hint", hint, "prompt", "none"))) {
                HttpResponse<String> answer = pushing.browser().get("oauth2/authorize?" + Browser.body(Map.of(
                        "client_id", "shop-pushed", "request_uri",
                        WardenClient.json(push(request)).getString("request_uri"))));
                if (request.containsKey("prompt")) {
                    assertEquals("login_required", pushing.answer(answer).get("error"));
                } else {
                    assertTrue(answer.headers().firstValue("Location").orElseThrow().contains("/signin?request="));
                }
            }
        }
    }

    @Test
    @DisplayName("RFC 9126 §4: one code comes of it; before that a person may load the page again")
    void a_pushed_request_used_again() {
        String uri = WardenClient.json(push(pushing.request())).getString("request_uri");
        String address = "oauth2/authorize?" + Browser.body(Map.of("client_id", "shop-pushed", "request_uri", uri));
        String signIn = pushing.browser().get(address).headers().firstValue("Location").orElseThrow();
        assertTrue(signIn.contains("/signin?request="), signIn);
        assertEquals(303, pushing.browser().get(address).statusCode(), "loaded again");
        pushing.signUp();
        ok(pushing.redeem(pushing.answer(pushing.browser().get(address)).get("code")));

        HttpResponse<String> again = pushing.browser().get(address);
        assertEquals(400, again.statusCode(), "nothing of it counts any more, nor its redirect_uri");
        assertTrue(again.headers().firstValue("Location").isEmpty());
        // What was loaded in another window before.
        assertEquals("invalid_request_uri", pushing.answer(pushing.browser().get("oauth2/authorize/resume?request="
                + signIn.replaceFirst("^.*request=", ""))).get("error"));
    }

    @Test
    @DisplayName("RFC 9126 §4: of many at once one is given a code")
    void a_pushed_request_used_at_once() {
        pushing.signUp();
        String uri = WardenClient.json(push(pushing.request())).getString("request_uri");
        String address = "oauth2/authorize?" + Browser.body(Map.of("client_id", "shop-pushed", "request_uri", uri));
        Map<String, String> cookies = pushing.browser().cookies();
        List<HttpResponse<String>> answers = IntStream.range(0, 6).parallel().mapToObj(i -> {
            Browser window = new Browser(warden);
            window.cookies().putAll(cookies);
            return window.get(address);
        }).toList();
        assertEquals(1, answers.stream().filter(answer -> answer.headers().firstValue("Location").orElse("")
                .contains("code=")).count());
    }

    @Test
    @DisplayName("RFC 9126 §6: a client that must push is refused everything else")
    void a_request_that_was_not_pushed() {
        pushing.signUp();
        assertEquals("invalid_request", pushing.answer(pushing.authorize()).get("error"));
    }

    @Test
    @DisplayName("RFC 9126 §4: a request_uri is its client's alone")
    void anothers_pushed_request() {
        shop.signUp();
        String uri = WardenClient.json(push(pushing.request())).getString("request_uri");
        assertEquals("invalid_request_uri", shop.answer(shop.authorize("request_uri", uri)).get("error"));
    }

    @Test
    @DisplayName("RFC 9126 §2.1, §2.3: what would be refused is refused when it is pushed")
    void requests_that_are_refused() {
        assertError(400, "invalid_request", push(pushing.request("redirect_uri", "https://evil.example/")));
        assertError(400, "invalid_request", push(pushing.request("request_uri",
                "urn:ietf:params:oauth:request_uri:x")));
        assertError(400, "invalid_scope", push(pushing.request("scope", "nothing")));
        assertError(400, "unsupported_response_type", push(pushing.request("response_type", "token")));
        assertError(400, "invalid_request", push(pushing.request("client_id", "shop")));
        assertError(401, "invalid_client", pushing.post("oauth2/par", pushing.request()));
        assertError(401, "invalid_client", pushing.basic("shop-pushed", "wrong").send("POST", "oauth2/par",
                "scope=openid"));
    }

    @Test
    @DisplayName("Core §6.1: what a request object says wins over what the query says")
    void a_request_object_by_value() {
        signing.signUp();
        Map<String, String> answer = signing.answer(signing.authorize("request", SignedJwt.es256(object().build()
                .toString()),
                "state", "of-the-query", "redirect_uri", "https://evil.example/"));
        assertEquals("signed", answer.get("state"));
        ok(signing.redeem(answer.get("code")));
    }

    @Test
    @DisplayName("RFC 6749 §3.1, RFC 9101 §4: claims that are not parameters are ignored, whatever their JSON type")
    void a_request_object_with_other_claims() {
        signing.signUp();
        shop.signUp();
        pushing.signUp();
        JsonObject others = Json.createObjectBuilder().add("several", Json.createArrayBuilder().add("a").add("b"))
                .add("none", Json.createArrayBuilder()).add("null", JsonValue.NULL)
                .add("object", Json.createObjectBuilder().add("a", Json.createArrayBuilder().add(1).add(2)))
                .add("text", "\u0007" + "x".repeat(3600)).add("iss", "shop-signed").build();
        signing.code("request", SignedJwt.es256(object().addAll(Json.createObjectBuilder(others)).build().toString()));
        String unsigned = SignedJwt.unsigned(Json.createObjectBuilder(others).remove("iss").build().toString());
        shop.code("request", unsigned);
        HttpResponse<String> pushed = push(pushing.request("request", unsigned));
        assertEquals(201, pushed.statusCode(), pushed.body());
        assertTrue(pushing.answer(pushing.browser().get("oauth2/authorize?" + Browser.body(Map.of("client_id",
                "shop-pushed", "request_uri", WardenClient.json(pushed).getString("request_uri")))))
                .containsKey("code"));
    }

    @Test
    @DisplayName("Core §6.2: by reference, at an address that is registered")
    void a_request_object_by_reference() {
        RelyingParty referring;
        String address;
        try (Listener server = new Listener(body -> new Listener.Answer(200, referred.get()))) {
            address = server.address("/request");
            referring = RelyingParty.registered(warden, "https://referring.example/callback",
                    "'request_object_signing_alg': 'ES256', 'request_uris': ['" + address + "'], 'jwks': "
                            + SignedJwt.JWKS);
            referred.set(SignedJwt.es256(object(referring.clientId(), "https://referring.example/callback").build()
                    .toString()));
            referring.signUp();
            assertEquals("signed", referring.answer(referring.agreed(referring.authorize("request_uri", address)))
                    .get("state"));
            for (String other : List.of(address + "2", server.address("/"))) {
                assertEquals("invalid_request_uri", referring.answer(referring.authorize("request_uri", other))
                        .get("error"));
            }
        }
        assertEquals("invalid_request_uri", referring.answer(referring.authorize("request_uri", address)).get("error"),
                "nobody there");
    }

    @Test
    @DisplayName("RFC 9101 §10.1, RFC 8725 §2.1: not signed, signed by another, or with another algorithm")
    void request_objects_that_are_refused() {
        signing.signUp();
        String claims = object().build().toString();
        for (String object : new String[] {SignedJwt.unsigned(claims), SignedJwt.hs256(RelyingParty.SECRET, claims),
                // It would do as an assertion of the client.
                SignedJwt.es256(object().add("sub", "shop-signed").build().toString()),
                "x", "a.b.c",
            SignedJwt.es256("{\"alg\":\"ES256\",\"kid\":\"other\"}", claims), SignedJwt.es256(claims)
                    .replaceFirst(".$", ""),
            SignedJwt.es256("{\"alg\":\"none\"}", claims), SignedJwt.es256(object().add("iss", "shop").build()
                    .toString()),
            SignedJwt.es256(object().add("aud", "https://evil.example").build().toString()),
            SignedJwt.es256(object().add("exp", 1).build().toString()),
            SignedJwt.es256(object().add("client_id", "shop").build().toString()),
            SignedJwt.es256(object().add("response_type", "token").build().toString()),
            SignedJwt.es256(object().add("scope", Json.createArrayBuilder().add("openid").add("email")).build()
                    .toString()),
            SignedJwt.es256(object().add("nonce", Json.createArrayBuilder()).build().toString()),
            SignedJwt.es256(object().add("request_uri", "https://evil.example/").build().toString()),
            SignedJwt.es256(object().add("request", "x").build().toString())}) {
            assertEquals("invalid_request_object", signing.answer(signing.authorize("request", object)).get("error"),
                    object);
        }
    }

    @Test
    @DisplayName("RFC 9101 §10.8: a token of another type is no request object")
    void types_of_request_objects() {
        signing.signUp();
        shop.signUp();
        String claims = object().build().toString();
        for (String type : List.of("JWT", "jwt", "oauth-authz-req+jwt", "application/OAuth-Authz-Req+JWT")) {
            signing.code("request", SignedJwt.es256(signedHeader(type), claims));
            shop.code("request", SignedJwt.unsigned("{\"alg\":\"none\",\"typ\":\"" + type + "\"}", "{}"));
        }
        for (String type : List.of("client-authentication+jwt", "at+jwt", "logout+jwt", "", "text/jwt")) {
            for (Map<String, String> answer : List.of(
                    signing.answer(signing.authorize("request", SignedJwt.es256(signedHeader(type), claims))),
                    shop.answer(shop.authorize("request", SignedJwt.unsigned("{\"alg\":\"none\",\"typ\":\"" + type
                            + "\"}", "{}"))))) {
                assertEquals("invalid_request_object", answer.get("error"), type);
            }
        }
    }

    private static String signedHeader(String type) {
        return "{\"alg\":\"ES256\",\"kid\":\"rfc7515-a3\",\"typ\":\"" + type + "\"}";
    }

    @Test
    @DisplayName("Core §6.1: unsigned, from a client that did not say that it signs; never with an address that is "
            + "not registered")
    void an_unsigned_request_object() {
        shop.signUp();
        Map<String, String> answer = shop.answer(shop.authorize("request", SignedJwt.unsigned(Json.createObjectBuilder()
                .add("state", "unsigned").add("max_age", 10_000).build().toString())));
        assertEquals("unsigned", answer.get("state"));
        HttpResponse<String> trick = shop.authorize("request", SignedJwt.unsigned(Json.createObjectBuilder()
                .add("redirect_uri", "https://evil.example/").build().toString()));
        assertEquals(400, trick.statusCode());
        assertTrue(trick.headers().firstValue("Location").isEmpty());
    }

    @Test
    @DisplayName("RFC 9101 §4: whose claims are nested deeply, or no text")
    void an_unsigned_request_object_that_is_no_good() {
        for (String claims : List.of("{\"x\":{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}}",
                "{\"state\":\"a\\ud800b\"}")) {
            String object = SignedJwt.unsigned(claims);
            assertEquals("invalid_request_object", shop.answer(shop.authorize("request", object)).get("error"));
            assertError(400, "invalid_request_object", push(pushing.request("request", object)));
        }
    }

    private HttpResponse<String> push(Map<String, String> request) {
        return pushing.basic("shop-pushed", RelyingParty.SECRET).send("POST", "oauth2/par", Browser.body(request));
    }

    private JsonObjectBuilder object() {
        return object("shop-signed", "https://signed.example/callback");
    }

    private JsonObjectBuilder object(String clientId, String redirectUri) {
        return Json.createObjectBuilder().add("iss", clientId).add("aud", issuer).add("client_id", clientId)
                .add("response_type", "code").add("redirect_uri", redirectUri).add("scope", "openid")
                .add("state", "signed");
    }
}
