package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;

@DisplayName("The pages people see")
class PagesIT extends BlackBox {

    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"[^\"]*(theme/[^\"]+)\"");
    private static final int MAX_WIRE = 60 * 1024;

    private final Browser browser = newBrowser();

    @Test
    void lead_from_an_account_that_is_made_to_signing_out() {
        Person person = Person.somebody();

        HttpResponse<String> made = browser.submit(browser.get("signup"), signUp(person));
        assertLeadsTo("account", made);
        HttpResponse<String> account = browser.follow(made);
        assertTrue(account.body().contains("<dd><bdi>" + person.username() + "</bdi></dd>"), account.body());

        HttpResponse<String> asked = browser.get("signout");
        assertEquals(200, browser.get("account").statusCode(), "asking changes nothing");
        HttpResponse<String> signedOut = browser.submit(asked, Map.of());
        assertLeadsTo("signout", signedOut);
        assertTrue(browser.follow(signedOut).body().contains("You are signed out"));
        assertLeadsTo("signin", browser.get("account"));
        assertFalse(browser.cookies().containsKey("warden-session"));
    }

    @Test
    void sign_in_whoever_has_an_account_by_either_name() {
        Person person = registered();
        for (String name : List.of(person.username(), person.email().toUpperCase(java.util.Locale.ROOT))) {
            Browser other = newBrowser();
            assertLeadsTo("account", other.submit(other.get("signin"), signIn(name, person.password())));
            assertTrue(other.get("account").body().contains(person.username()));
            assertLeadsTo("account", other.get("signin"));
            assertLeadsTo("account", other.get("signup"));
        }
    }

    @Test
    void keep_a_person_signed_in_who_asks_for_it() {
        Person person = registered();

        String session = setCookie(browser.submit(browser.get("signin"), signIn(person.username(), person.password())));
        Map<String, String> remembered = new HashMap<>(signIn(person.username(), person.password()));
        remembered.put("remember", "yes");
        Browser other = newBrowser();
        String lasting = setCookie(other.submit(other.get("signin"), remembered));

        assertTrue(session.matches("warden-session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax"), session);
        assertTrue(lasting.matches(
                "warden-session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=(2592000|25919\\d\\d); HttpOnly; SameSite=Lax"),
                lasting);
    }

    @Test
    @DisplayName("set __Host- cookies over https")
    void set_cookies_of_this_host_over_https() {
        Person person = registered();
        Browser secure = new Browser(warden.fromAfar().overHttps());

        HttpResponse<String> page = secure.get("signin");
        String session = setCookie(secure.submit(page, signIn(person.username(), person.password())));

        assertTrue(page.headers().firstValue("Set-Cookie").orElseThrow().matches(
                "__Host-warden-form=[A-Za-z0-9_-]{43}; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax"));
        assertTrue(session.matches("__Host-warden-session=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax"),
                session);
        assertTrue(secure.get("account").body().contains(person.username()));
    }

    @Test
    void say_the_same_of_a_wrong_password_and_of_nobody() {
        Person person = registered();

        HttpResponse<String> wrong = browser.submit(browser.get("signin"), signIn(person.username(), "falsch"));
        HttpResponse<String> nobody = browser.submit(browser.get("signin"), signIn("nobody-at-all", "falsch"));

        assertEquals(422, wrong.statusCode());
        assertEquals(422, nobody.statusCode());
        assertEquals(wrong.body(), nobody.body().replace("nobody-at-all", person.username()));
        assertTrue(wrong.body().contains("The name or the password is wrong."));
        assertEquals(headersOf(wrong), headersOf(nobody));
    }

    /** Without what is said about the connection (RFC 9110 §7.6.1): a server may end one after so many requests. */
    private static Set<String> headersOf(HttpResponse<String> answer) {
        Set<String> headers = new TreeSet<>(answer.headers().map().keySet());
        headers.remove("connection");
        return headers;
    }

    @Test
    void say_which_field_is_wrong_and_fill_in_the_others_again() {
        HttpResponse<String> refused = browser.submit(browser.get("signup"),
                Map.of("username", "ab", "email", "no address",
                "password", "12345", "confirmation", "54321"));

        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("<title>Error: Create an account – Warden</title>"), refused.body());
        for (String field : List.of("username", "email", "password", "confirmation")) {
            assertTrue(refused.body().contains("<li><a href=\"#" + field + "\">"), field);
            assertTrue(refused.body().contains("id=\"" + field + "-error\""), field);
            assertTrue(refused.body().matches("(?s).*<input id=\"" + field + "\"[^>]* aria-invalid=\"true\"[^>]*"
                    + "aria-describedby=\"[^\"]*" + field + "-error\".*"), field);
        }
        assertTrue(refused.body().contains("role=\"alert\" tabindex=\"-1\" autofocus"));
        assertTrue(refused.body().contains("value=\"no address\""));
        assertFalse(refused.body().contains("12345") || refused.body().contains("54321"), "a password goes one way");
    }

    @Test
    void do_not_tell_which_of_two_names_is_taken() {
        Person person = registered();
        Person other = Person.somebody();

        HttpResponse<String> byName = browser.submit(browser.get("signup"),
                signUp(new Person(person.username(), other.email(), "not his")));
        HttpResponse<String> byEmail = browser.submit(browser.get("signup"),
                signUp(new Person(other.username(), person.email(), "not his")));

        assertEquals(422, byName.statusCode());
        String taken = "This username or this email address is already in use.";
        assertTrue(byName.body().contains(taken) && byEmail.body().contains(taken));
    }

    @Test
    @DisplayName("sign in who clicks twice to create an account")
    void sign_in_who_clicks_twice_to_create_an_account() {
        HttpResponse<String> page = browser.get("signup");
        Person person = Person.somebody();
        for (int click = 1; click <= 2; click++) {
            browser.cookies().remove("warden-session");
            assertLeadsTo("account", browser.submit(page, signUp(person)));
            assertTrue(browser.get("account").body().contains(person.username()));
        }
    }

    @Test
    void count_guesses_with_those_at_the_contracts() {
        Person person = registered();
        for (int i = 0; i < 10; i++) {
            assertEquals(422, browser.submit(browser.get("signin"), signIn(person.username(), "falsch")).statusCode());
        }

        HttpResponse<String> stopped = browser.submit(browser.get("signin"),
                signIn(person.username(), person.password()));

        assertEquals(429, stopped.statusCode());
        assertTrue(Integer.parseInt(stopped.headers().firstValue("Retry-After").orElseThrow()) <= 600);
        assertTrue(stopped.body().contains("There were too many attempts."), stopped.body());
        assertFalse(stopped.body().contains("aria-invalid"), "what is in the fields may be right");
        assertTrue(stopped.headers().allValues("Set-Cookie").isEmpty());
    }

    @Test
    void change_a_password_and_sign_out_everywhere_else() {
        Person person = registered();
        Browser elsewhere = signedIn(person);
        Browser here = signedIn(person);
        String before = here.cookies().get("warden-session");

        HttpResponse<String> wrong = here.submit(here.get("account/password"), newPassword("falsch", "battery staple"));
        assertEquals(422, wrong.statusCode());
        assertTrue(wrong.body().contains("This is not your current password."));
        HttpResponse<String> changed = here.submit(here.get("account/password"),
                newPassword(person.password(), "battery staple"));

        assertLeadsTo("account", changed);
        assertTrue(here.follow(changed).body().contains("Your password is changed."));
        assertNotEquals(before, here.cookies().get("warden-session"));
        assertLeadsTo("signin", elsewhere.get("account"));
        assertEquals(401, warden.fromAfar().post("api/users/login", person.byUsername()).statusCode());
        assertEquals(200, warden.fromAfar().post("api/users/login", person.withPassword("battery staple").byUsername())
                .statusCode());
    }

    @Test
    void say_once_what_was_done_and_only_after_it() {
        Person person = registered();
        Browser here = signedIn(person);
        String said = "Your password is changed.";

        assertFalse(here.get("account?done=password").body().contains(said));
        HttpResponse<String> changed = here.submit(here.get("account/password"),
                newPassword(person.password(), "battery staple"));
        assertTrue(here.follow(changed).body().contains(said));
        assertFalse(here.get("account").body().contains(said));
        here.cookies().put("warden-notice", "what-nobody-says");
        assertEquals(200, here.get("account").statusCode());
    }

    @Test
    void say_that_a_session_ended_before_a_form_was_sent_and_lead_back_to_it() {
        Person person = registered();
        Browser here = signedIn(person);
        HttpResponse<String> account = here.get("account");
        HttpResponse<String> page = here.get("account/password");
        here.cookies().remove("warden-session");

        HttpResponse<String> answer = here.submit(page, newPassword(person.password(), "battery staple"));
        assertLeadsTo("signin?then=password", answer);
        HttpResponse<String> signIn = here.follow(answer);
        assertTrue(signIn.body().contains("You were signed out. Nothing was changed."), signIn.body());
        HttpResponse<String> wrong = here.submit(signIn, signIn(person.username(), "falsch"));
        assertLeadsTo("account/password", here.submit(wrong, signIn(person.username(), person.password())));
        assertLeadsTo("account/password", here.get("signin?then=password"));
        assertLeadsTo("account", here.get("signin?then=https://evil.example"));

        here.cookies().remove("warden-session");
        assertLeadsTo("signin", here.submit(account, "value=\"*\"", Map.of()));
        assertTrue(here.get("signin").body().contains("Nothing was changed."));
        assertLeadsTo("signin?then=password", here.get("account/password"));
        assertFalse(here.get("signin?then=password").body().contains("Nothing was changed."));
    }

    @Test
    @DisplayName("confirm a changed password to who clicks twice, whichever answer the browser keeps")
    void confirm_a_changed_password_to_who_clicks_twice() {
        Person person = registered();
        Browser here = signedIn(person);
        String before = here.cookies().get("warden-session");
        HttpResponse<String> page = here.get("account/password");
        assertLeadsTo("account", here.submit(page, newPassword(person.password(), "battery staple")));

        here.cookies().put("warden-session", before);
        assertLeadsTo("account", here.submit(page, newPassword(person.password(), "battery staple")));
        assertTrue(here.get("account").body().contains(person.username()));
        assertLeadsTo("account", here.submit(page, newPassword(person.password(), "battery staple")));

        here.cookies().put("warden-session", before);
        assertLeadsTo("signin", here.get("account"));
        for (String other : List.of("another one", "short")) {
            assertLeadsTo("signin?then=password", here.submit(page, newPassword(person.password(), other)));
        }
    }

    @Test
    void list_where_a_person_is_signed_in_and_end_it() {
        Person person = registered();
        Browser phone = signedIn(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1");
        Browser here = signedIn(person, "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0");

        HttpResponse<String> account = here.get("account");
        assertTrue(account.body().contains("Safari on iPhone"));
        assertTrue(account.body().contains("<bdi>Firefox on Linux</bdi> <span class=\"tag\">This browser</span>"),
                account.body());
        HttpResponse<String> ended = here.submit(account, "name=\"session\"", Map.of());

        assertLeadsTo("account", ended);
        assertFalse(here.follow(ended).body().contains("Safari on iPhone"));
        assertLeadsTo("signin", phone.get("account"));
    }

    @Test
    void speak_indonesian_to_who_asks_for_it() {
        browser.with("Accept-Language", "id-ID,id;q=0.9,en;q=0.8");

        HttpResponse<String> page = browser.get("signin");
        HttpResponse<String> refused = browser.submit(page, signIn("siapa", "salah"));

        assertEquals("id", page.headers().firstValue("Content-Language").orElseThrow());
        assertTrue(page.body().contains("<html lang=\"id\" dir=\"ltr\">") && page.body().contains("Kata sandi"),
                page.body());
        assertTrue(refused.body().contains("Nama atau kata sandi salah."), refused.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signin", "signup", "signout", "account", "account/password", "account/sessions",
        "account/applications"})
    void are_small_and_ask_nobody_else(String path) {
        Browser here = path.startsWith("account") || path.equals("signout") ? signedIn(registered()) : browser;

        HttpResponse<String> page = here.get(path);

        if (path.equals("account/sessions") || path.equals("account/applications")) {
            assertLeadsTo("account", page);
            return;
        }
        assertEquals(200, page.statusCode());
        assertFalse(page.body().contains("://"), page.body());
        int size = page.body().getBytes(StandardCharsets.UTF_8).length;
        Matcher files = FILE.matcher(page.body());
        while (files.find()) {
            HttpResponse<String> file = here.get(files.group(1));
            assertEquals(200, file.statusCode(), files.group(1));
            assertEquals("public, max-age=31536000, immutable",
                    file.headers().firstValue("Cache-Control").orElseThrow());
            size += file.body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertTrue(size < MAX_WIRE, () -> path);
    }

    @Test
    void have_files_under_the_digest_of_a_neighbouring_version_too() {
        HttpResponse<String> file = browser.get("theme/0123456789abcdef01234567/style.css");

        assertEquals(200, file.statusCode());
        assertEquals("text/css;charset=UTF-8", file.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-cache", file.headers().firstValue("Cache-Control").orElseThrow());
        for (String nothing : List.of("theme/x", "theme/x/", "theme/x/signin.html", "theme/x/messages_en.properties",
                "theme/x/y/style.css", "theme/style.css", "account/other")) {
            assertEquals(404, browser.get(nothing).statusCode(), nothing);
        }
    }

    @Test
    void say_it_where_there_is_nothing_and_programs_get_a_problem() {
        for (String path : List.of("sigin", "account/other", "x/y", "_in/web/signin", "signin;x", "signin.",
                ".git/config")) {
            HttpResponse<String> page = browser.get(path);
            assertEquals(404, page.statusCode(), path);
            assertTrue(page.body().contains("<h1>There is nothing here</h1>"), page.body());
            assertTrue(page.body().contains("<title>There is nothing here – Warden</title>"), page.body());
            HttpResponse<String> problem = warden.get(path);
            assertEquals(404, problem.statusCode(), path);
            assertEquals("application/problem+json", problem.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void are_where_a_browser_goes_that_asks_for_login() {
        HttpResponse<String> page = browser.get("login");

        assertLeadsTo("signin", page);
        assertEquals(405, warden.get("login").statusCode(), "for programs it is the contract's");
        assertEquals(405, warden.with("Accept", "application/json").get("login").statusCode());
    }

    static Browser newBrowser() {
        return new Browser(warden.fromAfar());
    }

    /** Somebody who has an account. */
    static Person registered() {
        Person person = Person.somebody();
        assertEquals(200, warden.fromAfar().post("api/users/register", person.newUser()).statusCode());
        return person;
    }

    static Browser signedIn(Person person) {
        return signedIn(person, "Test");
    }

    private static Browser signedIn(Person person, String userAgent) {
        Browser browser = newBrowser().with("User-Agent", userAgent);
        assertLeadsTo("account", browser.submit(browser.get("signin"), signIn(person.username(), person.password())));
        return browser;
    }

    static Map<String, String> signIn(String name, String password) {
        return Map.of("username", name, "password", password);
    }

    static Map<String, String> signUp(Person person) {
        return Map.of("username", person.username(), "email", person.email(), "password", person.password(),
                "confirmation", person.password());
    }

    static Map<String, String> newPassword(String current, String next) {
        return Map.of("current", current, "password", next, "confirmation", next);
    }

    /** RFC 9110 §15.4.4: after a form was sent the next page is got. */
    static void assertLeadsTo(String path, HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer::body);
        assertEquals(warden.base().getPath() + path, answer.headers().firstValue("Location").orElseThrow());
    }

    private static String setCookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow(() -> new AssertionError(answer.body()));
    }
}
