package dev.warden.web;

import static dev.warden.web.PagesIT.assertLeadsTo;
import static dev.warden.web.PagesIT.newBrowser;
import static dev.warden.web.PagesIT.newPassword;
import static dev.warden.web.PagesIT.registered;
import static dev.warden.web.PagesIT.signIn;
import static dev.warden.web.PagesIT.signUp;
import static dev.warden.web.PagesIT.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;

@DisplayName("The pages and an adversary")
class HostilePagesIT extends BlackBox {

    private static final List<String> ONLY_READ = List.of("account", "continue", "theme/x/style.css");

    private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    private final Browser browser = newBrowser();

    @ParameterizedTest
    @ValueSource(strings = {"signin", "signup", "signout", "account/password", "account/sessions",
        "account/applications"})
    @DisplayName("a form that another site sends changes nothing (CWE-352)")
    void a_form_that_another_site_sends_changes_nothing(String path) {
        Person person = registered();
        Browser victim = signedIn(person);
        String token = token(victim.get("account/password"));
        Map<String, String> everything = new TreeMap<>(newPassword(person.password(), "battery staple"));
        everything.put("username", person.username());
        everything.put("email", "new." + person.email());
        everything.put("form-token", token);

        for (String site : List.of("cross-site", "same-site", "none")) {
            assertForged(victim.post(path, Browser.body(everything), site));
        }
        assertForged(victim.with("Origin", "https://evil.example").post(path, Browser.body(everything), ""));

        assertEquals(200, victim.get("account").statusCode());
        assertEquals(200, warden.fromAfar().post("api/users/login", person.byUsername()).statusCode());
    }

    @Test
    @DisplayName("a form without its token, with another's, or without the cookie changes nothing (CWE-352)")
    void a_form_without_its_token_changes_nothing() {
        Person person = registered();
        Browser victim = signedIn(person);
        String another = token(browser.get("signin"));

        for (String token : List.of("", "form-token=", "form-token=x", "form-token=" + another,
                "form-token=" + victim.cookies().get("warden-form"))) {
            assertForged(victim.post("signout", token, "same-origin"));
        }
        String token = token(victim.get("account/password"));
        String cookie = victim.cookies().remove("warden-form");
        assertForged(victim.post("signout", "form-token=" + token, "same-origin"));
        assertEquals(200, victim.get("account").statusCode(), "still signed in");

        victim.cookies().put("warden-form", cookie);
        assertLeadsTo("signout", victim.post("signout", "form-token=" + token, "same-origin"));
    }

