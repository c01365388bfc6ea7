package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSessions;
import dev.warden.session.BrowserSessions.Started;
import dev.warden.session.Device;

@OnEveryDatabase
@DisplayName("The page of an account")
class AccountPageTest {

    private static final int MAX_PAGE = 60 * 1024;

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final BrowserCookie cookies;
    private final AccountPage page;
    private final Language english = Theme.ours().languages().choose(List.of(), "en");

    AccountPageTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), clock);
        bob = node.register("bob").identity();
        cookies = new BrowserCookie(node.browserSessions, clock);
        page = new AccountPage(node.browserSessions, new Applications(node.consents, node.clientSessions,
                node.clients));
    }

    @Test
    void shows_every_session_of_a_person_who_has_fifty() {
        Started here = signIn();
        for (int i = 1; i < 50; i++) {
            signIn();
        }

        AccountPage.View view = shownTo(here);

        assertEquals(50, view.sessions().size());
        assertEquals("", view.moreSessions());
    }

    @Test
    @DisplayName("shows the newest fifty sessions, this one among them, and how many more there are: it stays small")
    void shows_the_newest_fifty_sessions() {
        Started here = signIn();
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 53; i++) {
            signIn();
        }

        AccountPage.View view = shownTo(here);

        assertEquals(50, view.sessions().size());
        assertEquals(List.of(here.session().id()), view.sessions().stream().filter(AccountPage.Entry::isThis)
                .map(AccountPage.Entry::id).toList());
        assertEquals("Not shown: 4. Signing out everywhere ends all of them.", view.moreSessions());
        String rendered = Theme.ours().render("account", view, new CommonValues("en", "ltr", "Your account",
                "Warden", english.messages(), "/warden", "/warden/theme/x", "A".repeat(43), "", "", "", "", "", "", "",
                ""));
        assertTrue(rendered.contains("<p>Not shown: 4."), rendered);
        assertTrue(rendered.getBytes(StandardCharsets.UTF_8).length < MAX_PAGE);
    }

    @Test
    @DisplayName("shows the network of each session in the form of RFC 5952")
    void shows_the_network_of_each_session() {
        Started here = signIn(new Device("2001:db8:0:1:2::3", "Firefox"));

        assertEquals(List.of("2001:db8:0:1::/64"),
                shownTo(here).sessions().stream().map(AccountPage.Entry::network).toList());
    }

    private Started signIn() {
        return signIn(Node.HOME);
    }

    private Started signIn(Device device) {
        return node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, device,
                Optional.empty()));
    }

    private AccountPage.View shownTo(Started started) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(
                            List.of("warden-session=" + started.secret().value()));
                    case "getAttribute" -> new ClientConnection(Node.HOME, false);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return (AccountPage.View) ((Answer.Document) page.show(new Visit(request, english,
                Form.parse("", Set.of()), Optional.empty(), cookies))).view();
    }
}
