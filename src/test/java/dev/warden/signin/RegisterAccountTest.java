package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Email;
import dev.warden.account.Username;
import dev.warden.audit.AuditLog;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.password.PasswordPolicy.Refusal;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.session.Device;
import dev.warden.signin.RegisterAccount.Registered;
import dev.warden.signin.RegisterAccount.Taken;
import dev.warden.signin.RegisterAccount.TooManyGuesses;
import dev.warden.signin.RegisterAccount.WeakPassword;

@OnEveryDatabase
@DisplayName("Registering an account")
class RegisterAccountTest {

    private final Engine engine;
    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    RegisterAccountTest(Engine engine) throws SQLException {
        this.engine = engine;
        store = engine.emptyStore();
        node = Node.on(store, clock);
    }

    @Test
    void stores_the_account_its_session_and_the_fact_and_signs_in() {
        Registered registered = node.register("bob");

        assertEquals("bob", registered.identity().username());
        assertEquals("bob@test.example", registered.identity().email());
        assertEquals(registered.identity().id(), registered.session().accountId());
        assertEquals(clock.instant(), registered.session().refreshedAt());
        assertEquals(clock.instant().plus(Duration.ofDays(7)), registered.session().expiresAt());
        assertEquals(1, store.count("account WHERE id = ? AND version >= 0 AND disabled_at IS NULL",
                registered.identity().id()));
        assertEquals(1, store.count("session WHERE id = ? AND account_id = ? AND address = '192.0.2.1'",
                registered.session().id(), registered.identity().id()));
        assertEquals(1, store.count(
                "audit_event WHERE type = 'account-registered' AND account_id = ? AND session_id = ?"
                + " AND address = '192.0.2.1'", registered.identity().id(), registered.session().id()));
        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void gives_the_role_user() {
        assertEquals(1, store.count("role WHERE id = ? AND name = 'user'", node.register("bob").identity().roleId()));
    }

    @Test
    void keeps_the_spelling_and_never_the_password() {
        node.register("Bob@Test.Example", "BoB");

        assertEquals(1, store.count("account WHERE email = 'Bob@Test.Example' AND username = 'BoB'"));
        assertEquals(1, store.count("account WHERE password_hash LIKE '$argon2id$%'"));
        assertEquals(0, store.count("account WHERE password_hash LIKE ?", "%" + Node.PASSWORD + "%"));
    }

    @Test
    void of_sixteen_at_once_with_one_email_one_has_it_on_two_nodes() {
        Node other = Node.on(store, clock);

        List<RegisterAccount.Result> results = Together.race(16,
                i -> (i % 2 == 0 ? node : other).register("Shared@test.example", "name" + i));

        assertOneWon(results, new Taken(true, false));
    }

    @Test
    void of_sixteen_at_once_with_one_username_one_has_it_on_two_nodes() {
        Node other = Node.on(store, clock);

        List<RegisterAccount.Result> results = Together.race(16,
                i -> (i % 2 == 0 ? node : other).register("address" + i + "@test.example", "Shared"));

        assertOneWon(results, new Taken(false, true));
    }

    @Test
    void of_sixteen_at_once_with_one_identity_in_sixteen_spellings_one_has_it() {
        List<RegisterAccount.Result> results = Together.race(16, i -> {
            String spelling = inCapitals("shared", i);
            return node.register(spelling + "@test.example", spelling);
        });

        assertOneWon(results, new Taken(true, true));
    }

    private static String inCapitals(String text, int bits) {
        StringBuilder mixed = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if ((bits >> i & 1) == 1) {
                mixed.setCharAt(i, Character.toUpperCase(text.charAt(i)));
            }
        }
        return mixed.toString();
    }

    private void assertOneWon(List<RegisterAccount.Result> results, Taken loss) {
        assertEquals(1, results.stream().filter(Registered.class::isInstance).count());
        assertEquals(15, results.stream().filter(loss::equals).count(), () -> "lost otherwise: " + results);
        assertEquals(1, store.count("account"));
        assertEquals(1, store.count("session"));
        assertEquals(1, store.count("audit_event WHERE type = 'account-registered'"));
        Registered winner = results.stream().filter(Registered.class::isInstance).map(Registered.class::cast)
                .findFirst().orElseThrow();
        assertEquals(1, store.count("session s JOIN account a ON a.id = s.account_id WHERE s.id = ?",
                winner.session().id()));
    }

