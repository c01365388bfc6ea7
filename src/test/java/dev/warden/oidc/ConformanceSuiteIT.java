package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;

/** What the suite's own browser does on our pages, by {@code docs/conformance/suite.json}. */
@DisplayName("The script for the browser of the OpenID conformance tests")
class ConformanceSuiteIT extends BlackBox {

    private static final String SUITE = "https://suite.example/test/a/warden";
    private static final String BYE = SUITE + "/post_logout_redirect";

    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    private static RelyingParty client(String members) {
        return RelyingParty.registered(warden, SUITE + "/callback", members);
    }

    private SuiteBrowser browser(String module) {
        return new SuiteBrowser(module, issuer, SUITE, "correct horse battery staple");
    }

    private String authorize(RelyingParty client, String... changes) {
        return issuer + "/oauth2/authorize?" + Browser.body(client.request(changes));
    }

    private String logout(Map<String, String> parameters) {
        return issuer + "/oauth2/logout" + (parameters.isEmpty() ? "" : "?" + Browser.body(parameters));
    }

    private static Map<String, String> answer(SuiteBrowser browser) {
        List<String> calls = browser.calls();
        return RelyingParty.query(calls.get(calls.size() - 1));
    }

    @Test
    @DisplayName("oidcc-server, oidcc-prompt-none-logged-in: signs in, allows, and is signed in")
    void signs_in() {
        RelyingParty client = client("");
        try (SuiteBrowser browser = browser("oidcc-server")) {
            browser.visit(authorize(client));
            ok(client.redeem(answer(browser).get("code")));
            browser.visit(authorize(client, "prompt", "none"));
            ok(client.redeem(answer(browser).get("code")));
            assertEquals(2, browser.calls().size());
        }
    }

    @Test
    @DisplayName("oidcc-ensure-post-request-succeeds")
    void signs_in_by_post() {
        RelyingParty client = client("");
        try (SuiteBrowser browser = browser("oidcc-ensure-post-request-succeeds")) {
            browser.post(authorize(client));
            ok(client.redeem(answer(browser).get("code")));
        }
    }

    @Test
    @DisplayName("the Form Post plan: the form is sent on by our script, also with an error")
    void form_post() {
        RelyingParty client = client("");
        try (SuiteBrowser browser = browser("oidcc-server")) {
            browser.visit(authorize(client, "response_mode", "form_post"));
            assertEquals(List.of(SUITE + "/callback"), browser.calls());
            assertTrue(browser.form().startsWith("POST [code="), browser.form());
            browser.visit(authorize(client, "response_mode", "form_post", "response_type", null));
            assertTrue(browser.form().startsWith("POST [error=invalid_request"), browser.form());
        }
    }

