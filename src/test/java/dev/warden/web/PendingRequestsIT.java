package dev.warden.web;

import static dev.warden.web.PagesIT.newBrowser;
import static dev.warden.web.PagesIT.registered;
import static dev.warden.web.PagesIT.signIn;
import static dev.warden.web.PagesIT.signUp;
import static dev.warden.web.PagesIT.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;

@DisplayName("The pages on the way to an application and from it")
class PendingRequestsIT extends BlackBox {

    /** The path of the context root, with a slash at its end. */
    private static final String ROOT = warden.base().getPath();
    private static final String SHOP = "https://shop.example/callback?code=";
    private static final String ASKING_SHOP = "https://consent.example/callback?";

    private final Browser browser = newBrowser();

    @Test
    void sign_in_leads_on_to_the_application() {
        Person person = registered();

        HttpResponse<String> page = browser.follow(authorize(browser, "shop", Map.of()));
        assertTrue(page.body().contains("Continue to <strong><bdi>Shop</bdi></strong>"), page.body());
        HttpResponse<String> done = browser.submit(page, signIn(person.username(), person.password()));

        assertTrue(location(done).startsWith(ROOT + "continue?request="), location(done));
        HttpResponse<String> onwards = browser.follow(done);
        assertEquals(200, onwards.statusCode());
        String refresh = header(onwards, "Refresh");
        assertTrue(refresh.startsWith("0; url=" + ROOT + "oauth2/authorize/resume?request="), refresh);
        assertTrue(location(browser.get(refresh.substring(("0; url=" + ROOT).length()))).startsWith(SHOP));
    }

    @Test
    void a_person_without_an_account_makes_one_on_the_way() {
        HttpResponse<String> signIn = browser.follow(authorize(browser, "shop", Map.of()));
        String link = signIn.body().replaceFirst("(?s).*<a href=\"" + ROOT + "(signup[^\"]*)\".*", "$1")
                .replace("&#x3D;", "=");

        HttpResponse<String> made = browser.submit(browser.get(link), signUp(Person.somebody()));

        assertTrue(location(goOn(browser, made)).startsWith(SHOP));
        HttpResponse<String> asked = newBrowser().get("oauth2/authorize?" + query("shop", Map.of("prompt", "create")));
        assertTrue(location(asked).startsWith(ROOT + "signup?request="), "by prompt=create at once");
    }

    @Test
    void a_form_without_its_cookie_does_not_lose_the_application() {
        HttpResponse<String> page = browser.follow(authorize(browser, "shop", Map.of()));
        browser.cookies().clear();

        HttpResponse<String> refused = browser.submit(page, signInOf(registered()));

        assertEquals(403, refused.statusCode());
        String link = refused.body().replaceFirst("(?s).*<a href=\"" + ROOT + "(signin\\?[^\"]*)\".*", "$1")
                .replace("&#x3D;", "=");
        assertTrue(location(goOn(browser, browser.submit(browser.get(link), signInOf(registered()))))
                .startsWith(SHOP));
        assertEquals(403, newBrowser().post("signin", "request=x", "same-origin").statusCode());
        assertTrue(newBrowser().post("signup", "", "same-origin").body()
                .contains("<a href=\"" + ROOT + "signup\">Open the page again</a>"));
    }

    @Test
    void who_is_signed_in_meanwhile_is_not_asked_again() {
        HttpResponse<String> asked = authorize(browser, "shop", Map.of());
        browser.cookies().putAll(signedIn(registered()).cookies());

        assertTrue(location(goOn(browser, browser.follow(asked))).startsWith(SHOP));
    }

    @Test
    @DisplayName("the way to an application keeps the window's opener, which pages of our own do not (HTML §7.1.3.1)")
    void the_opener_of_a_window_is_kept() {
        HttpResponse<String> asked = authorize(browser, "shop", Map.of());
        HttpResponse<String> page = browser.follow(asked);
        HttpResponse<String> signedIn = browser.submit(page, signInOf(registered()));
        HttpResponse<String> onwards = browser.follow(signedIn);
        for (HttpResponse<String> answer : List.of(asked, page, signedIn, onwards, browser.get("oauth2/logout"))) {
            assertEquals("unsafe-none", answer.headers().firstValue("Cross-Origin-Opener-Policy").orElseThrow());
        }
        for (String path : List.of("account", "signin", "account/password", "signout", "oauth2/userinfo")) {
            assertEquals("same-origin",
                    browser.get(path).headers().firstValue("Cross-Origin-Opener-Policy").orElseThrow());
        }
    }

