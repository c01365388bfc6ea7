package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.claims;
import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Person;

@DisplayName("OpenID Connect Core 1.0")
class CoreIT extends BlackBox {

    private static final String EMAIL_BY_NAME = "{\"id_token\":{\"email\":null},\"userinfo\":{\"email\":null}}";

    private final RelyingParty shop = RelyingParty.shop(warden);

    @Test
    @DisplayName("§3.1.2.6: login_required where nobody is signed in and nobody may be asked")
    void prompt_none_without_a_session() {
        assertEquals("login_required", shop.answer(shop.authorize("prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("§3.1.2.1: prompt=none answers at once where somebody is signed in")
    void prompt_none_with_a_session() {
        shop.signUp();
        ok(shop.redeem(shop.code("prompt", "none")));
    }

    @ParameterizedTest
    @CsvSource({"prompt,login,signin", "prompt,select_account,signin", "prompt,create,signup", "prompt,consent,consent",
        "prompt,login consent,signin"})
    @DisplayName("§3.1.2.1: prompts lead to a page although somebody is signed in")
    void prompts(String parameter, String value, String page) {
        shop.signUp();
        assertLeadsTo(page, shop.authorize(parameter, value));
    }

    @Test
    @DisplayName("§3.1.2.1: max_age asks again when the sign-in is older")
    void max_age() throws InterruptedException {
        shop.signUp();
        shop.code("max_age", "10000");
        TimeUnit.MILLISECONDS.sleep(1_100);
        assertLeadsTo("signin", shop.authorize("max_age", "1"));
        assertEquals("login_required", shop.answer(shop.authorize("max_age", "1", "prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("§3.1.2.1: a sign-in counts for the request it was made for, and not for one that was ready before")
    void a_request_that_was_ready_before_the_person_signed_in() {
        Person person = shop.signUp();
        HttpResponse<String> ready = shop.authorize("prompt", "login");
        HttpResponse<String> asked = shop.authorize("prompt", "login");

        shop.goOn(shop.browser().submit(shop.browser().follow(asked),
                Map.of("username", person.username(), "password", person.password())));

        assertLeadsTo("signin", shop.browser().get("oauth2/authorize/resume?request=" + sealed(ready)));
    }

    @Test
    @DisplayName("§3.1.2.1: id_token_hint of who is signed in, and of somebody else")
    void id_token_hint() {
        shop.signUp();
        String mine = shop.tokens().getString("id_token");
        RelyingParty other = RelyingParty.shop(warden);
        other.signUp();
        String others = other.tokens().getString("id_token");

        shop.code("id_token_hint", mine, "prompt", "none");
        assertEquals("login_required", shop.answer(shop.authorize("id_token_hint", others, "prompt", "none"))
                .get("error"));
        assertLeadsTo("signin", shop.authorize("id_token_hint", others));
        // It was given to another client.
        RelyingParty pairwise = RelyingParty.of(warden, "shop-pairwise", "https://pairwise.example/callback");
        pairwise.signUp();
        assertEquals("invalid_request", pairwise.answer(pairwise.authorize("id_token_hint", others)).get("error"));
    }

    @Test
    @DisplayName("§3.1.2.1: an id_token_hint that does not verify names somebody unknown: the person signs in anew")
    void an_id_token_hint_that_does_not_verify() {
        Person person = shop.signUp();
        JsonObject tokens = shop.tokens();
        String good = tokens.getString("id_token");
        for (String hint : List.of(RelyingParty.read(good).forged(), SignedJwt.es256(RelyingParty.read(good).claims()),
                tokens.getString("access_token"), "x")) {
            assertEquals("login_required", shop.answer(shop.authorize("id_token_hint", hint, "prompt", "none"))
                    .get("error"));
            assertLeadsTo("signin", shop.authorize("id_token_hint", hint));
            assertLeadsTo("signup", shop.authorize("id_token_hint", hint, "prompt", "create"));
        }
        HttpResponse<String> asked = shop.authorize("id_token_hint", "x");
        ok(shop.redeem(shop.answer(shop.goOn(shop.browser().submit(shop.browser().follow(asked),
                Map.of("username", person.username(), "password", person.password())))).get("code")));
    }

    @Test
    @DisplayName("§5.5.1: claim sub with a value names who must be signed in")
    void claims_sub() {
        shop.signUp();
        String sub = claims(shop.tokens().getString("id_token")).getString("sub");
        shop.code("claims", "{\"id_token\":{\"sub\":{\"value\":\"" + sub + "\"}}}", "prompt", "none");
        assertEquals("login_required", shop.answer(shop.authorize("claims",
                "{\"id_token\":{\"sub\":{\"value\":\"x\"}}}",
                "prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("§5.5.1: claim sub with values names several, of whom one must be signed in")
    void claims_sub_with_values() {
        RelyingParty pairwise = shop.at("shop-pairwise", "https://pairwise.example/callback");
        shop.signUp();
        for (RelyingParty client : List.of(shop, pairwise)) {
            String hint = client.tokens().getString("id_token");
            String sub = claims(hint).getString("sub");
            for (String member : List.of("id_token", "userinfo")) {
                client.code("claims", subjects(member, sub, "x"), "prompt", "none");
                client.code("claims", subjects(member, "x", sub), "prompt", "none");
                client.code("claims", subjects(member, "x", sub), "prompt", "none", "id_token_hint", hint);
                assertEquals("login_required", client.answer(client.authorize("claims", subjects(member, "x", "y"),
                        "prompt", "none")).get("error"));
                assertEquals("invalid_request", client.answer(client.authorize("claims", subjects(member, "x", "y"),
                        "id_token_hint", hint)).get("error"));
            }
        }
    }

    private static String subjects(String member, String one, String other) {
        return "{\"" + member + "\":{\"sub\":{\"values\":[\"" + one + "\",\"" + other + "\"]}}}";
    }

    @Test
    @DisplayName("§5.5: single claims, in the ID token and at the userinfo endpoint, essential or not")
    void single_claims() {
        Person person = shop.signUp();
        JsonObject tokens = shop.tokens("claims", "{\"id_token\":{\"email\":{\"essential\":true},\"birthdate\":null},"
                + "\"userinfo\":{\"name\":{\"essential\":true},\"zoneinfo\":{\"essential\":true}}}");
        assertEquals(person.email(), claims(tokens.getString("id_token")).getString("email"));
        assertFalse(claims(tokens.getString("id_token")).containsKey("birthdate"));
        JsonObject userinfo = ok(shop.userinfo(tokens.getString("access_token")));
        assertEquals(person.username(), userinfo.getString("name"));
        assertFalse(userinfo.containsKey("email"));
        assertEquals(userinfo, ok(shop.userinfo(ok(shop.refresh(tokens.getString("refresh_token")))
                .getString("access_token"))));
    }

    @Test
    @DisplayName("§5.5: a name gets a client no claim that no scope would get it")
    void single_claims_beyond_the_scopes_of_the_client() {
        RelyingParty modest = RelyingParty.registered(warden, "https://modest.example/callback", "'scope': 'openid'");
        modest.signUp();
        JsonObject tokens = modest.tokens("claims", EMAIL_BY_NAME);

        assertFalse(claims(tokens.getString("id_token")).containsKey("email"));
        assertFalse(ok(modest.userinfo(tokens.getString("access_token"))).containsKey("email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"userinfo\":1}", "NUMBER", "EXPONENT",
            "NESTED"})
    @DisplayName("§5.5: what is not that JSON is refused")
    void no_claims(String text) {
        String claims = text.replace("NUMBER", "{\"a\":" + "9".repeat(1500) + "}")
                .replace("EXPONENT", "{\"a\":1e" + "9".repeat(60) + "}")
                .replace("NESTED", "{\"a\":".repeat(300) + "1" + "}".repeat(300));
        assertEquals("invalid_request", shop.answer(shop.authorize("claims", claims)).get("error"));
    }

    @Test
    @DisplayName("§3.1.2.4: who asks for claims by their names asks the person as by scopes")
    void single_claims_need_consent() {
        RelyingParty asks = RelyingParty.of(warden, "shop-consent", "https://consent.example/callback");
        asks.signUp();
        asks.code();

        HttpResponse<String> asked = asks.authorize("claims", EMAIL_BY_NAME);

        assertLeadsTo("consent", asked);
        assertTrue(asks.browser().follow(asked).body().contains("See your email address"), asked.body());
        asks.code("claims", EMAIL_BY_NAME);
        asks.code("scope", "openid email", "prompt", "none");
    }

    @Test
    @DisplayName("§5.5.1.1: an acr that is essential and cannot be met is a failed sign-in")
    void essential_acr() {
        shop.signUp();
        shop.code("acr_values", "2 1");
        shop.code("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\",\"1\"]}}}");
        shop.code("claims", "{\"id_token\":{\"acr\":{\"values\":[\"2\"]}}}");
        assertEquals("unmet_authentication_requirements", shop.answer(shop.authorize("claims",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}")).get("error"));
    }

    @Test
    @DisplayName("§3.1.2.4: consent is asked for where it is needed, and required where nobody may be asked")
    void consent() {
        RelyingParty asks = RelyingParty.of(warden, "shop-consent", "https://consent.example/callback");
        asks.signUp();
        assertLeadsTo("consent", asks.authorize());
        assertEquals("consent_required", asks.answer(asks.authorize("prompt", "none")).get("error"));
    }

    @Test
    @DisplayName("RFC 8252 §8.6: a request that another program had ready is asked about, though the person has agreed "
            + "to the client's own since")
    void a_request_that_was_ready_before_the_person_agreed() {
        RelyingParty phone = RelyingParty.registered(warden, "com.example.phone:/callback",
                "'application_type': 'native'");
        String ready = sealed(phone.elsewhere().authorize("code_challenge", RelyingParty.CHALLENGE,
                "code_challenge_method", "S256"));
        phone.signUp();
        phone.code("code_challenge", RelyingParty.CHALLENGE, "code_challenge_method", "S256");

        assertLeadsTo("consent", phone.browser().get("oauth2/authorize/resume?request=" + ready));
    }

    @ParameterizedTest
    @ValueSource(strings = {"display=popup", "ui_locales=se", "claims_locales=se", "login_hint=buffy",
            "extra=foobar", "nonce="})
    @DisplayName("§3.1.2.1: what may be ignored does no harm")
    void ignored(String parameter) {
        shop.signUp();
        shop.code(parameter.split("=")[0], parameter.endsWith("=") ? null : parameter.split("=")[1]);
    }

    @Test
    @DisplayName("§8.1: pairwise subjects differ from those of others, and stay")
    void pairwise() {
        RelyingParty pairwise = RelyingParty.of(warden, "shop-pairwise", "https://pairwise.example/callback");
        Person person = pairwise.signUp();
        JsonObject tokens = pairwise.tokens("scope", "openid email");
        String sub = claims(tokens.getString("id_token")).getString("sub");

        assertEquals(43, sub.length());
        assertEquals(sub, claims(pairwise.tokens().getString("id_token")).getString("sub"));
        assertEquals(sub, claims(tokens.getString("access_token")).getString("sub"));
        assertEquals(sub, ok(pairwise.userinfo(tokens.getString("access_token"))).getString("sub"));
        assertFalse(RelyingParty.read(tokens.getString("access_token")).claims().contains(person.username()));
        String elsewhere = claims(pairwise.at("shop", "https://shop.example/callback").tokens().getString("id_token"))
                .getString("sub");
        assertNotEquals(sub, elsewhere);
        assertFalse(RelyingParty.read(tokens.getString("access_token")).claims().contains(elsewhere));
    }

    @Test
    @DisplayName("§15.1, RFC 9068 §2: an access token to the letter, and EdDSA")
    void rfc9068() {
        RelyingParty strict = RelyingParty.of(warden, "shop-rfc9068", "https://rfc9068.example/callback");
        strict.signUp();
        JsonObject tokens = strict.tokens();
        String header = RelyingParty.read(tokens.getString("access_token")).header();
        assertTrue(header.contains("\"typ\":\"at+jwt\"") && header.contains("\"alg\":\"EdDSA\""), header);
        assertFalse(claims(tokens.getString("access_token")).containsKey("typ"));
        ok(strict.userinfo(tokens.getString("access_token")));
    }

    @Test
    @DisplayName("Form Post Response Mode §2: a form that sends itself on, by a script of ours or a button")
    void form_post() {
        shop.signUp();
        HttpResponse<String> page = shop.authorize("response_mode", "form_post", "state",
                "\"><script>alert(1)</script>");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("action=\"https://shop.example/callback\""), page.body());
        assertTrue(page.body().contains("name=\"code\"") && page.body().contains("name=\"iss\""));
        assertFalse(page.body().contains("<script>"), page.body());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("; form-action https: http:;"), policy);
        assertFalse(page.body().contains("<noscript"), "a script may fail to load");
        assertTrue(shop.authorize("response_mode", "form_post", "ui_locales", "id").body()
                .contains("<h1>Melanjutkan</h1>"));
        HttpResponse<String> error = shop.authorize("response_mode", "form_post", "scope", "nothing");
        assertTrue(error.body().contains("value=\"invalid_scope\""), error.body());
        assertEquals(200, shop.warden().get("oauth2/form-post.js").statusCode());
    }

    @Test
    @DisplayName("§5.3.3: userinfo refuses with a challenge (RFC 6750 §3)")
    void userinfo_refuses() {
        shop.signUp();
        String access = shop.tokens().getString("access_token");
        HttpResponse<String> none = shop.warden().get("oauth2/userinfo");
        assertEquals(401, none.statusCode());
        assertEquals("Bearer realm=\"warden\"", none.headers().firstValue("WWW-Authenticate").orElseThrow());
        HttpResponse<String> bad = shop.userinfo(access + "A");
        assertEquals(401, bad.statusCode());
        assertTrue(bad.headers().firstValue("WWW-Authenticate").orElseThrow().contains("error=\"invalid_token\""));
        assertEquals(401, shop.warden().get("oauth2/userinfo?access_token=" + access).statusCode(), "never by query");
        assertEquals(400, RelyingParty.form(shop.warden().bearing(access)).send("POST", "oauth2/userinfo",
                "access_token=" + access)
                .statusCode());
    }

    @Test
    @DisplayName("RFC 8707 §2: a token for another resource is not good here")
    void a_token_for_a_resource() {
        shop.signUp();
        JsonObject tokens = shop.tokens("resource", "https://api.shop.example/");
        assertEquals("https://api.shop.example/", claims(tokens.getString("access_token")).getString("aud"));
        assertEquals(401, shop.userinfo(tokens.getString("access_token")).statusCode());
    }

    private static String sealed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^.*request=", "");
    }

    private static void assertLeadsTo(String page, HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith(warden.base().getPath() + page + "?request="), location);
    }
}