    @Test
    void a_form_counts_by_its_origin_where_a_browser_says_no_more() {
        Person person = registered();
        Browser old = newBrowser();
        HttpResponse<String> page = old.get("signin");
        Map<String, String> form = new HashMap<>(signIn(person.username(), person.password()));
        form.put("form-token", token(page));
        String own = warden.base().getScheme() + "://" + warden.base().getAuthority();

        assertForged(old.submitWithoutSite("signin", form, null));
        assertForged(old.submitWithoutSite("signin", form, "null"));
        assertForged(old.submitWithoutSite("signin", form, "http://evil.example"));
        assertLeadsTo("account", old.submitWithoutSite("signin", form, own));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
            "' onfocus='alert(1)' autofocus='",
        "javascript:alert(1)", "{{base}}{{{t.password}}}", "${7*7}#{7*7}%{7*7}", "&lt;b&gt;", "</title><script>",
        "\u202e\u0007",
        "\ud83d\ude00 <svg/onload=alert(1)>", "`${alert(1)}`", "a\r\nSet-Cookie: x=y"})
    @DisplayName("what is typed stays text (CWE-79, CWE-1336)")
    void what_is_typed_stays_text(String text) {
        for (String path : List.of("signin", "signup")) {
            HttpResponse<String> page = browser.submit(browser.get(path), Map.of("username", text, "email", text,
                    "password", "12345", "confirmation", text, "remember", text));

            assertEquals(422, page.statusCode());
            assertHarmless(page);
            assertTrue(page.body().contains("value=\"" + escaped(text) + "\""), page.body());
        }
        HttpResponse<String> account = signedIn(registered()).with("User-Agent", "x").get("account?done="
                + java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8) + "&x=" + "y");
        assertHarmless(account);
    }

    @Test
    @DisplayName("a name that is markup is shown as it is")
    void a_name_that_is_markup_is_shown_as_it_is() {
        Person person = Person.somebody();
        Person marked = new Person("<b>" + person.username().substring(5) + "\"'&", person.email(), "rahasia");

        HttpResponse<String> made = browser.submit(browser.get("signup"), signUp(marked));
        assertLeadsTo("account", made);

        for (String path : List.of("account", "signout", "account/password")) {
            HttpResponse<String> page = browser.get(path);
            assertHarmless(page);
            assertTrue(page.body().contains(escaped(marked.username())), page.body());
        }
    }

    @Test
    @DisplayName("a session that somebody planted is not what a person is signed in by (CWE-384)")
    void a_session_that_somebody_planted_is_worth_nothing() {
        Person attacker = registered();
        Person victim = registered();
        String planted = signedIn(attacker).cookies().get("warden-session");
        browser.cookies().put("warden-session", planted);
        // Being signed in, the page leads on; a form from before is good still.
        String token = token(browser.get("signout"));
        Map<String, String> form = new HashMap<>(signIn(victim.username(), victim.password()));
        form.put("form-token", token);

        assertLeadsTo("account", browser.post("signin", Browser.body(form), "same-origin"));

        assertNotEquals(planted, browser.cookies().get("warden-session"));
        assertTrue(browser.get("account").body().contains(victim.username()));
        Browser ofAttacker = newBrowser();
        ofAttacker.cookies().put("warden-session", planted);
        assertLeadsTo("signin", ofAttacker.get("account"));
    }

    @Test
    void nobody_ends_the_session_of_somebody_else() {
        Browser victim = signedIn(registered());
        Person attacker = registered();
        signedIn(attacker);
        Browser ofAttacker = signedIn(attacker);
        HttpResponse<String> account = ofAttacker.get("account");
        for (String id : List.of("", "x", "' OR '1'='1", victim.cookies().get("warden-session"))) {
            assertLeadsTo("account",
                    ofAttacker.submit(account, "name=\"session\"", Map.of("session", id)));
        }

        assertEquals(200, victim.get("account").statusCode());
        assertEquals(200, ofAttacker.get("account").statusCode());
    }

    @Test
    void a_form_that_was_shown_to_one_person_does_nothing_to_another() {
        Person first = registered();
        Person second = registered();
        Browser shared = signedIn(first);
        HttpResponse<String> account = shared.get("account");
        HttpResponse<String> password = shared.get("account/password");
        Map<String, String> next = new HashMap<>(signIn(second.username(), second.password()));
        next.put("form-token", token(account));
        assertLeadsTo("account", shared.post("signin", Browser.body(next), "same-origin"));
        Browser elsewhere = signedIn(second);

        assertLeadsTo("account", shared.submit(account, "name=\"session\" value=\"*\"", Map.of()));
        assertLeadsTo("account", shared.submit(account, "name=\"session\" value=\"*\"", Map.of("here", "")));
        assertLeadsTo("account", shared.submit(account, "name=\"session\"", Map.of("session", "x")));
        assertLeadsTo("account", shared.post("account/applications", Browser.body(
                Map.of("form-token", token(account), "application", "x")), "same-origin"));
        assertLeadsTo("account", shared.submit(password, newPassword(second.password(), "battery staple")));
        assertTrue(shared.get("account").body().contains("Nothing was changed."));

        assertEquals(200, shared.get("account").statusCode());
        assertEquals(200, elsewhere.get("account").statusCode());
        assertEquals(200, warden.fromAfar().post("api/users/login", second.byUsername()).statusCode());
    }

    @Test
    void a_cookie_that_was_signed_out_signs_nobody_in() {
        Browser here = signedIn(registered());
        String session = here.cookies().get("warden-session");
        here.submit(here.get("signout"), Map.of());

        here.cookies().put("warden-session", session);

        assertLeadsTo("signin", here.get("account"));
        assertLeadsTo("signin?then=password", here.get("account/password"));
        assertEquals(200, here.get("signin").statusCode());
    }

    @Test
    void a_cookie_is_no_access_token_and_an_access_token_is_no_cookie() {
        Browser here = signedIn(registered());
        assertEquals(401, warden.bearing(here.cookies().get("warden-session")).get("api/users/me").statusCode());
        assertEquals(401, here.get("me").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signin", "signup", "signout", "account", "account/password", "nothing-here-either"})
    @DisplayName("no page is framed, sniffed, cached or runs a script, whatever its status")
    void no_page_is_framed(String path) {
        for (HttpResponse<String> answer : List.of(browser.get(path), browser.post(path, "x=1", "cross-site"))) {
            assertEquals("DENY", header(answer, "X-Frame-Options"));
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
            assertEquals("no-store", header(answer, "Cache-Control"));
            assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"));
            assertEquals(1, answer.headers().allValues("Content-Security-Policy").size());
            if (header(answer, "Content-Type").startsWith("text/html")) {
                assertEquals(POLICY, header(answer, "Content-Security-Policy"));
                assertEquals("same-origin", header(answer, "Referrer-Policy"));
            } else {
                assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'"));
            }
        }
    }

    @Test
    void a_body_that_no_form_sends_is_refused() {
        String token = "form-token=" + token(browser.get("signin"));
        assertEquals(413, browser.post("signin", token + "&username=" + "x".repeat(64 * 1024), "same-origin")
                .statusCode());
        for (String body : List.of("&username=a&username=b", "&username=%ff", "&username=%00", "&username=%",
                "&form-token=x")) {
            HttpResponse<String> answer = browser.post("signin", token + body, "same-origin");
            assertEquals(400, answer.statusCode(), body);
            assertTrue(answer.body().contains("This request cannot be answered"), answer.body());
        }
        for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded-x", "nonsense")) {
            assertEquals(415, browser.send(warden.request("signin").header("Content-Type", type)
                    .POST(BodyPublishers.ofString(token)), "same-origin").statusCode(), type);
        }
        assertEquals(415, browser.send(
                warden.request("signin").header("Content-Type", "application/x-www-form-urlencoded")
                .header("Content-Encoding", "gzip").POST(BodyPublishers.ofString(token)), "same-origin").statusCode());
        assertEquals(400, browser.get("signin?a=1&a=2").statusCode());
        assertEquals(400, browser.get("signin?a=%ff").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "--, id", "-;q=0.5"})
    void a_language_that_is_none_is_nobodys(String language) {
        browser.with("Accept-Language", language);
        for (Map.Entry<String, Integer> page : Map.of("signin", 200, "oauth2/authorize", 400, "nothing-here", 404)
                .entrySet()) {
            HttpResponse<String> answer = browser.get(page.getKey());
            assertEquals(page.getValue(), answer.statusCode(), page.getKey());
            assertEquals("en", header(answer, "Content-Language"));
        }
    }

    @Test
    void what_is_too_long_is_refused_before_it_is_hashed() {
        HttpResponse<String> answer = browser.submit(browser.get("signin"), signIn("a".repeat(255), "p".repeat(257)));

        assertEquals(422, answer.statusCode());
        assertTrue(answer.body().contains("A password has at most 256 characters."));
        assertTrue(answer.body().contains("That is longer than 254 characters."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "PROPFIND"})
    void no_other_method_does_anything(String method) {
        for (String path : List.of("signin", "signout", "account/password")) {
            assertRefused(method, path, "GET, HEAD, OPTIONS, POST");
        }
        for (String path : ONLY_READ) {
            assertRefused(method, path, "GET, HEAD, OPTIONS");
        }
    }

    @Test
    @DisplayName("what is only read does not say that it accepts a form (RFC 9110 §10.2.1, §15.5.6)")
    void what_is_only_read() {
        ONLY_READ.forEach(path -> assertRefused("POST", path, "GET, HEAD, OPTIONS"));
    }

    private void assertRefused(String method, String path, String allowed) {
        HttpResponse<String> answer = browser.send(warden.request(path).method(method, BodyPublishers.noBody()),
                "same-origin");
        assertEquals(405, answer.statusCode(), path);
        assertEquals(allowed, header(answer, "Allow"), path);
    }

    @Test
    void a_head_has_no_body_and_options_tells_the_methods() {
        HttpResponse<String> head = browser.send(warden.request("signin").method("HEAD", BodyPublishers.noBody()),
                "none");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        HttpResponse<String> options = browser.send(warden.request("signin").method("OPTIONS", BodyPublishers.noBody()),
                "none");
        assertEquals(204, options.statusCode());
        assertEquals("GET, HEAD, OPTIONS, POST", header(options, "Allow"));
    }

    private static void assertForged(HttpResponse<String> answer) {
        assertEquals(403, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("<h1>This form could not be accepted</h1>"), answer.body());
        assertTrue(answer.headers().allValues("Set-Cookie").isEmpty());
    }

    /** No element and no attribute but those of our templates. */
    private static void assertHarmless(HttpResponse<String> page) {
        assertFalse(Pattern.compile("<script|<img src=x|<svg|<b>|\\son(error|focus|load)=[^\"]*[\">]\\s*[^<]*<?")
                .matcher(
                page.body().replaceAll("value=\"[^\"]*\"", "").replaceAll(">[^<]*<", "><")).find(), page.body());
        assertTrue(page.headers().firstValue("x").isEmpty());
        assertFalse(page.body().contains("49#"), page.body());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;").replace("`", "&#x60;").replace("=", "&#x3D;");
    }

    private static String token(HttpResponse<String> page) {
        Matcher token = TOKEN.matcher(page.body());
        assertTrue(token.find(), page.body());
        return token.group(1);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }
}