    @Test
    void tells_which_of_the_two_is_taken() {
        node.register("bob");

        assertEquals(new Taken(true, false), node.register("BOB@test.example", "other"));
        assertEquals(new Taken(false, true), node.register("other@test.example", "BOB"));
        assertEquals(new Taken(true, true), node.register("bob@test.example", "bob"));
    }

    @Test
    void tells_that_both_are_taken_by_two_different_people() {
        node.register("bob");
        node.register("eve");

        assertEquals(new Taken(true, true), node.register("bob@test.example", "eve"));
    }

    @Test
    void a_refusal_leaves_no_account_no_session_and_no_fact() {
        node.register("bob");

        node.register("bob@test.example", "other");

        assertEquals(1, store.count("account"));
        assertEquals(1, store.count("session"));
        assertEquals(1, store.count("audit_event WHERE type = 'account-registered'"));
    }

    @Test
    void nothing_is_stored_when_the_fact_cannot_be_told() throws SQLException {
        Store own = engine.newStore();
        Node onOwn = Node.on(own, clock);
        own.database().update("ALTER TABLE audit_event RENAME TO audit_event_away");

        // The table being gone is a bug and no outage.
        assertThrows(IllegalStateException.class, () -> onOwn.register("bob"));

        assertEquals(0, own.count("account"));
        assertEquals(0, own.count("session"));
        own.database().update("ALTER TABLE audit_event_away RENAME TO audit_event");
        assertInstanceOf(Registered.class, onOwn.register("bob@test.example", "bob"));
    }

    @Test
    void says_that_the_database_is_away_and_works_again_when_it_is_back() {
        store.cutOff();
        assertThrows(DatabaseUnavailable.class, () -> node.register("bob"));

        store.reconnect();
        assertEquals(0, store.count("account"));
        assertInstanceOf(Registered.class, node.register("bob@test.example", "bob"));
    }

    @Test
    void refuses_a_password_that_the_policy_refuses_before_it_looks_at_names() {
        node.register("bob");

        assertEquals(new WeakPassword(Refusal.TOO_SHORT), node.registerAccount.register(new RegisterAccount.Command(
                new Email("bob@test.example"), new Username("bob"), "12345", Node.HOME, node.users)));
    }

    @Test
    void a_network_that_was_told_too_often_that_a_name_is_taken_is_stopped_and_others_are_not() {
        Node strict = Node.on(store, clock, Map.of("warden.throttle.taken-per-address", "3"));
        strict.register("bob");
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Taken.class, strict.register("bob@test.example", "harvest" + i));
        }

        TooManyGuesses stopped = assertInstanceOf(TooManyGuesses.class, strict.register("free@test.example", "free"));
        assertEquals(Duration.ofMinutes(10), stopped.retryAfter());
        try (LogLines log = LogLines.of(AuditLog.class)) {
            assertInstanceOf(TooManyGuesses.class, strict.register("free@test.example", "free"));
            assertEquals(List.of(), log.lines(), "it was logged");
        }
        assertInstanceOf(Registered.class, strict.registerAccount.register(new RegisterAccount.Command(
                new Email("free@test.example"), new Username("free"), Node.PASSWORD, Node.ELSEWHERE, strict.users)));
        clock.advance(Duration.ofMinutes(10));
        assertInstanceOf(Registered.class, strict.register("later@test.example", "later"));
    }

    @Test
    void answers_that_a_name_is_taken_do_not_count_as_guesses_at_a_password() {
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-address", "2"));
        strict.register("bob");
        for (int i = 0; i < 5; i++) {
            strict.registerAccount.register(new RegisterAccount.Command(new Email("bob@test.example"),
                    new Username("harvest" + i), Node.PASSWORD, Node.ELSEWHERE, strict.users));
        }

        assertInstanceOf(SignIn.SignedIn.class, strict.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void an_ipv6_subscriber_is_kept_as_a_network() {
        node.registerAccount.register(new RegisterAccount.Command(new Email("bob@test.example"), new Username("bob"),
                Node.PASSWORD, new Device("2001:db8:1:2:3:4:5:6", "x"), node.users));

        assertEquals(1, store.count("session WHERE address = '2001:db8:1:2:0:0:0:0/64'"));
        assertEquals(1, store.count("audit_event WHERE address = '2001:db8:1:2:3:4:5:6'"));
    }

    @Test
    void a_command_does_not_print_its_password() {
        RegisterAccount.Command command = new RegisterAccount.Command(new Email("bob@test.example"),
                new Username("bob"), Node.PASSWORD, Node.HOME, node.users);

        assertTrue(!command.toString().contains(Node.PASSWORD) && !command.toString().contains("bob"));
    }
}
