package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditLog;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSessions;
import dev.warden.session.Device;
import dev.warden.signin.SignIn.SignedIn;
import dev.warden.signin.SignIn.TooManyGuesses;
import dev.warden.signin.SignIn.UnknownAccount;
import dev.warden.signin.SignIn.WrongPassword;

@OnEveryDatabase
@DisplayName("Guessing passwords (ASVS 5.0 V6.3.1)")
class GuessingTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    GuessingTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.register("bob");
    }

    @Test
    void of_two_hundred_guesses_at_once_from_one_address_on_two_nodes_at_most_ten_are_evaluated() {
        Node other = Node.on(store, clock);

        List<SignIn.Result> results = Together.race(200,
                i -> (i % 2 == 0 ? node : other).signIn("bob", "guess " + i, Node.ELSEWHERE));

        long evaluated = results.stream().filter(WrongPassword.class::isInstance).count();
        assertTrue(evaluated >= 1 && evaluated <= 10, "evaluated: " + evaluated);
        assertEquals(evaluated, store.count("audit_event WHERE detail = 'wrong-password'"));
        List<TooManyGuesses> stopped = results.stream().filter(TooManyGuesses.class::isInstance)
                .map(TooManyGuesses.class::cast).toList();
        assertEquals(200 - evaluated, stopped.size());
        assertTrue(stopped.stream().allMatch(each -> isWithinWindow(each.retryAfter())), stopped::toString);
        assertEquals(evaluated, store.count("guess"), "what is not evaluated is not counted");
    }

    @ParameterizedTest
    @EnumSource(LoginName.Kind.class)
    void a_guess_does_not_wait_for_who_is_changing_the_password(LoginName.Kind kind) throws Exception {
        Identity bob = store.database().first("SELECT id, username, email, role_id FROM account",
                row -> Identity.in(row, "id")).orElseThrow();
        LoginName name = switch (kind) {
            case USERNAME -> LoginName.username(bob.username());
            case EMAIL -> LoginName.email(new Email(bob.email()));
            case ID -> LoginName.id(bob.id());
        };
        ExecutorService guesser = Executors.newSingleThreadExecutor();
        try {
            Guess guess = node.database.transaction(() -> {
                node.database.update("UPDATE account SET password_hash = 'other'");
                return await(guesser.submit(() -> node.throttle.begin(name, Node.ELSEWHERE, false)));
            });

            assertEquals(bob, guess.identity());
            assertEquals(bob.id(), guess.subject());
        } finally {
            guesser.shutdownNow();
        }
    }

    /** By the statements of docs/operating.md. */
    @Test
    void while_an_operator_deletes_guesses_a_sign_in_succeeds_or_is_to_be_tried_again() throws Exception {
        AtomicBoolean hasEnded = new AtomicBoolean();
        FutureTask<Integer> operator = new FutureTask<>(() -> {
            int deleted = 0;
            while (!hasEnded.get()) {
                deleted += store.database().update("DELETE FROM guess");
            }
            return deleted;
        });
        new Thread(operator).start();
        try {
            for (int i = 0; i < 500; i++) {
                try {
                    assertEquals("bob", node.throttle.begin(LoginName.username("bob"), Node.HOME, false).identity()
                            .username());
                } catch (DatabaseUnavailable e) {
                    // It is answered 503.
                }
            }
        } finally {
            hasEnded.set(true);
        }
        assertTrue(operator.get() > 0, "Nothing was deleted");
    }

    private static Guess await(Future<Guess> guess) {
        try {
            return guess.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The guess waits", e);
        }
    }

    @Test
    void ten_guesses_are_evaluated_and_then_the_right_password_is_refused_too() {
        guessWrong(node, 10, Node.ELSEWHERE);

        assertStopped(node.signIn("bob", "wrong", Node.ELSEWHERE));
        assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        assertEquals(0, store.count("audit_event WHERE type = 'signed-in'"));
    }

    @Test
    void that_it_was_stopped_is_logged_once_in_a_window_for_each_account_and_network() {
        guessWrong(node, 10, Node.ELSEWHERE);
        guessWrong(node, 10, Node.HOME);
        try (LogLines log = LogLines.of(AuditLog.class)) {
            for (int i = 0; i < 5; i++) {
                assertStopped(node.signIn("bob", "wrong", Node.ELSEWHERE));
            }
            assertEquals(1, log.lines().size());
            assertStopped(node.signIn("bob", "wrong", Node.HOME));
            assertEquals(1, log.lines().size());

            clock.advance(Duration.ofMinutes(10));
            guessWrong(node, 10, Node.ELSEWHERE);
            log.lines();
            assertStopped(node.signIn("bob", "wrong", Node.ELSEWHERE));
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void the_owners_own_network_is_stopped_after_ten_guesses_as_well() {
        guessWrong(node, 10, Node.HOME);

        assertStopped(node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void the_right_password_as_the_tenth_guess_is_right() {
        guessWrong(node, 9, Node.ELSEWHERE);

        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void a_right_password_is_not_counted_and_takes_no_earlier_guess_back() {
        guessWrong(node, 9, Node.ELSEWHERE);
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        }

        assertEquals(9, store.count("guess"));
        assertInstanceOf(WrongPassword.class, node.signIn("bob", "wrong", Node.ELSEWHERE));
        assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void the_window_slides_and_says_truly_when_to_come_back() {
        guessWrong(node, 5, Node.ELSEWHERE);
        clock.advance(Duration.ofMinutes(4));
        guessWrong(node, 5, Node.ELSEWHERE);
        clock.advance(Duration.ofMinutes(1));

        TooManyGuesses stopped = assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        assertEquals(Duration.ofMinutes(5), stopped.retryAfter());

        clock.advance(stopped.retryAfter().minusMillis(1));
        assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        clock.advance(Duration.ofMillis(1));
        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void waiting_for_less_than_a_second_is_told_as_a_second() {
        guessWrong(node, 10, Node.ELSEWHERE);
        clock.advance(Duration.ofMinutes(10).minusMillis(20));

        assertEquals(Duration.ofSeconds(1), assertStopped(node.signIn("bob", "x", Node.ELSEWHERE)).retryAfter());
    }

    @Test
    void a_restart_does_not_forget() {
        guessWrong(node, 10, Node.ELSEWHERE);

        assertStopped(Node.on(store, clock).signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void nodes_share_the_limit() {
        Node other = Node.on(store, clock);
        guessWrong(node, 5, Node.ELSEWHERE);
        guessWrong(other, 5, Node.ELSEWHERE);

        assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        assertStopped(other.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void spellings_and_ways_to_name_an_account_share_the_limit() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(WrongPassword.class, i % 2 == 0 ? node.signIn("BoB", "wrong", Node.ELSEWHERE)
                    : node.signInRevealing("Bob@TEST.example", "wrong", Node.ELSEWHERE));
        }

        assertStopped(node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        assertStopped(node.signInRevealing("bob@test.example", Node.PASSWORD, Node.ELSEWHERE));
    }

    @Test
    void addresses_of_one_ipv6_subscriber_share_the_limit_and_others_do_not() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(WrongPassword.class, node.signIn("bob", "wrong", ipv6("2001:db8:0:1::" + i)));
        }

        assertStopped(node.signIn("bob", Node.PASSWORD, ipv6("2001:db8:0:1:ffff:ffff:ffff:ffff")));
        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, ipv6("2001:db8:0:2::1")));
    }

    @Test
    void an_unknown_account_is_stopped_after_as_many_guesses_as_a_known_one() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(UnknownAccount.class, node.signIn("nobody", "x", Node.ELSEWHERE));
        }

        assertStopped(node.signIn("nobody", "x", Node.ELSEWHERE));
        assertStopped(node.signIn("NOBODY", "x", Node.ELSEWHERE));
        assertInstanceOf(UnknownAccount.class, node.signIn("nobody", "x", Node.HOME));
    }

    @Test
    void hundreds_of_strangers_lock_each_other_out_and_not_the_owner() {
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-account", "40"));
        for (int i = 0; i < 300; i++) {
            strict.signIn("bob", "wrong", new Device("203.0.113." + i % 200, ""));
        }

        assertEquals(40, store.count("audit_event WHERE detail = 'wrong-password'"));
        assertStopped(strict.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));
        assertInstanceOf(SignedIn.class, strict.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void a_network_is_known_as_long_as_an_ended_session_is_kept() {
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-account", "3"));
        Supplier<SignIn.Result> afterAFlood = () -> {
            for (int i = 0; i < 4; i++) {
                strict.signIn("bob", "wrong", new Device("203.0.113." + i, ""));
            }
            return strict.signIn("bob", Node.PASSWORD, Node.HOME);
        };
        String first = store.database().first("SELECT id FROM session", row -> row.getString("id")).orElseThrow();
        node.sessions.revoke(first);

        assertInstanceOf(SignedIn.class, afterAFlood.get());

        store.database().update("DELETE FROM session");
        assertStopped(afterAFlood.get());
    }

    @Test
    void a_network_is_known_from_a_browser_too() {
        Identity bob = ((SignedIn) node.signIn("bob", Node.PASSWORD, Node.HOME)).identity();
        Device cafe = new Device("198.51.100.99", "");
        node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, cafe, Optional.empty()));
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-account", "3"));
        for (int i = 0; i < 4; i++) {
            strict.signIn("bob", "wrong", new Device("203.0.113." + i, ""));
        }

        assertStopped(strict.signIn("bob", Node.PASSWORD, new Device("198.51.100.98", "")));
        assertInstanceOf(SignedIn.class, strict.signIn("bob", Node.PASSWORD, cafe));
    }

    @Test
    void a_network_is_not_known_because_somebody_else_signed_in_there_with_a_browser() {
        Device den = new Device("198.51.100.98", "");
        node.browserSessions.start(new BrowserSessions.Arrival(node.register("eve").identity(), Assurance.PASSWORD,
                false, den, Optional.empty()));
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-account", "3"));
        for (int i = 0; i < 4; i++) {
            strict.signIn("bob", "wrong", new Device("203.0.113." + i, ""));
        }

        assertStopped(strict.signIn("bob", Node.PASSWORD, den));
        assertInstanceOf(SignedIn.class, strict.signIn("eve", Node.PASSWORD, den));
    }

    @Test
    void one_address_that_tries_many_accounts_is_stopped_except_where_it_is_known() {
        node.register("eve");
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-address", "20"));
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(UnknownAccount.class, strict.signIn("spray" + i, "Password1", Node.ELSEWHERE));
        }
        assertStopped(strict.signIn("eve", Node.PASSWORD, Node.ELSEWHERE));
        assertInstanceOf(SignedIn.class, strict.signIn("eve", Node.PASSWORD, Node.HOME));

        for (int i = 0; i < 20; i++) {
            assertInstanceOf(UnknownAccount.class, strict.signIn("spray" + i, "Password1", Node.HOME));
        }
        assertInstanceOf(SignedIn.class, strict.signIn("eve", Node.PASSWORD, Node.HOME));
        assertStopped(strict.signIn("spray", "Password1", Node.HOME));
    }

    @Test
    void where_an_address_is_stopped_a_wrong_password_is_answered_alike_for_accounts_that_are_known_there() {
        Node strict = Node.on(store, clock, Map.of("warden.throttle.per-address", "20"));
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(UnknownAccount.class, strict.signIn("spray" + i, "Password1", Node.HOME));
        }
        clock.advance(Duration.ofMinutes(4));

        TooManyGuesses nobody = assertStopped(strict.signIn("spray", "x", Node.HOME));
        for (int i = 0; i < 10; i++) {
            assertEquals(nobody, strict.signIn("bob", "x", Node.HOME));
        }
        assertEquals(10, store.count("audit_event WHERE detail = 'wrong-password'"), "each counts as a guess");
        assertEquals(nobody, strict.signIn("bob", "x", Node.HOME));
        assertEquals(nobody, strict.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(30, store.count("guess"));
    }

    @Test
    void where_no_more_is_revealed_a_wrong_password_is_answered_alike_for_accounts_that_are_known_there() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(UnknownAccount.class,
                    node.signInRevealing("nobody" + i + "@test.example", "x", Node.HOME));
        }

        assertEquals(node.signInRevealing("nobody@test.example", "x", Node.HOME),
                assertStopped(node.signInRevealing("bob@test.example", "x", Node.HOME)));
        assertInstanceOf(SignedIn.class, node.signInRevealing("bob@test.example", Node.PASSWORD, Node.HOME));
    }

    @Test
    void a_stranger_is_told_ten_times_that_there_is_no_such_account_and_then_nothing_about_any() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(UnknownAccount.class,
                    node.signInRevealing("nobody" + i + "@test.example", "x", Node.ELSEWHERE));
        }

        assertStopped(node.signInRevealing("nobody@test.example", "x", Node.ELSEWHERE));
        assertStopped(node.signInRevealing("bob@test.example", "x", Node.ELSEWHERE));
        assertStopped(node.signInRevealing("bob@test.example", Node.PASSWORD, Node.ELSEWHERE));
        assertInstanceOf(WrongPassword.class, node.signInRevealing("bob@test.example", "x", Node.HOME),
                "the owner's network hears of this account all the same");
        assertInstanceOf(WrongPassword.class, node.signIn("bob", "x", Node.ELSEWHERE),
                "where known and unknown are answered alike there is nothing to harvest");
    }

    @Test
    void who_was_not_told_that_there_is_no_such_account_may_be_told_ten_times_still() {
        for (int i = 0; i < 11; i++) {
            assertInstanceOf(UnknownAccount.class, node.signIn("nobody" + i, "x", Node.ELSEWHERE));
        }

        assertInstanceOf(UnknownAccount.class,
                node.signInRevealing("nobody@test.example", "x", Node.ELSEWHERE));
    }

    @Test
    void of_forty_at_once_who_ask_which_accounts_exist_at_most_ten_are_told() {
        List<SignIn.Result> results = Together.race(40,
                i -> node.signInRevealing("nobody" + i + "@test.example", "x", Node.ELSEWHERE));

        long told = results.stream().filter(UnknownAccount.class::isInstance).count();
        assertTrue(told >= 1 && told <= 10, "told: " + told);
        assertEquals(40 - told, results.stream().filter(TooManyGuesses.class::isInstance).count());
    }

    @Test
    void a_guess_that_is_stopped_runs_no_hash_and_fills_no_table() {
        guessWrong(node, 10, Node.ELSEWHERE);
        long facts = store.count("audit_event");
        store.statements();

        assertStopped(node.signIn("bob", "wrong", Node.ELSEWHERE));

        assertFalse(store.statements().stream().anyMatch(sql -> sql.contains("audit_event")));
        assertEquals(facts, store.count("audit_event"));
        assertEquals(10, store.count("guess"));
    }

    @Test
    void guesses_that_left_the_window_are_forgotten() {
        guessWrong(node, 3, Node.ELSEWHERE);
        clock.advance(Duration.ofMinutes(10).plusMillis(1));
        guessWrong(node, 2, Node.ELSEWHERE);

        node.throttle.forget();

        assertEquals(2, store.count("guess"));
    }

    private static Device ipv6(String address) {
        return new Device(address, "");
    }

    private static void guessWrong(Node at, int times, Device from) {
        for (int i = 0; i < times; i++) {
            assertInstanceOf(WrongPassword.class, at.signIn("bob", "wrong " + i, from), "guess " + (i + 1));
        }
    }

    private static TooManyGuesses assertStopped(SignIn.Result result) {
        TooManyGuesses stopped = assertInstanceOf(TooManyGuesses.class, result);
        assertTrue(isWithinWindow(stopped.retryAfter()), stopped::toString);
        return stopped;
    }

    private static boolean isWithinWindow(Duration wait) {
        return wait.compareTo(Duration.ofSeconds(1)) >= 0 && wait.compareTo(Duration.ofMinutes(10)) <= 0;
    }
}
