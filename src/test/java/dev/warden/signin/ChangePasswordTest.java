package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.AccountId;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordPolicy.Refusal;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.signin.ChangePassword.Changed;
import dev.warden.signin.ChangePassword.TooManyGuesses;
import dev.warden.signin.ChangePassword.WeakPassword;
import dev.warden.signin.ChangePassword.WrongPassword;

@OnEveryDatabase
@DisplayName("Changing a password (ASVS 5.0 V6.2.2, V6.2.3, V7.4.3)")
class ChangePasswordTest {

    private static final String NEW = "battery staple";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final RegisterAccount.Registered bob;

    ChangePasswordTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob");
    }

    @Test
    void the_new_password_signs_in_and_the_old_one_does_not() {
        assertInstanceOf(Changed.class, change(Node.PASSWORD, NEW));

        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", NEW, Node.HOME));
        assertInstanceOf(SignIn.WrongPassword.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(1, store.count("audit_event WHERE type = 'password-changed' AND account_id = ? AND session_id = ?"
                + " AND address = ?", bob.identity().id(), bob.session().id(), Node.HOME.address()));
    }

    @Test
    void ends_every_other_session_of_the_account_and_nobody_elses() {
        SignIn.SignedIn other = (SignIn.SignedIn) node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE);
        SignIn.SignedIn third = (SignIn.SignedIn) node.signInRevealing("bob@test.example", Node.PASSWORD, Node.HOME);
        RegisterAccount.Registered eve = node.register("eve");

        change(Node.PASSWORD, NEW);

        assertTrue(node.revoked.contains(other.session().id()));
        assertTrue(node.revoked.contains(third.session().id()));
        assertFalse(node.revoked.contains(bob.session().id()));
        assertFalse(node.revoked.contains(eve.session().id()));
        assertInstanceOf(RefreshSession.Refused.class, node.refreshSession.refresh(
                node.issue(other.session(), other.identity()).refresh().jwt(), node.users, Node.ELSEWHERE));
        assertInstanceOf(RefreshSession.Refreshed.class, node.refreshSession.refresh(
                node.issue(bob.session(), bob.identity()).refresh().jwt(), node.users, Node.HOME));
    }

    @Test
    void ends_what_browsers_hold_too_but_for_the_one_it_is_changed_with() {
        BrowserSession here = browser();
        BrowserSession there = browser();

        node.changePassword.change(
                new ChangePassword.Command(bob.identity().id(), here.id(), Node.PASSWORD, NEW, Node.HOME,
                        Optional.empty()));

        assertEquals(List.of(here), node.browserSessions.of(bob.identity().id(), 9));
        assertTrue(node.revoked.contains(there.id()));
        assertTrue(node.revoked.contains(bob.session().id()));
    }

    private BrowserSession browser() {
        return start().session();
    }

    private BrowserSessions.Started start() {
        return node.browserSessions.start(
                new BrowserSessions.Arrival(bob.identity(), Assurance.PASSWORD, false, Node.HOME,
                Optional.empty()));
    }

    @Test
    void is_confirmed_with_the_same_secret_to_every_click_of_a_browser_and_done_once() {
        BrowserSessions.Started here = start();
        clock.advance(Duration.ofMinutes(5));

        List<ChangePassword.Result> clicks = Together.race(4, i -> changeIn(here, Node.PASSWORD, NEW));

        BrowserSessions.Started renewed = ((Changed) clicks.get(0)).renewed().orElseThrow();
        assertNotEquals(here.secret(), renewed.secret());
        for (ChangePassword.Result click : clicks) {
            assertEquals(renewed.secret(), ((Changed) click).renewed().orElseThrow().secret());
        }
        assertEquals(Optional.of(renewed.session()), node.browserSessions.find(renewed.secret()));
        assertEquals(Optional.empty(), node.browserSessions.find(here.secret()));
        assertEquals(1, store.count("audit_event WHERE type = 'password-changed'"));
        assertEquals(0, store.count("guess"));
        assertEquals(0, store.count("audit_event WHERE type = 'sign-in-refused'"));
    }

    @Test
    void is_confirmed_to_a_second_click_that_comes_with_the_new_secret_too() {
        BrowserSessions.Started here = start();
        BrowserSessions.Started renewed = ((Changed) changeIn(here, Node.PASSWORD, NEW)).renewed().orElseThrow();

        assertInstanceOf(Changed.class, changeIn(renewed, Node.PASSWORD, NEW));
        assertEquals(1, store.count("audit_event WHERE type = 'password-changed'"));
    }

    @Test
    void is_not_confirmed_to_who_has_just_signed_in_and_changed_nothing() {
        BrowserSessions.Started here = start();
        BrowserSession there = browser();

        assertInstanceOf(WrongPassword.class, changeIn(here, "wrong", Node.PASSWORD));
        assertFalse(node.revoked.contains(there.id()));
        assertEquals(1, store.count("guess"));
    }

    @Test
    void is_not_confirmed_to_who_guesses_the_new_password_by_the_old_secret() {
        BrowserSessions.Started here = start();
        changeIn(here, Node.PASSWORD, NEW);

        assertInstanceOf(WrongPassword.class, changeIn(here, Node.PASSWORD, "battery stable"));
        assertEquals(1, store.count("guess"));
    }

    @Test
    void is_not_confirmed_later_than_a_minute_after_it_nor_to_another_browser() {
        BrowserSessions.Started here = start();
        clock.advance(Duration.ofMinutes(5));
        BrowserSessions.Started there = start();
        changeIn(here, Node.PASSWORD, NEW);

        assertInstanceOf(WrongPassword.class, changeIn(there, Node.PASSWORD, NEW), "its session ended");
        assertInstanceOf(WrongPassword.class, change(Node.PASSWORD, NEW));
        clock.advance(Duration.ofMinutes(1));
        assertInstanceOf(WrongPassword.class, changeIn(here, Node.PASSWORD, NEW));
    }

    private ChangePassword.Result changeIn(BrowserSessions.Started here, String current, String next) {
        return node.changePassword.change(new ChangePassword.Command(bob.identity().id(), here.session().id(), current,
                next, Node.HOME, Optional.of(here.secret())));
    }

    @Test
    void the_wrong_current_password_changes_nothing_and_counts_as_a_guess() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(WrongPassword.class, change("wrong", NEW));
        }

        assertInstanceOf(TooManyGuesses.class, change(Node.PASSWORD, NEW));
        assertInstanceOf(SignIn.TooManyGuesses.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(10, store.count("audit_event WHERE type = 'sign-in-refused' AND detail = 'wrong-current-password'"
                + " AND account_id = ?", bob.identity().id()));
        assertEquals(0, store.count("audit_event WHERE type = 'password-changed'"));
        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void guesses_at_sign_in_count_here_too() {
        for (int i = 0; i < 10; i++) {
            node.signIn("bob", "wrong", Node.HOME);
        }

        TooManyGuesses stopped = assertInstanceOf(TooManyGuesses.class, change(Node.PASSWORD, NEW));
        assertTrue(stopped.retryAfter().toSeconds() >= 1);
    }

    @Test
    void the_right_current_password_is_not_counted() {
        for (int i = 0; i < 12; i++) {
            assertInstanceOf(Changed.class, change(i % 2 == 0 ? Node.PASSWORD : NEW, i % 2 == 0 ? NEW : Node.PASSWORD));
        }

        assertEquals(0, store.count("guess"));
    }

    @Test
    void a_password_that_the_policy_refuses_is_refused_without_a_guess() {
        assertEquals(new WeakPassword(Refusal.TOO_SHORT), change(Node.PASSWORD, "12345"));
        assertEquals(new WeakPassword(Refusal.TOO_LONG), change("wrong", "x".repeat(257)));

        assertEquals(0, store.count("guess"));
    }

    @Test
    void of_six_at_once_with_the_same_current_password_one_changes_it() {
        List<ChangePassword.Result> results = Together.race(6, i -> change(Node.PASSWORD, NEW + i));

        assertEquals(1, results.stream().filter(Changed.class::isInstance).count());
        assertEquals(5, results.stream().filter(WrongPassword.class::isInstance).count(), results::toString);
        int winner = results.indexOf(new Changed(Optional.empty()));
        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", NEW + winner, Node.HOME));
        assertEquals(1, store.count("audit_event WHERE type = 'password-changed'"));
    }

    @Test
    void a_disabled_account_cannot() {
        store.database().update("UPDATE account SET disabled_at = ?", clock.instant());

        assertInstanceOf(WrongPassword.class, change(Node.PASSWORD, NEW));
    }

    @Test
    void who_changes_it_while_the_account_is_put_out_of_use_cannot() {
        ChangePassword.Result result = Together.overtaken(node.database, () -> {
            node.accounts.findForUpdate(new AccountId(bob.identity().id())).orElseThrow().disable(clock.instant());
            node.accounts.flush();
        }, () -> change(Node.PASSWORD, NEW));

        assertInstanceOf(WrongPassword.class, result);
        assertEquals(0, store.count("audit_event WHERE type = 'password-changed'"));
    }

    @Test
    void who_changes_it_while_a_sign_in_renews_the_hash_changes_it() {
        PasswordHash renewed = node.hashing.inTurn(turn -> turn.hash(Node.PASSWORD));

        ChangePassword.Result result = Together.overtaken(node.database, () -> {
            node.accounts.findForUpdate(new AccountId(bob.identity().id())).orElseThrow().changePassword(renewed);
            node.accounts.flush();
        }, () -> change(Node.PASSWORD, NEW));

        assertInstanceOf(Changed.class, result);
        assertEquals(0, store.count("guess"));
        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", NEW, Node.HOME));
    }

    @Test
    void an_account_that_is_gone_cannot() {
        store.database().update("DELETE FROM account");

        assertInstanceOf(WrongPassword.class, change(Node.PASSWORD, NEW));
    }

    @Test
    void a_change_whose_fact_cannot_be_told_changes_nothing_and_ends_no_session() {
        SignIn.SignedIn other = (SignIn.SignedIn) node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE);
        store.database().update("ALTER TABLE audit_event RENAME TO audit_event_away");
        try {
            assertThrows(IllegalStateException.class, () -> change(Node.PASSWORD, NEW));
        } finally {
            store.database().update("ALTER TABLE audit_event_away RENAME TO audit_event");
        }

        assertFalse(node.revoked.contains(other.session().id()), "what was rolled back was not told to this node");
        assertEquals(0, store.count("revocation"));
        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void a_command_does_not_print_its_passwords() {
        assertFalse(command(Node.PASSWORD, NEW).toString().matches(".*(horse|staple).*"));
    }

    private ChangePassword.Result change(String current, String next) {
        return node.changePassword.change(command(current, next));
    }

    private ChangePassword.Command command(String current, String next) {
        return new ChangePassword.Command(bob.identity().id(), bob.session().id(), current, next, Node.HOME,
                Optional.empty());
    }
}
