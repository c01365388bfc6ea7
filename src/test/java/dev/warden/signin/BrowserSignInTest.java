package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.AccountId;
import dev.warden.account.Email;
import dev.warden.account.LoginName;
import dev.warden.account.Username;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordPolicy;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions.Started;
import dev.warden.session.SessionSecret;
import dev.warden.signin.SignInWithBrowser.SignedIn;

@OnEveryDatabase
@DisplayName("Signing in, registering and signing out with a browser")
class BrowserSignInTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final RegisterAccount.Registered bob;

    BrowserSignInTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob");
    }

    @Test
    void starts_a_session_by_either_name() {
        for (String name : List.of("bob", "BOB", "bob@test.example", "Bob@Test.Example")) {
            Started started = signedIn(name, Optional.empty());

            assertEquals(Optional.of(started.session()), node.browserSessions.find(started.secret()), name);
            assertEquals(bob.identity(), started.session().identity());
            assertEquals(1, store.count("audit_event WHERE type = 'signed-in' AND account_id = ? AND session_id = ?"
                    + " AND address = ?", bob.identity().id(), started.session().id(), Node.HOME.address()));
        }
        assertEquals(0, store.count("guess"));
    }

    @Test
    void with_what_is_no_name_finds_nobody() {
        for (String name : List.of("", "@", "bob@", "@test.example", "bob@test.example\n", "\ud83d", "' OR 1=1 --")) {
            assertEquals(new SignIn.UnknownAccount(), refusal(name, Node.PASSWORD), name);
        }
    }

    @Test
    void is_refused_as_everywhere() {
        assertEquals(new SignIn.WrongPassword(), refusal("bob", "wrong"));
        assertEquals(new SignIn.UnknownAccount(), refusal("nobody", Node.PASSWORD));
        store.database().update("UPDATE account SET disabled_at = ?", clock.instant());
        assertEquals(new SignIn.Disabled(), refusal("bob", Node.PASSWORD));
        assertEquals(0, store.count("browser_session"));
        assertEquals(List.of("disabled", "unknown-account", "wrong-password"), store.database().list(
                "SELECT detail FROM audit_event WHERE type = 'sign-in-refused' ORDER BY detail",
                row -> row.getString("detail")));
    }

    @Test
    void shares_its_limits_with_the_contracts() {
        for (int i = 0; i < 5; i++) {
            node.signIn("bob", "wrong", Node.HOME);
            refusal("bob", "wrong");
        }

        assertInstanceOf(SignIn.TooManyGuesses.class, refusal("bob", Node.PASSWORD));
        assertInstanceOf(SignIn.TooManyGuesses.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    @DisplayName("gives the browser a new secret each time (CWE-384)")
    void gives_the_browser_a_new_secret_each_time() {
        Started first = signedIn("bob", Optional.empty());
        Started second = signedIn("bob", Optional.of(first.secret()));

        assertEquals(first.session().id(), second.session().id());
        assertNotEquals(first.secret(), second.secret());
        assertEquals(Optional.empty(), node.browserSessions.find(first.secret()));
    }

    @Test
    void is_refused_to_who_does_it_while_the_password_is_changed() {
        PasswordHash another = node.hashing.inTurn(turn -> turn.hash("battery staple"));

        SignInWithBrowser.Result result = Together.overtaken(node.database, () -> {
            node.accounts.findForUpdate(new AccountId(bob.identity().id())).orElseThrow().changePassword(another);
            node.accounts.flush();
            node.endSession.endAll(bob.identity().id(), "");
        }, () -> signIn("bob", Node.PASSWORD, Optional.empty()));

        assertEquals(new SignInWithBrowser.Refused(new SignIn.WrongPassword()), result);
        assertEquals(0, store.count("browser_session"));
    }

    @Test
    void costs_at_most_six_statements() {
        signedIn("bob", Optional.empty());
        store.statements();

        signedIn("bob", Optional.empty());

        List<String> statements = store.statements();
        assertTrue(!statements.isEmpty() && statements.size() <= 6, () -> String.join("\n", statements));
    }

    @Test
    void registering_makes_the_account_and_the_session_together() {
        Started started = assertInstanceOf(RegisterWithBrowser.Registered.class, register("eve", Node.PASSWORD))
                .started();

        assertEquals("eve", node.browserSessions.find(started.secret()).orElseThrow().identity().username());
        assertEquals(1, store.count("audit_event WHERE type = 'account-registered' AND session_id = ?",
                started.session().id()));
        assertEquals(1, store.count("session"), "bob's");
    }

    @Test
    void registering_is_refused_as_everywhere() {
        assertEquals(new RegisterWithBrowser.Refused(new RegisterAccount.Taken(true, true)),
                register("bob", Node.PASSWORD));
        assertEquals(new RegisterWithBrowser.Refused(
                new RegisterAccount.WeakPassword(PasswordPolicy.Refusal.TOO_SHORT)), register("eve", "12345"));
        assertEquals(0, store.count("browser_session"));
        assertEquals(1, store.count("account"));
    }

    @Test
    void ending_is_told_to_the_audit_once() {
        BrowserSession session = signedIn("bob", Optional.empty()).session();

        node.endSession.end(session.accountId(), session.id());
        node.endSession.end(session.accountId(), session.id());
        node.endSession.end("somebody else", session.id());

        assertEquals(List.of(), node.browserSessions.of(session.accountId(), 9));
        assertTrue(node.revoked.contains(session.id()));
        assertEquals(1, store.count("audit_event WHERE type = 'signed-out' AND session_id = ?", session.id()));
    }

    private RegisterWithBrowser.Result register(String name, String password) {
        return node.registerWithBrowser.register(new RegisterWithBrowser.Command(new Email(name + "@test.example"),
                new Username(name), password, Node.HOME, Optional.empty()));
    }

    private SignInWithBrowser.Result signIn(String name, String password, Optional<SessionSecret> before) {
        return node.signInWithBrowser.signIn(
                new SignInWithBrowser.Command(LoginName.usernameOrEmail(name), password, false, Node.HOME, before));
    }

    private Started signedIn(String name, Optional<SessionSecret> before) {
        return assertInstanceOf(SignedIn.class, signIn(name, Node.PASSWORD, before)).started();
    }

    private SignIn.Refusal refusal(String name, String password) {
        return assertInstanceOf(SignInWithBrowser.Refused.class, signIn(name, password, Optional.empty())).refusal();
    }
}
