package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;

/**
 * RFC 9700 §2.1: "authorization servers MUST utilize exact string matching". Somebody is signed in, so a mistake
 * gives a code.
 */
@DisplayName("No answer goes where it was not registered to go")
class RedirectUriTricksIT extends BlackBox {

    private static RelyingParty shop;
    private static RelyingParty app;

    @BeforeAll
    static void somebody_is_signed_in() {
        shop = RelyingParty.shop(warden);
        shop.signUp();
        app = RelyingParty.of(warden, "app", "http://127.0.0.1/callback");
        app.signUp();
    }

    static Stream<String> tricks() {
        return Stream.of(
                // another host, in every disguise
                "https://evil.example/callback", "https://shop.example.evil.example/callback",
                        "https://evilshop.example/callback",
                "https://shop.example@evil.example/callback", "https://shop.example:x@evil.example/callback",
                "https://evil.example#@shop.example/callback", "https://evil.example?@shop.example/callback",
                "https://evil.example\\@shop.example/callback", "https://evil.example\\.shop.example/callback",
                "https://shop.example\\.evil.example/callback", "https://shop.example%2eevil.example/callback",
                "https://shop.example%00.evil.example/callback", "https://shop.example%09.evil.example/callback",
                "https://shop.example\t.evil.example/callback", "https:// shop.example/callback",
                        "https:///evil.example/callback",
                "//evil.example/callback", "//shop.example/callback", "/\\evil.example/callback",
                        "///evil.example/callback",
                "\\\\evil.example/callback", "https:evil.example/callback", "https:/evil.example/callback",
                "https:\\\\evil.example/callback", "https://evil.example/https://shop.example/callback",
                "https://evil.example/?https://shop.example/callback", "https://[::1]/callback",
                        "https://127.0.0.1/callback",
                "https://2130706433/callback", "https://0x7f.1/callback", "https://sh\u043ep.example/callback",
                "https://shop.example./callback", "https://shop\u3002example/callback",
                        "https://shop.example\u2044callback",
                // another scheme, port or path
                "http://shop.example/callback", "HTTPS://shop.example/callback", "https://SHOP.example/callback",
                "ftp://shop.example/callback", "javascript:alert(1)//https://shop.example/callback",
                "data:text/html,https://shop.example/callback", "blob:https://shop.example/callback",
                "view-source:https://shop.example/callback", "https://shop.example:443/callback",
                        "https://shop.example:8443/callback",
                "https://shop.example:/callback", "https://shop.example/callback/",
                        "https://shop.example/callback/../callback",
                "https://shop.example/./callback", "https://shop.example/x/../callback",
                        "https://shop.example//callback",
                "https://shop.example/callback/evil", "https://shop.example/Callback", "https://shop.example/callbac",
                "https://shop.example/callback2", "https://shop.example/%63allback",
                        "https://shop.example/callback%2f..",
                "https://shop.example/callback%00", "https://shop.example/callback%0d%0aX:y",
                        "https://shop.example/callback;x=y",
                "https://shop.example/", "https://shop.example", "*", "https://*.example/callback",
                // another query, a fragment, white space
                "https://shop.example/callback?", "https://shop.example/callback?x=y",
                        "https://shop.example/callback?from=warden&x=y",
                "https://shop.example/callback?from=Warden", "https://shop.example/callback?from=warden#x",
                "https://shop.example/callback#", "https://shop.example/callback#x",
                        "https://shop.example/callback#/../evil",
                " https://shop.example/callback", "https://shop.example/callback ",
                        "https://shop.example/callback\u0000",
                "https://shop.example/callback\n", "https://shop.example/callback\u200b",
                        "https://shop.example/callback\u00a0",
                "https://shop.example/callback,https://evil.example/",
                        "https://shop.example/callback https://evil.example/",
                // of other clients, and of ourselves
                "https://post.example/callback", "http://127.0.0.1/callback", "com.example.app:/callback",
                "http://localhost/callback", "urn:ietf:wg:oauth:2.0:oob", "about:blank", "null", "undefined");
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void a_trick_is_told_to_the_person_and_leads_nowhere(String redirectUri) {
        assertLeadsNowhere(shop.authorize("redirect_uri", redirectUri));
        assertLeadsNowhere(shop.authorize("redirect_uri", redirectUri, "prompt", "none"));
        assertLeadsNowhere(shop.authorize("redirect_uri", redirectUri, "response_type", "token"));
        assertLeadsNowhere(shop.authorize("redirect_uri", redirectUri, "response_mode", "form_post"));
    }

    @Test
    void there_are_at_least_sixty() {
        assertTrue(tricks().distinct().count() >= 60);
    }

    @Test
    @DisplayName("Core §3.1.2.1: redirect_uri is required, even if there is only one")
    void none_leads_nowhere() {
        assertLeadsNowhere(shop.authorize("redirect_uri", null));
        assertLeadsNowhere(shop.authorize("redirect_uri", ""));
    }

    @Test
    @DisplayName("RFC 6749 §3.1: of two parameters of one name neither counts")
    void two_lead_nowhere() {
        String good = dev.warden.Browser.body(shop.request());
        for (String query : new String[] {good + "&redirect_uri=https%3A%2F%2Fevil.example%2F",
            "redirect_uri=https%3A%2F%2Fevil.example%2F&" + good, good + "&client_id=app", good + "&redirect_uri=",
            good + "&redirect%5furi=https%3A%2F%2Fevil.example%2F"}) {
            assertLeadsNowhere(shop.browser().get("oauth2/authorize?" + query));
        }
    }

    @Test
    void a_client_that_is_not_there_leads_nowhere() {
        for (String id : new String[] {null, "", "nobody", "Shop", "shop ", "shop\u0000", "shop'--", "*"}) {
            assertLeadsNowhere(shop.authorize("client_id", id));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1024/callback", "http://127.0.0.1:65535/callback",
            "com.example.app:/callback"})
    @DisplayName("RFC 8252 §7.3: a native client's loopback address has any port")
    void a_native_client_has_any_port(String redirectUri) {
        HttpResponse<String> answer = app.authorize("redirect_uri", redirectUri, "code_challenge",
                RelyingParty.CHALLENGE,
                "code_challenge_method", "S256");
        assertEquals(303, answer.statusCode());
        assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith(redirectUri + "?code="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1024/other", "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:0/callback",
        "http://127.0.0.1:-1/callback", "http://127.0.0.1:80x/callback", "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.2/callback", "http://127.1/callback", "http://localhost/callback", "http://[::1]/callback",
        "http://127.0.0.1.evil.example/callback", "https://127.0.0.1/callback", "com.example.app:/other",
                "com.example.app:callback",
        "com.example.app://callback", "com.example.evil:/callback"})
    void and_nothing_else(String redirectUri) {
        assertLeadsNowhere(app.authorize("redirect_uri", redirectUri, "code_challenge", RelyingParty.CHALLENGE,
                "code_challenge_method", "S256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://wildfly.example/shop/?code=evil", "https://wildfly.example/shop/x?a=b&code=evil",
        "https://wildfly.example/shop/?%63ode=evil", "https://wildfly.example/shop/?a=b;code=evil",
        "https://wildfly.example/shop/?state=evil", "https://wildfly.example/shop/?iss=https://evil.example",
        "https://wildfly.example/shop/?error=evil", "https://wildfly.example/shop/?error_description=evil",
        "https://wildfly.example/shop/?error_uri=https://evil.example/"})
    @DisplayName("a page below a prefix brings no part of an answer")
    void a_page_brings_no_answer(String redirectUri) {
        RelyingParty wildfly = shop.at("shop-wildfly", "https://wildfly.example/callback");
        assertLeadsNowhere(wildfly.authorize("redirect_uri", redirectUri));
        assertLeadsNowhere(wildfly.authorize("redirect_uri", redirectUri, "prompt", "none"));
    }

    @Test
    void the_query_of_a_page_below_a_prefix_is_retained() {
        String page = "https://wildfly.example/shop/cart?page=2";
        HttpResponse<String> answer = shop.at("shop-wildfly", page).authorize();
        assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith(page + "&code="));
    }

    @Test
    @DisplayName("RFC 6749 §3.1.2: a query that was registered is retained")
    void a_registered_query_is_retained() {
        HttpResponse<String> answer = shop.authorize("redirect_uri", "https://shop.example/callback?from=warden");
        assertTrue(answer.headers().firstValue("Location").orElseThrow()
                .startsWith("https://shop.example/callback?from=warden&code="));
    }

    private static void assertLeadsNowhere(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode());
        assertTrue(answer.headers().firstValue("Location").isEmpty());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        assertFalse(answer.body().contains("evil.example"), answer.body());
        assertFalse(answer.body().contains("<form"), answer.body());
    }
}