    @Test
    @DisplayName("no page on the way to an application and back is framed or kept, whatever its status")
    void no_page_is_framed() {
        Browser here = signedIn(registered());
        HttpResponse<String> consent = here.follow(authorize(here, "shop-consent", Map.of()));
        assertTrue(consent.body().contains("name=\"decision\""), consent.body());
        HttpResponse<String> signOut = here.follow(here.get("oauth2/logout?state=x"));
        HttpResponse<String> formPost = here.get("oauth2/authorize?" + query("shop",
                Map.of("response_mode", "form_post")));
        assertEquals(200, formPost.statusCode());
        for (HttpResponse<String> answer : List.of(consent, signOut, formPost, here.get("continue"),
                here.get("consent"), here.get("oauth2/authorize"), here.get("oauth2/authorize/resume?request=x"),
                here.get("oauth2/logout?id_token_hint=x"), here.get("oauth2/initiate"),
                here.get("oauth2/authorize?" + query("shop", Map.of("redirect_uri", "https://evil.example/"))),
                authorize(here, "shop", Map.of()))) {
            assertEquals("DENY", header(answer, "X-Frame-Options"));
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
            assertEquals("no-store", header(answer, "Cache-Control"));
            assertEquals(1, answer.headers().allValues("Content-Security-Policy").size());
            assertTrue(header(answer, "Content-Security-Policy").contains("frame-ancestors 'none'"));
            assertFalse(header(answer, "Content-Security-Policy").contains("unsafe"));
        }
    }

    @Test
    @DisplayName("consent that another site sends, or without the token of its form, is none (CWE-352)")
    void consent_is_given_on_its_page_alone() {
        Browser here = signedIn(registered());
        HttpResponse<String> page = here.follow(authorize(here, "shop-consent", Map.of()));
        Map<String, String> form = new TreeMap<>(Map.of("decision", "allow"));
        for (String field : List.of("form-token", "request", "session")) {
            form.put(field, page.body().replaceFirst("(?s).*name=\"" + field + "\" value=\"([^\"]*)\".*", "$1"));
        }
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertEquals(403, here.post("consent", Browser.body(form), site).statusCode(), site);
        }
        Map<String, String> without = new TreeMap<>(form);
        without.remove("form-token");
        assertEquals(403, here.post("consent", Browser.body(without), "same-origin").statusCode());
        assertTrue(header(authorize(here, "shop-consent", Map.of()), "Location").contains("/consent?request="),
                "not given");

