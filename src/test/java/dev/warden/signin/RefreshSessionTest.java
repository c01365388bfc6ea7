package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.signin.RefreshSession.Refreshed;
import dev.warden.signin.RefreshSession.Refused;
import dev.warden.token.IssuedToken;
import dev.warden.token.IssuedTokens;
import dev.warden.token.TokenUse;

@OnEveryDatabase
@DisplayName("Refreshing a session (RFC 6749 §6, RFC 9700 §4.14.2)")
class RefreshSessionTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final String sessionId;
    private final String accountId;
    private final IssuedTokens first;

    RefreshSessionTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        RegisterAccount.Registered registered = node.register("bob");
        sessionId = registered.session().id();
        accountId = registered.identity().id();
        first = node.issue(registered.session(), registered.identity());
    }

    @Test
    void replaces_the_refresh_token_and_goes_on_with_the_session() {
        clock.advance(Duration.ofHours(1));

        Refreshed refreshed = refreshed(node, first);
        IssuedTokens second = tokens(refreshed);

        assertEquals(sessionId, refreshed.session().id());
        assertEquals("bob", refreshed.identity().username());
        assertNotEquals(first.refresh().id(), second.refresh().id());
        assertNotEquals(first.access().id(), second.access().id());
        assertEquals(second.refresh().id(), refreshed.session().refreshTokenId());
        assertEquals(clock.instant().plus(Duration.ofDays(7)), refreshed.session().expiresAt());
        assertTrue(node.verifier.verify(second.access().jwt(), "users", TokenUse.ACCESS).isPresent());
        assertInstanceOf(Refreshed.class, refresh(node, second), "the successor is good");
    }

    @Test
    void adds_no_row_however_often_it_happens() {
        IssuedTokens current = first;
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofMinutes(10));
            current = tokens(refreshed(node, current));
        }

        assertEquals(1, store.count("session"));
        assertEquals(0, store.count("revocation"));
        assertEquals(0, store.count("guess"));
        assertEquals(1, store.count("audit_event WHERE account_id IS NOT NULL"), "the registration");
    }

    @Test
    void of_twelve_at_once_on_two_nodes_all_get_the_same_successor_to_the_letter() {
        Node other = Node.on(store, clock);
        clock.advance(Duration.ofMinutes(5));

        List<RefreshSession.Result> results = Together.race(12, i -> refresh(i % 2 == 0 ? node : other, first));

        Set<String> successors = new HashSet<>();
        for (RefreshSession.Result result : results) {
            successors.add(tokens(assertInstanceOf(Refreshed.class, result)).refresh().jwt());
        }
        assertEquals(1, successors.size());
        assertFalse(successors.contains(first.refresh().jwt()));
        assertEquals(1, store.count("session WHERE previous_token = ? AND revoked_at IS NULL", first.refresh().id()));
        assertInstanceOf(Refreshed.class, node.refreshSession.refresh(successors.iterator().next(), node.users,
                Node.HOME));
    }

    @Test
    void the_previous_token_within_ten_seconds_gets_the_same_successor_again() {
        IssuedToken second = tokens(refreshed(node, first)).refresh();

        clock.advance(Duration.ofMillis(9_999));
        IssuedToken again = tokens(refreshed(node, first)).refresh();

        assertEquals(second.id(), again.id());
        assertEquals(second.jwt(), again.jwt());
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void the_previous_token_after_ten_seconds_was_copied_and_ends_the_session() {
        IssuedTokens second = tokens(refreshed(node, first));

        clock.advance(Duration.ofSeconds(10));

        assertInstanceOf(Refused.class, refresh(node, first));
        assertInstanceOf(Refused.class, refresh(node, second), "whoever has the successor is out too");
        assertTrue(node.revoked.contains(sessionId));
        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NOT NULL", sessionId));
        assertEquals(1, store.count("revocation WHERE session_id = ?", sessionId));
        assertEquals(1, store.count("audit_event WHERE type = 'refresh-token-reused' AND account_id = ? AND"
                + " session_id = ? AND address = ?", accountId, sessionId, Node.HOME.address()));
    }

    @Test
    void nodes_whose_clocks_differ_by_30_seconds_allow_the_same_ten_seconds() {
        MutableClock fast = new MutableClock();
        fast.advance(Duration.ofSeconds(30));
        MutableClock slow = new MutableClock();
        slow.advance(Duration.ofSeconds(-30));
        List<MutableClock> clocks = List.of(clock, fast, slow);
        List<Node> nodes = List.of(Node.on(store, fast, clock), Node.on(store, slow, clock), node);
        for (Node replacing : nodes) {
            for (Node asked : nodes) {
                SignIn.SignedIn signedIn = (SignIn.SignedIn) node.signIn("bob", Node.PASSWORD, Node.HOME);
                IssuedTokens tokens = node.issue(signedIn.session(), signedIn.identity());
                String successor = tokens(refreshed(replacing, tokens)).refresh().jwt();

                clocks.forEach(each -> each.advance(Duration.ofMillis(9_999)));
                assertEquals(successor, tokens(refreshed(asked, tokens)).refresh().jwt());
                clocks.forEach(each -> each.advance(Duration.ofMillis(1)));
                assertInstanceOf(Refused.class, refresh(asked, tokens));
                assertTrue(asked.revoked.contains(signedIn.session().id()));
            }
        }
    }

    @Test
    void a_token_older_than_the_previous_one_ends_the_session_at_once() {
        IssuedTokens second = tokens(refreshed(node, first));
        IssuedTokens third = tokens(refreshed(node, second));

        assertInstanceOf(Refused.class, refresh(node, first));

        assertInstanceOf(Refused.class, refresh(node, third));
        assertEquals(1, store.count("audit_event WHERE type = 'refresh-token-reused'"));
    }

    @Test
    void a_token_that_was_copied_ends_the_session_once_however_many_present_it() {
        tokens(refreshed(node, first));
        clock.advance(Duration.ofMinutes(1));

        List<RefreshSession.Result> results = Together.race(8, i -> refresh(node, first));

        assertTrue(results.stream().allMatch(Refused.class::isInstance), results::toString);
        assertEquals(1, store.count("revocation WHERE session_id = ?", sessionId));
    }

    @Test
    void reuse_ends_this_session_and_no_other() {
        SignIn.SignedIn elsewhere = (SignIn.SignedIn) node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE);
        refreshed(node, first);
        clock.advance(Duration.ofMinutes(1));

        refresh(node, first);

        assertInstanceOf(Refreshed.class, refresh(node, node.issue(elsewhere.session(), elsewhere.identity())));
    }

    @Test
    void a_deployment_without_grace_takes_every_token_once() {
        Node strict = Node.on(store, clock, Map.of("warden.session.refresh-grace", "PT0S"));
        refreshed(strict, first);

        assertInstanceOf(Refused.class, refresh(strict, first));
    }

    @Test
    void after_signing_out_every_token_of_the_session_is_refused() {
        IssuedTokens second = tokens(refreshed(node, first));

        node.signOut.signOut(accountId, sessionId);

        assertInstanceOf(Refused.class, refresh(node, second));
        assertInstanceOf(Refused.class, refresh(node, first));
        assertEquals(1, store.count("audit_event WHERE type = 'signed-out' AND account_id = ? AND session_id = ?",
                accountId, sessionId));
        assertEquals(0, store.count("audit_event WHERE type = 'refresh-token-reused'"));
    }

    @Test
    void signing_out_and_refreshing_at_once_leaves_nothing_that_goes_on() {
        List<RefreshSession.Result> results = Together.race(8, i -> {
            if (i == 0) {
                node.signOut.signOut(accountId, sessionId);
                return new Refused();
            }
            return refresh(node, first);
        });

        for (RefreshSession.Result result : results) {
            if (result instanceof Refreshed refreshed) {
                assertInstanceOf(Refused.class, refresh(node, tokens(refreshed)));
            }
        }
        assertTrue(node.revoked.contains(sessionId));
        assertEquals(1, store.count("session WHERE revoked_at IS NOT NULL"));
    }

    @Test
    void a_disabled_account_is_out_by_this_door_too() {
        store.database().update("UPDATE account SET disabled_at = ?", clock.instant());

        assertInstanceOf(Refused.class, refresh(node, first));
    }

    @Test
    void a_deleted_account_is_out() {
        store.database().update("DELETE FROM account");

        assertInstanceOf(Refused.class, refresh(node, first));
    }

    @Test
    void a_session_ends_seven_days_after_its_last_refresh() {
        clock.set(Instant.parse("2026-02-07T08:20:44.999Z"));
        IssuedTokens second = tokens(refreshed(node, first));

        clock.advance(Duration.ofDays(7));

        assertInstanceOf(Refused.class, refresh(node, second));
    }

    @Test
    void a_session_ends_at_the_second_that_its_token_names() {
        assertEquals(Instant.parse("2026-02-07T08:20:45Z"), first.refresh().expiresAt());
        clock.set(first.refresh().expiresAt());

        assertInstanceOf(Refused.class, refresh(node, first));
    }

    @Test
    void no_refresh_prolongs_a_session_beyond_its_longest_life() {
        Node strict = Node.on(store, clock, Map.of("warden.session.max-lifetime", "P10D"));
        SignIn.SignedIn signedIn = (SignIn.SignedIn) strict.signIn("bob", Node.PASSWORD, Node.HOME);
        Instant end = clock.instant().plus(Duration.ofDays(10));
        IssuedTokens tokens = strict.issue(signedIn.session(), signedIn.identity());
        clock.advance(Duration.ofDays(6));

        Refreshed refreshed = refreshed(strict, tokens);

        assertEquals(end, refreshed.session().expiresAt());
        tokens = tokens(refreshed);
        assertTrue(!tokens.refresh().expiresAt().isAfter(end));
        clock.set(end);
        assertInstanceOf(Refused.class, refresh(strict, tokens));
    }

    @Test
    void an_access_token_is_no_refresh_token() {
        assertInstanceOf(Refused.class, node.refreshSession.refresh(first.access().jwt(), node.users, Node.HOME));
    }

    @Test
    void a_token_of_another_contract_is_refused_and_ends_nothing() {
        assertInstanceOf(Refused.class, node.refreshSession.refresh(first.refresh().jwt(), node.plain, Node.HOME));

        assertInstanceOf(Refreshed.class, refresh(node, first));
    }

    @Test
    void what_is_no_token_is_refused() {
        for (String text : List.of("", "x", "a.b.c", first.refresh().jwt() + "x", first.refresh().jwt() + ".x")) {
            assertInstanceOf(Refused.class, node.refreshSession.refresh(text, node.users, Node.HOME), text);
        }
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void costs_at_most_two_statements() {
        clock.advance(Duration.ofMinutes(1));
        store.statements();

        refreshed(node, first);

        List<String> statements = store.statements();
        assertTrue(!statements.isEmpty() && statements.size() <= 2, () -> String.join("\n", statements));
    }

    @Test
    void says_that_the_database_is_away_and_the_token_is_good_when_it_is_back() {
        store.cutOff();
        assertThrows(DatabaseUnavailable.class, () -> refresh(node, first));

        store.reconnect();
        assertInstanceOf(Refreshed.class, refresh(node, first));
    }

    private RefreshSession.Result refresh(Node at, IssuedTokens tokens) {
        return at.refreshSession.refresh(tokens.refresh().jwt(), at.users, Node.HOME);
    }

    private Refreshed refreshed(Node at, IssuedTokens tokens) {
        return assertInstanceOf(Refreshed.class, refresh(at, tokens));
    }

    private IssuedTokens tokens(Refreshed refreshed) {
        return node.issue(refreshed.session(), refreshed.identity());
    }
}
