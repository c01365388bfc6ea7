package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.password.PasswordPolicy;
import dev.warden.password.PolicySettings;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;

@OnEveryDatabase
@DisplayName("Who creates an account")
class SignUpPageTest {

    private static final String FORM = "username=ann&email=ann%40test.example&password=correct+horse"
            + "&confirmation=correct+horse";

    private final Store store;
    private final Node node;
    private final SignUpPage page;
    private final BrowserCookie cookies;

    SignUpPageTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        MutableClock clock = new MutableClock();
        node = Node.on(store, clock);
        cookies = new BrowserCookie(node.browserSessions, clock);
        page = new SignUpPage(node.registerWithBrowser, node.signInWithBrowser, new PasswordPolicy(
                new PolicySettings(node.settings)), new Welcome(node.pendingAuthorizations, cookies));
    }

    @Test
    void and_clicks_twice_is_signed_in_by_either_click() {
        assertSignedIn(submit(FORM));
        assertSignedIn(submit(FORM));

        assertEquals(1, store.count("account"));
        assertEquals(1, store.count("guess WHERE kind = 'registration'"), "the name was taken, and that counts");
        assertEquals(0, store.count("guess WHERE kind = 'sign-in'"), "a right guess does not");
    }

    @Test
    void and_clicks_twice_at_once_is_signed_in_by_either_click() {
        Together.race(2, i -> submit(FORM)).forEach(SignUpPageTest::assertSignedIn);

        assertEquals(1, store.count("account"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"username=ann&email=other%40test.example", "username=other&email=ann%40test.example",
        "username=ann&email=ann%40test.example"})
    @DisplayName("under a name that is taken, with another password, hears just that, and has guessed at a password")
    void under_a_name_that_is_taken(String names) {
        submit(FORM);

        Answer.Document answer = (Answer.Document) submit(names + "&password=battery+staple"
                + "&confirmation=battery+staple");

        assertEquals(422, answer.status());
        assertEquals(List.of("This username or this email address is already in use."),
                ((SignUpPage.View) answer.view()).faults().stream().map(Fault::text).toList());
        assertEquals(1, store.count("guess WHERE kind = 'registration'"));
        assertEquals(1, store.count("guess WHERE kind = 'sign-in'"));
    }

    @Test
    void and_has_one_that_is_disabled_hears_only_that_the_name_is_taken() {
        submit(FORM);
        node.database.update("UPDATE account SET disabled_at = created_at");

        assertEquals(422, ((Answer.Document) submit(FORM)).status());
    }

    private static void assertSignedIn(Answer answer) {
        Answer.SeeOther onwards = (Answer.SeeOther) answer;
        assertEquals("/account", onwards.path());
        assertTrue(onwards.cookies().get(0).startsWith("warden-session="), onwards.cookies()::toString);
    }

    private Answer submit(String form) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(List.of());
                    case "getAttribute" -> new ClientConnection(Node.HOME, false);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return page.submit(new Visit(request, Theme.ours().languages().choose(List.of(), "en"),
                Form.parse(form, Set.of()), Optional.empty(), cookies));
    }
}