        assertEquals(303, here.post("consent", Browser.body(form), "same-origin").statusCode());
        assertFalse(header(authorize(here, "shop-consent", Map.of()), "Location").contains("/consent?request="),
                "given");
    }

    @Test
    @DisplayName("who must sign in again does, with the name filled in (Core §3.1.2.1, prompt=login)")
    void who_must_sign_in_again_does() {
        Person person = registered();
        Browser here = signedIn(person);

        HttpResponse<String> page = here.follow(authorize(here, "shop", Map.of("prompt", "login")));
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("value=\"" + person.username() + "\""), page.body());

        assertTrue(location(goOn(here, here.submit(page, signIn(person.username(), person.password()))))
                .startsWith(SHOP));
    }

    @Test
    @DisplayName("login_hint is filled in and ui_locales spoken (Core §3.1.2.1)")
    void what_the_application_says_of_the_person_is_believed() {
        HttpResponse<String> page = browser.follow(authorize(browser, "shop",
                Map.of("login_hint", "\"><script>alert(1)</script>", "ui_locales", "xx id en")));

        assertTrue(page.body().contains("value=\"&quot;&gt;&lt;script&gt;"), page.body());
        assertFalse(page.body().contains("<script"), page.body());
        assertTrue(page.body().contains("<html lang=\"id\" dir=\"ltr\">"));
        HttpResponse<String> refused = browser.submit(page, signIn("siapa", "salah"));
        assertTrue(refused.body().contains("Nama atau kata sandi salah."), "and spoken on");
        assertTrue(location(goOn(browser, browser.submit(refused, signInOf(registered())))).startsWith(SHOP),
                "and goes on");
    }

    @Test
    @DisplayName("a person is asked what an application may have, once (Core §3.1.2.4)")
    void a_person_is_asked_once() {
        Browser here = signedIn(registered());

        HttpResponse<String> page = here.follow(authorize(here, "shop-consent", Map.of("scope", "openid email")));
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<bdi>Shop that asks</bdi> asks for access"), page.body());
        assertTrue(page.body().contains("<li>Know that it is you</li>")
                && page.body().contains("<li>See your email address</li>"));
        assertTrue(page.body().contains("<strong><bdi>consent.example</bdi></strong>"));
        HttpResponse<String> again = authorize(here, "shop-consent", Map.of("scope", "openid email"));
        assertTrue(location(again).startsWith(ROOT + "consent"), "looking is not agreeing");

        String answer = location(goOn(here, here.submit(page, Map.of("decision", "allow"))));
        assertTrue(answer.startsWith(ASKING_SHOP + "code="), answer);
        assertTrue(location(authorize(here, "shop-consent", Map.of("scope", "openid")))
                .startsWith(ASKING_SHOP + "code="));
        assertTrue(location(authorize(here, "shop-consent", Map.of("scope", "openid profile")))
                .startsWith(ROOT + "consent"));
    }

    @Test
    @DisplayName("who refuses goes back, and the application has an error (RFC 6749 §4.1.2.1)")
    void who_refuses_goes_back() {
        Browser here = signedIn(registered());
        HttpResponse<String> page = here.follow(authorize(here, "shop-consent", Map.of()));

        String answer = location(goOn(here, here.submit(page, Map.of("decision", "deny"))));

        assertTrue(answer.startsWith(ASKING_SHOP + "error=access_denied"), answer);
        assertTrue(location(authorize(here, "shop-consent", Map.of())).startsWith(ROOT + "consent"),
                "and is asked next time");
    }

    @Test
    void an_answer_counts_for_whom_was_asked_alone() {
        Browser here = signedIn(registered());
        HttpResponse<String> page = here.follow(authorize(here, "shop-consent", Map.of()));
        here.cookies().put("warden-session", signedIn(registered()).cookies().get("warden-session"));

        HttpResponse<String> asked = here.submit(page, Map.of("decision", "allow"));

        assertEquals(200, asked.statusCode(), "asked anew");
        assertTrue(location(authorize(here, "shop-consent", Map.of())).startsWith(ROOT + "consent"));
        here.cookies().remove("warden-session");
        assertTrue(location(here.submit(page, Map.of("decision", "allow"))).startsWith(ROOT + "signin?request="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALLOW", "x"})
    void an_answer_that_is_neither_yes_nor_no_is_none(String decision) {
        Browser here = signedIn(registered());
        HttpResponse<String> page = here.follow(authorize(here, "shop-consent", Map.of()));

        assertEquals(200, here.submit(page, Map.of("decision", decision)).statusCode());
        assertTrue(location(authorize(here, "shop-consent", Map.of())).startsWith(ROOT + "consent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signin", "signup", "consent", "continue"})
    @DisplayName("nothing that others write leads anywhere (CWE-601)")
    void nothing_that_others_write_leads_anywhere(String path) {
        for (String request : writtenByOthers(location(authorize(browser, "shop", Map.of())))) {
            HttpResponse<String> answer = browser.get(path + "?request=" + encoded(request));
            assertEquals(400, answer.statusCode(), path + " " + request);
            assertTrue(answer.headers().firstValue("Location").isEmpty()
                    && answer.headers().firstValue("Refresh").isEmpty());
            assertTrue(answer.body().contains("This took too long"), answer.body());
            assertFalse(answer.body().contains("evil.example"));
        }
    }

    private static List<String> writtenByOthers(String location) {
        String sealed = location.replaceFirst(".*request=", "");
        char last = sealed.charAt(sealed.length() - 5);
        return List.of("https://evil.example/", "//evil.example", ROOT + "account", "x", "A".repeat(200),
                "A".repeat(7000), sealed.substring(1), sealed + "AAAA", sealed.substring(0, sealed.length() / 2),
                sealed.substring(0, sealed.length() - 5) + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 4));
    }

    @Test
    @DisplayName("nor does it keep a person signed in who wants to sign out")
    void nothing_that_others_write_keeps_anybody_signed_in() {
        for (String request : writtenByOthers(location(browser.get("oauth2/logout?client_id=shop")))) {
            HttpResponse<String> answer = browser.get("signout?request=" + encoded(request));
            assertEquals(200, answer.statusCode(), request);
            assertTrue(answer.headers().firstValue("Location").isEmpty()
                    && answer.headers().firstValue("Refresh").isEmpty());
            assertTrue(answer.body().contains("You are signed out"), answer.body());
            assertFalse(answer.body().contains("evil.example"));
        }
    }

    @Test
    void a_sealed_request_is_of_use_where_it_belongs_alone() {
        String request = location(authorize(browser, "shop", Map.of())).replaceFirst(".*request=", "");
        String logout = location(browser.get("oauth2/logout?client_id=shop")).replaceFirst(".*request=", "");

        assertEquals(200, browser.get("signin?request=" + request).statusCode());
        assertEquals(200, browser.get("signout?request=" + logout).statusCode());
        assertEquals(400, browser.get("signin?request=" + logout).statusCode());
        assertFalse(browser.get("signout?request=" + request).body().contains("Shop"), "as if there were none");
    }

    @Test
    @DisplayName(
            "an application asks the person to sign out (RP-Initiated Logout §2) and is told in a frame "
            + "(Front-Channel Logout §3)")
    void an_application_asks_the_person_to_sign_out() {
        Browser here = signedIn(registered());
        redeem(goOn(here, authorize(here, "shop", Map.of())));

        HttpResponse<String> page = here.follow(
                here.get("oauth2/logout?client_id=shop&state=s&post_logout_redirect_uri="
                + encoded("https://shop.example/bye")));
        assertTrue(page.body().contains("<strong><bdi>Shop</bdi></strong> asks you to sign out here."), page.body());
        assertEquals(200, here.get("account").statusCode(), "asking changes nothing");
        HttpResponse<String> done = here.follow(here.submit(page, Map.of()));

        assertTrue(done.body().contains("<iframe class=\"unseen\" src=\"https://shop.example/front?iss&#x3D;"),
                done.body());
        assertTrue(header(done, "Content-Security-Policy")
                .endsWith("frame-ancestors 'none'; frame-src https://shop.example"));
        assertEquals("3; url=https://shop.example/bye?state=s", header(done, "Refresh"));
        assertEquals(303, here.get("account").statusCode());
    }

    @Test
    void who_signs_out_unasked_tells_applications_too() {
        Browser here = signedIn(registered());
        redeem(goOn(here, authorize(here, "shop", Map.of())));

        HttpResponse<String> done = here.follow(here.submit(here.get("signout"), Map.of()));

        assertTrue(done.body().contains("You are signed out")
                && done.body().contains("https://shop.example/front"), done.body());
        assertTrue(done.headers().firstValue("Refresh").isEmpty());
    }

    @Test
    void where_an_application_sends_people_wrong_they_are_told_so() {
        HttpResponse<String> unknown = browser.get("oauth2/authorize?" + query("nobody", Map.of()));
        HttpResponse<String> elsewhere = browser.get("oauth2/authorize?" + query("shop",
                Map.of("redirect_uri", "https://evil.example/callback")));

        assertTrue(unknown.body().contains("This application is not known here"), unknown.body());
        assertTrue(elsewhere.body().contains("This application may not send you on"), elsewhere.body());
        for (HttpResponse<String> page : List.of(unknown, elsewhere)) {
            assertEquals(400, page.statusCode());
            assertTrue(header(page, "Content-Security-Policy").contains("style-src 'self'"));
            assertTrue(page.headers().firstValue("Location").isEmpty());
        }
    }

    private static Map<String, String> signInOf(Person person) {
        return signIn(person.username(), person.password());
    }

    private static HttpResponse<String> authorize(Browser browser, String client, Map<String, String> parameters) {
        HttpResponse<String> answer = browser.get("oauth2/authorize?" + query(client, parameters));
        assertEquals(303, answer.statusCode(), answer::body);
        return answer;
    }

    private static String query(String client, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("response_type", "code", "scope", "openid", "state", "s",
                "client_id", client, "redirect_uri", client.equals("shop-consent") ? "https://consent.example/callback"
                        : "https://shop.example/callback"));
        all.putAll(parameters);
        return Browser.body(all);
    }

    /** Follows what leads on at Warden, until it leads elsewhere. */
    private static HttpResponse<String> goOn(Browser browser, HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        for (int i = 0; i < 5 && header(last, "Location").startsWith("/") || last.statusCode() == 200; i++) {
            last = last.statusCode() == 200 ? browser.get(header(last, "Refresh").replaceFirst(".*?url=" + ROOT, ""))
                    : browser.follow(last);
        }
        return last;
    }

    /** A client has a session, of whose end it hears, once it has tokens. */
    private static void redeem(HttpResponse<String> answer) {
        String code = location(answer).replaceFirst(".*[?&]code=([^&]+).*", "$1");
        String credentials = Base64.getEncoder().encodeToString("shop:shop-secret-0123456789abcdef0123456789".getBytes(
                StandardCharsets.US_ASCII));
        assertEquals(200, warden.fromAfar().with("Authorization", "Basic " + credentials)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", "oauth2/token", Browser.body(Map.of(
                        "grant_type", "authorization_code", "code", code, "redirect_uri",
                        "https://shop.example/callback")))
                .statusCode());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
