package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Chromium;
import dev.warden.MachineProgram;
import dev.warden.Person;

/** Screenshots of every page are in {@code target/screenshots} afterwards, for people to look at. */
@Tag("browser")
@DisplayName("The pages in Chromium")
class ChromiumIT extends BlackBox {

    /** RFC 7636 appendix B. */
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final int PHONE = 390;
    private static final int DESKTOP = 1280;
    private static final int NARROWEST = 320;
    private static final int HEIGHT = 844;
    private static final int MAX_WIRE = 60 * 1024;
    private static final List<String> FOR_ANYBODY = List.of("signin", "signup", "signout", "theme/x");
    private static final List<String> FOR_WHO_IS_SIGNED_IN = List.of("account", "account/password", "signout");

    private static Chromium chromium;

    private Chromium.Tab tab;

    @BeforeAll
    static void start() {
        MachineProgram.need(Chromium.isInstalled(),
                "There is no Chromium on this machine: the pages are not looked at in a browser");
        chromium = Chromium.start();
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openATab() {
        tab = chromium.newBrowser();
    }

    @AfterEach
    void nothingWasRefusedByThePolicy() {
        assertEquals(List.of(), tab.complaints().stream()
                .filter(it -> !it.contains("status of 4") && !it.contains("ERR_BLOCKED_BY_CLIENT")).toList());
    }

    @Test
    void a_person_makes_an_account_and_signs_out_and_in_again_by_keyboard() {
        Person person = Person.somebody();
        tab.open(address("signup"));
        tab.type("username", person.username());
        tab.type("email", person.email());
        tab.type("password", "battery staple");
        tab.type("confirmation", "battery staple");
        tab.loading(() -> tab.press("Enter"));
        assertEquals(address("account"), tab.address());
        assertTrue(tab.text("document.body.innerText").contains(person.email()));

        tab.click("a[href$=\"/signout\"]");
        tab.click("main button");
        assertTrue(tab.text("document.body.innerText").contains("You are signed out"));
        tab.click("main a");
        assertEquals(address("signin"), tab.address());

        tab.text("document.getElementById('username').focus()");
        tab.type("username", person.username());
        tab.press("Tab");
        assertEquals("password", tab.text("document.activeElement.id"));
        tab.type("password", "battery staple");
        tab.press("Tab");
        tab.press("Space");
        assertTrue(tab.holds("document.getElementById('remember').checked"));
        tab.press("Tab");
        assertEquals("BUTTON", tab.text("document.activeElement.tagName"));
        tab.loading(() -> tab.press("Enter"));
        assertEquals(address("account"), tab.address());
    }

    @Test
    @DisplayName("who mistyped is told where, without looking for it (WCAG 3.3.1)")
    void who_mistyped_is_told_where() {
        tab.open(address("signin"));
        tab.type("username", "nobody");
        tab.type("password", "falsch");
        tab.loading(() -> tab.press("Enter"));

        tab.await("document.activeElement.className === 'faults'");
        assertEquals("Error: Sign in – Warden", tab.text("document.title"));
        assertEquals("nobody", tab.text("document.getElementById('username').value"));
        assertTrue(
                tab.text("document.getElementById(document.getElementById('username').getAttribute('aria-describedby'))"
                + ".innerText").contains("The name or the password is wrong."));
        assertEquals(List.of(), tab.axe());
        everyScreen("signin-refused");
    }

    @Test
    @DisplayName(
            "who signs in for an application gets there, also where it sends people on to another origin (CSP 3, "
            + "form-action)")
    void who_signs_in_for_an_application_gets_there() throws IOException {
        Person person = Person.somebody();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        String elsewhere = "http://localhost:" + application.getAddress().getPort() + "/home";
        application.createContext("/callback", exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere + "?" + exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        application.createContext("/home", exchange -> {
            byte[] page = "<!DOCTYPE html><title>Home</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        application.start();
        try {
            String request = "oauth2/authorize?"
                    + Browser.body(Map.of("client_id", "app", "response_type", "code", "scope",
                    "openid", "state", "s", "code_challenge", CHALLENGE, "code_challenge_method", "S256",
                    "redirect_uri",
                    "http://127.0.0.1:" + application.getAddress().getPort() + "/callback"));
            tab.open(address(request));
            tab.click("p.aside a");
            fillIn(person);
            tab.press("Enter");
            agreeIfAsked();
            tab.await("location.href.startsWith('" + elsewhere + "?code=')");

            tab.open(address("signout"));
            tab.click("main button");
            tab.open(address(request));
            tab.type("username", person.email());
            tab.type("password", "battery staple");
            tab.press("Enter");
            tab.await("location.href.startsWith('" + elsewhere + "?code=')");
        } finally {
            application.stop(0);
        }
    }

    @Test
    @DisplayName(
            "applications with access are shown, and taking it away excludes nobody (WCAG 2.2 AA, as far as axe can "
            + "find)")
    void applications_with_access() {
        Person person = Person.somebody();
        signUp(person);
        Browser elsewhere = new Browser(warden);
        elsewhere.submit(elsewhere.get("signin"), Map.of("username", person.username(), "password", "battery staple"));
        elsewhere.submit(elsewhere.follow(
                elsewhere.get("oauth2/authorize?" + Browser.body(Map.of("client_id", "shop-consent",
                "response_type", "code", "scope", "openid profile email offline_access", "redirect_uri",
                "https://consent.example/callback")))), Map.of("decision", "allow"));

        tab.open(address("account"));
        assertTrue(tab.text("document.body.innerText").contains("Shop that asks"));
        assertEquals(List.of(), tab.axe());
        everyScreen("account-applications");
        tab.click("form[action$=\"/account/applications\"] button");
        assertEquals(address("account"), tab.address());
        assertFalse(tab.text("document.body.innerText").contains("Shop that asks"));
    }

    @Test
    @DisplayName("an application that opened a window for the sign-in hears of it from there (HTML §7.1.3.1)")
    void an_application_hears_from_the_window_that_it_opened() throws IOException {
        signUp(Person.somebody());
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        String home = "http://127.0.0.1:" + application.getAddress().getPort();
        String request = address("oauth2/authorize?"
                + Browser.body(Map.of("client_id", "app", "response_type", "code", "scope",
                "openid", "state", "s", "code_challenge", CHALLENGE, "code_challenge_method", "S256", "redirect_uri",
                home + "/callback")));
        Map<String, String> scripts = Map.of("/home",
                "addEventListener('message', event => document.title = event.data)",
                "/callback", "opener.postMessage(location.search, '*')");
        scripts.forEach((path, script) -> application.createContext(path, exchange -> {
            byte[] page = ("<!DOCTYPE html><title>Waiting</title><button onclick=\"open('"
                    + request.replace("&", "&amp;")
                    + "', '', 'popup')\">Sign in</button><script>" + script + "</script>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        }));
        application.start();
        try {
            tab.open(home + "/home");
            tab.text("document.querySelector('button').focus()");
            tab.press("Enter");
            tab.await("document.title.includes('code=')");
        } finally {
            application.stop(0);
        }
    }

    @Test
    @DisplayName("the question of consent has nothing against WCAG 2.2 AA that axe can find")
    void the_question_of_consent_excludes_nobody() {
        signUp(Person.somebody());
        for (String scheme : List.of("light", "dark")) {
            tab.open(address("oauth2/authorize?"
                    + Browser.body(Map.of("client_id", "shop-consent", "response_type", "code",
                    "scope", "openid profile email offline_access", "redirect_uri",
                    "https://consent.example/callback"))));
            assertTrue(tab.address().startsWith(address("consent?")), tab.address());
            check("consent", scheme, "en-" + scheme);
        }
    }

    @Test
    void a_logo_that_cannot_be_loaded_is_not_to_be_seen() {
        signUp(Person.somebody());
        tab.withhold("*/logo.png");
        tab.open(address("oauth2/authorize?" + Browser.body(Map.of("client_id", "shop-logo", "response_type", "code",
                "scope", "openid", "redirect_uri", "https://logo.example/callback"))));
        assertTrue(tab.holds("document.querySelector('img.application').complete"));
        assertEquals(1, tab.colours("img.application"));
        assertTrue(tab.colours("h1") > 1);
    }

    @ParameterizedTest
    @CsvSource({"light, en, Continue", "dark, id, Lanjutkan"})
    @DisplayName("if the script of form_post does not arrive, there is a button, and nothing against WCAG 2.2 AA that "
            + "axe can find")
    void a_form_post_without_its_script(String scheme, String language, String button) throws IOException {
        tab.language(language);
        signUp(Person.somebody());
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        application.createContext("/callback", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] page = ("<!DOCTYPE html><title>" + exchange.getRequestMethod()
                    + form.replaceAll("=[^&]*&?", " ") + "</title>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        application.start();
        String request = address("oauth2/authorize?" + Browser.body(Map.of("client_id", "app", "response_type", "code",
                "scope", "openid", "state", "s", "code_challenge", CHALLENGE, "code_challenge_method", "S256",
                "response_mode", "form_post", "redirect_uri",
                "http://127.0.0.1:" + application.getAddress().getPort() + "/callback")));
        try {
            tab.open(request);
            tab.await("document.title === 'POSTcode state iss'");

            tab.withhold("*/oauth2/form-post.js");
            tab.open(request);
            tab.await("document.getElementById('form-post') !== null");
            assertEquals(language, tab.text("document.documentElement.lang"));
            check("form-post", scheme, language + "-" + scheme);
            assertEquals(button, tab.text("document.querySelector('main button').innerText"));
            tab.click("main button");
            tab.await("document.title === 'POSTcode state iss'");
        } finally {
            application.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"light, en", "dark, en", "light, id"})
    @DisplayName(
            "no page has anything against WCAG 2.2 AA that axe can find, nor scrolls sideways, nor moves while it "
            + "loads")
    void no_page_excludes_anybody(String scheme, String language) {
        tab.language(language);
        check(FOR_ANYBODY, scheme, language + "-" + scheme);
        tab.open(address("signup"));
        refuseEverything();
        check("signup-refused", scheme, language + "-" + scheme);
        signUp(Person.somebody());
        check(FOR_WHO_IS_SIGNED_IN, scheme, language + "-" + scheme + "-signed-in");
        tab.open(address("account/password"));
        tab.type("current", "battery staple");
        tab.type("password", "battery staples");
        tab.type("confirmation", "battery staples");
        tab.loading(() -> tab.press("Enter"));
        check("account-done", scheme, language + "-" + scheme);
    }

    @Test
    @DisplayName("a long name of the service, and text twice as large, do not make a page scroll sideways (WCAG 2.2, "
            + "1.4.4 and 1.4.10)")
    void neither_long_names_nor_large_text_scroll_sideways() {
        signUp(Person.somebody());
        tab.screen(NARROWEST, HEIGHT, "light");
        for (String path : FOR_WHO_IS_SIGNED_IN) {
            tab.open(address(path));
            tab.text("document.documentElement.style.fontSize = '200%'");
            assertTrue(tab.holds("document.documentElement.scrollWidth <= " + NARROWEST), path);
            tab.text("document.querySelector('header bdi').textContent = 'identity.'.repeat(5) + 'example'");
            assertTrue(tab.holds("document.documentElement.scrollWidth <= " + NARROWEST), path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    @DisplayName("the page of the service, used or not, has nothing against WCAG 2.2 AA that axe can find")
    void the_page_of_the_service_excludes_nobody(String scheme) {
        tab.screen(DESKTOP, HEIGHT, scheme);
        tab.open(address(""));
        tab.await("document.querySelectorAll('.opblock').length > 5");
        assertEquals(List.of(), tab.axe());
        tab.screenshot("service-" + scheme + "-" + DESKTOP);
        theDialogForTokensBeginsAtItsFirstField(scheme);
        whatWasTriedExcludesNobody(scheme);
    }

    private void theDialogForTokensBeginsAtItsFirstField(String scheme) {
        press(".btn.authorize");
        tab.await("document.querySelector('.dialog-ux') !== null");
        assertEquals("users plain", tab.text("[...document.querySelectorAll('.dialog-ux h4 code')]"
                + ".map(it => it.innerText).join(' ')"));
        assertTrue(tab.holds("document.activeElement === document.querySelector('.dialog-ux input')"));
        assertEquals("0", tab.text("document.querySelector('.modal-ux-content').scrollTop"));
        assertEquals(List.of(), tab.axe());
        tab.screenshot("service-dialog-" + scheme + "-" + DESKTOP);
        press(".close-modal");
        tab.await("document.querySelector('.dialog-ux') === null");
    }

    private void whatWasTriedExcludesNobody(String scheme) {
        press("[data-path=\"/api/users/login\"]");
        // Without the example in its body, the call would not be made.
        tab.await("(it => it && it.value.includes('password'))(document.querySelector('.body-param__text'))");
        press(".execute");
        tab.await("document.querySelector('.download-contents') !== null");
        for (int width : List.of(PHONE, DESKTOP, NARROWEST)) {
            tab.screen(width, HEIGHT, scheme);
            assertEquals(List.of(), tab.axe(), () -> scheme + " " + width);
            assertTrue(tab.holds("(it => it.getBoundingClientRect().top >= "
                    + "it.parentElement.querySelector('pre').getBoundingClientRect().bottom)"
                    + "(document.querySelector('.download-contents'))"), "the answer is not covered");
            tab.screenshot("service-tried-" + scheme + "-" + width);
        }
    }

    /** Without waiting for another page. */
    private void press(String selector) {
        tab.text("document.querySelector('" + selector + "').click()");
    }

    private void check(List<String> paths, String scheme, String suffix) {
        for (String path : paths) {
            tab.screen(PHONE, HEIGHT, scheme);
            tab.open(address(path));
            assertEquals(0, tab.layoutShift(), path);
            assertTrue(tab.octets() < MAX_WIRE, () -> path + " " + tab.octets());
            assertTrue(tab.requests().stream().allMatch(request -> request.startsWith(warden.base().toString())),
                    () -> tab.requests().toString());
            check(path.replace('/', '-'), scheme, suffix);
        }
    }

    private void check(String name, String scheme, String suffix) {
        for (int width : List.of(PHONE, DESKTOP, NARROWEST)) {
            tab.screen(width, HEIGHT, scheme);
            assertEquals(List.of(), tab.axe(), () -> name + " " + suffix + " " + width);
            assertTrue(tab.holds("document.documentElement.scrollWidth <= " + width), () -> name + " " + width);
            if (width != NARROWEST) {
                tab.screenshot(name + "-" + suffix + "-" + width);
            }
        }
    }

    private void everyScreen(String name) {
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(PHONE, DESKTOP)) {
                tab.screen(width, HEIGHT, scheme);
                tab.screenshot(name + "-" + scheme + "-" + width);
            }
        }
    }

    /** What the browser itself would ask for before it sends anything is not what is tested here. */
    private void refuseEverything() {
        tab.text("document.querySelector('form').noValidate = true");
        tab.type("username", "ab");
        tab.type("email", "nowhere");
        tab.type("password", "12345");
        tab.loading(() -> tab.press("Enter"));
    }

    /** Whether a person is asked about an application depends on its kind, which is not what is tested here. */
    private void agreeIfAsked() {
        tab.await("location.pathname.endsWith('/consent') || location.pathname === '/home'");
        if (tab.holds("location.pathname.endsWith('/consent')")) {
            tab.loading(() -> tab.text("document.querySelector('button[value=allow]').click()"));
        }
    }

    private void signUp(Person person) {
        tab.open(address("signup"));
        fillIn(person);
        tab.loading(() -> tab.press("Enter"));
    }

    private void fillIn(Person person) {
        tab.type("username", person.username());
        tab.type("email", person.email());
        tab.type("password", "battery staple");
        tab.type("confirmation", "battery staple");
    }

    private static String address(String path) {
        return warden.base() + path;
    }
}
