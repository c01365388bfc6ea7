package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.password.PasswordPolicy;
import dev.warden.password.PolicySettings;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.SessionSecret;

@OnEveryDatabase
@DisplayName("What a person does on a page is done for the request that the page was opened with, in that session")
class AnsweredRequestsTest {

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final BrowserCookie cookies;
    private final RegisteredClient shop;
    private final PendingAuthorization pending;
    private final Identity bob;

    AnsweredRequestsTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), clock);
        cookies = new BrowserCookie(node.browserSessions, clock);
        shop = ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/")).build());
        pending = new PendingAuthorization("shop", "https://shop.example/", "query", List.of("openid"), null, null,
                null, List.of(), null, List.of(), null, null, List.of(), null, List.of(), List.of(), clock.instant(),
                null, Steps.NONE);
        bob = node.register("bob").identity();
    }

    @Test
    void who_allows_agrees_to_it_and_who_denies_refuses_it() {
        BrowserSessions.Started here = signedIn();
        ConsentPage page = new ConsentPage(node.consents, node.pendingAuthorizations);
        String form = "session=" + here.session().id() + "&decision=";

        PendingAuthorization agreed = onwards(page.submit(visit(Optional.of(here), form + "allow")));
        PendingAuthorization refused = onwards(page.submit(visit(Optional.of(here), form + "deny")));

        assertTrue(agreed.isAgreedIn(here.session()));
        assertTrue(refused.isRefusedIn(here.session()));
        assertFalse(refused.isAgreedIn(here.session()));
        assertTrue(node.consents.find(bob.id(), shop).isPresent());
    }

    @Test
    void who_signs_in_or_registers_does_so_for_it() {
        Welcome welcome = new Welcome(node.pendingAuthorizations, cookies);
        SignInPage signIn = new SignInPage(node.signInWithBrowser, welcome);
        SignUpPage signUp = new SignUpPage(node.registerWithBrowser, node.signInWithBrowser, new PasswordPolicy(
                new PolicySettings(node.settings)), welcome);
        String credentials = "username=bob&password=correct+horse";

        Answer first = signIn.submit(visit(Optional.empty(), credentials));
        BrowserSession session = session(first);
        assertTrue(onwards(first).isSignedInWith(session));

        BrowserSessions.Started here = signedIn();
        Answer again = signIn.submit(visit(Optional.of(here), credentials));
        assertEquals(here.session().id(), session(again).id());
        assertTrue(onwards(again).isSignedInWith(here.session()));

        Answer another = signUp.submit(visit(Optional.of(here), "username=ann&email=ann%40test.example"
                + "&password=correct+horse&confirmation=correct+horse"));
        assertTrue(onwards(another).isSignedInWith(session(another)));
        assertFalse(onwards(another).isSignedInWith(here.session()));
    }

    @Test
    void who_is_signed_in_already_or_gives_a_wrong_password_does_not() {
        Welcome welcome = new Welcome(node.pendingAuthorizations, cookies);
        SignInPage signIn = new SignInPage(node.signInWithBrowser, welcome);
        BrowserSessions.Started here = signedIn();

        assertEquals(Steps.NONE, onwards(signIn.show(visit(Optional.of(here), ""))).steps());
        assertInstanceOf(Answer.Document.class,
                signIn.submit(visit(Optional.of(here), "username=bob&password=battery+staple")));
    }

    /** The session whose cookie an answer sets. */
    private BrowserSession session(Answer answer) {
        String cookie = ((Answer.SeeOther) answer).cookies().get(0).replaceFirst("^[^=]*=([^;]*);.*", "$1");
        return node.browserSessions.find(SessionSecret.read(cookie).orElseThrow()).orElseThrow();
    }

    private BrowserSessions.Started signedIn() {
        return node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty()));
    }

    /** The request that an answer leads on with. */
    private PendingAuthorization onwards(Answer answer) {
        String path = ((Answer.SeeOther) answer).path();
        String start = WebPaths.CONTINUE + "?request=";
        assertEquals(start, path.substring(0, start.length()));
        return node.pendingAuthorizations.open(path.substring(start.length())).orElseThrow();
    }

    private Visit visit(Optional<BrowserSessions.Started> signedIn, String form) {
        ClientConnection connection = new ClientConnection(Node.HOME, false);
        List<String> sent = signedIn.map(it -> "warden-session=" + it.secret().value()).stream().toList();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                AnsweredRequestsTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(sent);
                    case "getAttribute" -> connection;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        PendingRequest pendingRequest = new PendingRequest(node.pendingAuthorizations.seal(pending), pending, shop);
        return new Visit(request, new Language("en", "ltr", Map.of("wrong-credentials", "Wrong")),
                Form.parse(form, Set.of()),
                Optional.of(pendingRequest), cookies);
    }
}