    @ParameterizedTest
    @CsvSource({"oidcc-prompt-login, prompt, login", "oidcc-max-age-1, max_age, 0"})
    @DisplayName("the second sign-in is the screenshot")
    void signs_in_again(String module, String parameter, String value) {
        RelyingParty client = client("");
        try (SuiteBrowser browser = browser(module)) {
            browser.visit(authorize(client));
            browser.visit(authorize(client, parameter, value));
            assertEquals(2, browser.screenshots());
            ok(client.redeem(answer(browser).get("code")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidcc-registration-logo-uri", "oidcc-registration-policy-uri",
            "oidcc-registration-tos-uri"})
    @DisplayName("the sign-in page is the screenshot")
    void looks_at_the_page_of_a_client(String module) {
        try (SuiteBrowser browser = browser(module)) {
            browser.visit(authorize(client("'logo_uri': 'https://suite.example/images/logo.png'")));
            assertEquals(1, browser.screenshots());
        }
    }

    @ParameterizedTest
    @CsvSource({"oidcc-ensure-registered-redirect-uri, /callback/random",
        "oidcc-redirect-uri-query-added, /callback?foo=bar", "oidcc-redirect-uri-query-mismatch, /callback?bar=foo",
        "oidcc-ensure-redirect-uri-in-authorization-request,"})
    @DisplayName("an error page is the screenshot, and the suite is not called")
    void is_not_sent_on(String module, String path) {
        try (SuiteBrowser browser = browser(module)) {
            browser.visit(authorize(client(""), "redirect_uri", path == null ? null : SUITE + path));
            assertEquals(1, browser.screenshots());
            assertEquals(List.of(), browser.calls());
        }
    }

    /** Signs in, and makes the request of a sign-out that then would be good. */
    private Map<String, String> signedIn(SuiteBrowser browser, RelyingParty client) {
        browser.visit(authorize(client));
        return Map.of("id_token_hint", ok(client.redeem(answer(browser).get("code"))).getString("id_token"),
                "post_logout_redirect_uri", BYE, "state", "s".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidcc-rp-initiated-logout", "oidcc-rp-initiated-logout-no-state",
        "oidcc-backchannel-rp-initiated-logout"})
    @DisplayName("signs out and comes back with the state, if there was one, and nothing else")
    void signs_out(String module) {
        RelyingParty client = client("'post_logout_redirect_uris': ['" + BYE + "']");
        try (SuiteBrowser browser = browser(module)) {
            Map<String, String> request = new TreeMap<>(signedIn(browser, client));
            if (module.endsWith("no-state")) {
                request.remove("state");
            }
            browser.visit(logout(request));
            assertEquals(BYE + (request.containsKey("state") ? "?state=" + request.get("state") : ""),
                    browser.calls().get(1));
            browser.visit(authorize(client, "prompt", "none"));
            assertEquals("login_required", answer(browser).get("error"));
        }
    }

    @Test
    @DisplayName("oidcc-frontchannel-rp-initiated-logout: the client's page is called with iss and sid before")
    void signs_out_by_the_front_channel() {
        RelyingParty client = client("'post_logout_redirect_uris': ['" + BYE + "'], 'frontchannel_logout_uri': '"
                + SUITE
                + "/frontchannel_logout', 'frontchannel_logout_session_required': true");
        try (SuiteBrowser browser = browser("oidcc-frontchannel-rp-initiated-logout")) {
            Map<String, String> request = signedIn(browser, client);
            browser.visit(logout(request));
            String called = browser.calls().get(1);
            assertTrue(called.startsWith(SUITE + "/frontchannel_logout?"), called);
            assertEquals(Map.of("iss", issuer, "sid",
                    RelyingParty.claims(request.get("id_token_hint")).getString("sid")), RelyingParty.query(called));
            assertEquals(BYE + "?state=" + request.get("state"), browser.calls().get(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"no-params, false", "only-state, false", "no-post-logout-redirect-uri, true"})
    @DisplayName("that the person is signed out is the screenshot")
    void stays_signed_out(String module, boolean withIdToken) {
        RelyingParty client = client("'post_logout_redirect_uris': ['" + BYE + "']");
        try (SuiteBrowser browser = browser("oidcc-rp-initiated-logout-" + module)) {
            Map<String, String> request = signedIn(browser, client);
            browser.visit(logout(withIdToken ? Map.of("id_token_hint", request.get("id_token_hint"), "state", "s")
                    : module.equals("only-state") ? Map.of("state", "s") : Map.of()));
            assertEquals(1, browser.screenshots());
            assertEquals(1, browser.calls().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-post-logout-redirect-uri", "query-added-to-post-logout-redirect-uri",
        "modified-id-token-hint", "bad-id-token-hint", "no-id-token-hint"})
    @DisplayName("an error page or the question is the screenshot, and the suite is not called by a sign-out")
    void is_not_signed_out(String module) {
        RelyingParty client = client("'post_logout_redirect_uris': ['" + BYE + "']");
        try (SuiteBrowser browser = browser("oidcc-rp-initiated-logout-" + module)) {
            Map<String, String> request = new TreeMap<>(signedIn(browser, client));
            String hint = request.get("id_token_hint");
            switch (module) {
                case "bad-post-logout-redirect-uri" -> request.put("post_logout_redirect_uri", SUITE + "/random");
                case "query-added-to-post-logout-redirect-uri" -> request.put("post_logout_redirect_uri",
                        BYE + "?foo=bar");
                case "modified-id-token-hint" -> request.put("id_token_hint",
                        SignedJwt.unsigned(RelyingParty.claims(hint).toString()));
                case "bad-id-token-hint" -> request.put("id_token_hint",
                        SignedJwt.es256(RelyingParty.claims(hint).toString()));
                default -> request.remove("id_token_hint");
            }
            browser.visit(logout(request));
            assertEquals(1, browser.screenshots());
            assertEquals(1, browser.calls().size());
        }
    }
}
