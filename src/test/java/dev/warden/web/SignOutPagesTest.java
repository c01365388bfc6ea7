package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingLogout;
import dev.warden.consent.PendingLogouts;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.JsonText;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.BrowserSessions.Started;
import dev.warden.session.ClientGrant;

@OnEveryDatabase
@DisplayName("The pages on which a person signs out")
class SignOutPagesTest {

    private static final String FRONT = "https://shop.example/front";
    private static final ClientConnection CONNECTION = new ClientConnection(Node.HOME, true);
    private static final Answer SIGNED_OUT =
            new Answer.SeeOther("/signin").saying(Notice.NOTHING_CHANGED, CONNECTION);

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final BrowserCookie cookies;
    private final SignOutPage signOut;
    private final SessionsPage sessions;
    private final PendingLogouts pendingLogouts;
    private Started here;

    SignOutPagesTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob").identity();
        cookies = new BrowserCookie(node.browserSessions, clock);
        pendingLogouts = new PendingLogouts(node.sealedText, clock);
        signOut = new SignOutPage(node.endSession, pendingLogouts, node.clients, cookies);
        sessions = new SessionsPage(node.endSession, node.browserSessions, pendingLogouts, cookies);
    }

    @BeforeEach
    void signIn() {
        here = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty()));
    }

    private void signInToShop() {
        RegisteredClient shop = ClientMetadata.read("shop", Origin.DECLARED, clock.instant(),
                Json.createReader(new StringReader("""
                        {"redirect_uris": ["https://shop.example/callback"],
                         "frontchannel_logout_uri": "https://shop.example/front"}""")).readObject());
        node.clients.save(shop);
        BrowserSession session = here.session();
        String code = node.clientSessions.issueCode(session, new ClientGrant("shop", session.id(), false, "{}"),
                Duration.ofMinutes(1));
        assertTrue(node.clientSessions.redeem(node.clientSessions.present(code, "shop", Node.ELSEWHERE).orElseThrow(),
                Duration.ofDays(14), Node.ELSEWHERE));
    }

    private Visit visit(String form) {
        String cookie = "__Host-warden-session=" + here.secret().value();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(List.of(cookie));
                    case "getAttribute" -> CONNECTION;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        String whole = (form.isEmpty() ? "" : form + "&") + "here=" + here.session().id();
        return new Visit(request, new Language("en", "ltr", Map.of()), Form.parse(whole, Set.of()), Optional.empty(),
                cookies);
    }

    private SignOutPage.View shown(String query) {
        return (SignOutPage.View) ((Answer.Document) signOut.show(visit(query))).view();
    }

    private SignOutPage.View shownAfter(Answer answer) {
        Answer.SeeOther seeOther = (Answer.SeeOther) answer;
        assertTrue(seeOther.path().startsWith("/signout?"), seeOther.path());
        assertTrue(seeOther.cookies().get(0).contains("Max-Age=0"));
        return shown(seeOther.path().substring("/signout?".length()));
    }

    private long refreshable() {
        return store.count("session WHERE client_id = 'shop' AND revoked_at IS NULL");
    }

    @Test
    void end_a_session_that_has_expired_as_one_in_use_once_the_person_says_so() {
        signInToShop();
        clock.advance(Duration.ofHours(8));
        assertEquals(Optional.empty(), visit("").session());

        assertEquals("bob", shown("").who(), "asked first");
        assertEquals(1, refreshable());
        SignOutPage.View after = shownAfter(signOut.submit(visit("")));

        assertEquals(0, refreshable());
        assertEquals(new SignOutPage.View("", "", "", "", List.of(FRONT)), after);
        assertEquals(1, store.count("audit_event WHERE type = 'signed-out' AND session_id = ?", here.session().id()));
        assertEquals("", shown("").who(), "nothing is left to end");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sign_out_without_leading_back_if_the_request_is_too_old_or_none_of_ours(boolean isOurs) {
        String request = "request=" + (isOurs ? pendingLogouts.seal(new PendingLogout(null, "https://shop.example/bye",
                null, List.of(), false, null, clock.instant())) : "A".repeat(80));
        clock.advance(Duration.ofMinutes(31));

        assertEquals(new SignOutPage.View("bob", "", "", "", List.of()), shown(request));
        Answer.SeeOther answer = (Answer.SeeOther) signOut.submit(visit(request));

        assertEquals("/signout", answer.path());
        assertTrue(answer.cookies().get(0).contains("Max-Age=0"));
        assertEquals(Optional.empty(), node.browserSessions.findEndable(here.secret()));
        assertEquals(new SignOutPage.View("", "", "", "", List.of()), shown(request));
    }

    @Test
    @DisplayName("lead back only to an address that the client still has (RP-Initiated Logout 1.0 §3)")
    void lead_back_only_to_an_address_that_the_client_still_has() {
        String request = "request=" + pendingLogouts.seal(new PendingLogout("shop", "https://shop.example/bye", "s",
                List.of(), true, null, clock.instant()));
        saveShop("https://shop.example/bye");
        assertEquals("https://shop.example/bye?state=s", shown(request).address());

        saveShop("https://shop.example/other");
        assertEquals(new SignOutPage.View("", "shop", "", "", List.of()), shown(request));

        saveShop("https://shop.example/bye");
        node.clients.delete("shop");
        assertEquals(new SignOutPage.View("", "", "", "", List.of()), shown(request));
    }

    private void saveShop(String postLogoutRedirectUri) {
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), JsonText.object("""
                {"redirect_uris": ["https://shop.example/callback"],
                 "post_logout_redirect_uris": ["%s"]}""".formatted(postLogoutRedirectUri))));
    }

    @Test
    @DisplayName("speak the language that the application asks for, before and after (RP-Initiated Logout 1.0 §2)")
    void speak_the_language_that_the_application_asks_for() {
        String request = "request=" + pendingLogouts.seal(new PendingLogout(null, null, null, List.of("xx", "id"),
                false, null, clock.instant()));
        String after = ((Answer.SeeOther) signOut.submit(visit(request))).path().replaceFirst(".*[?]", "");

        for (String each : List.of(request, after)) {
            assertEquals(List.of("xx", "id"), signOut.uiLocales(Form.parse(each, Set.of()), Optional.empty()));
        }
        assertEquals(List.of(), signOut.uiLocales(Form.parse("", Set.of()), Optional.empty()));
        assertEquals(List.of(), signOut.uiLocales(Form.parse("request=x", Set.of()), Optional.empty()));
    }

    @Test
    @DisplayName("show the pages of applications after \"Sign out everywhere\" (Front-Channel Logout 1.0 §3)")
    void show_pages_after_sign_out_everywhere() {
        signInToShop();

        assertEquals(List.of(FRONT), shownAfter(sessions.submit(visit("session=*"))).frames());

        assertEquals(0, refreshable());
    }

    @Test
    @DisplayName("show the pages of applications when the person ends the session of this browser (§3)")
    void show_pages_after_ending_the_own_session() {
        signInToShop();

        assertEquals(List.of(FRONT),
                shownAfter(sessions.submit(visit("session=" + here.session().id()))).frames());

        assertEquals(0, refreshable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "session=*", "session="})
    @DisplayName("show the pages of applications after a second click too, on any node, for a minute (§3)")
    void show_pages_after_a_second_click(String form) {
        signInToShop();
        String whole = form.endsWith("=") ? form + here.session().id() : form;
        FormPage page = form.isEmpty() ? signOut : sessions;
        page.submit(visit(whole));
        clock.advance(Duration.ofSeconds(59));

        assertEquals(List.of(FRONT), shownAfter(page.submit(visit(whole))).frames());

        assertEquals(1, store.count("audit_event WHERE type = 'signed-out'"));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(form.isEmpty() ? "/signout" : "/signin", ((Answer.SeeOther) page.submit(visit(whole))).path());
    }

    @Test
    @DisplayName("show the pages of applications if the second click comes before the first is done (§3)")
    void show_pages_after_a_second_click_at_once() {
        signInToShop();

        Answer second = Together.overtaken(node.database, () -> signOut.submit(visit("")),
                () -> signOut.submit(visit("")));

        assertEquals(List.of(FRONT), shownAfter(second).frames());
        assertEquals(1, store.count("audit_event WHERE type = 'signed-out'"));
    }

    @Test
    void do_not_say_that_other_sessions_have_ended_if_only_this_one_has() {
        node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.ELSEWHERE,
                Optional.empty()));
        signOut.submit(visit(""));

        assertEquals(SIGNED_OUT, sessions.submit(visit("session=*")));
        assertEquals(SIGNED_OUT, sessions.submit(visit("session=x")));
        assertEquals(1, node.browserSessions.count(bob.id()));
    }

    @Test
    void say_nothing_more_if_no_application_has_a_page() {
        Answer.SeeOther answer = (Answer.SeeOther) sessions.submit(visit("session=*"));

        assertEquals("/signout", answer.path());
        assertTrue(answer.cookies().get(0).contains("Max-Age=0"));
        assertEquals("", shown("").who());
    }

    @Test
    void of_another_browser_show_no_pages_here() {
        Started there = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false,
                Node.ELSEWHERE, Optional.empty()));
        signInToShop();

        assertEquals(new Answer.SeeOther("/account").saying(Notice.SESSION_ENDED, CONNECTION),
                sessions.submit(visit("session=" + there.session().id())));

        assertEquals(1, refreshable());
    }
}
