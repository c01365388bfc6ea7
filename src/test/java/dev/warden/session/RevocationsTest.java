package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.token.IssuedTokens;
import dev.warden.token.TokenUse;

@OnEveryDatabase
@DisplayName("Revoked sessions")
class RevocationsTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Node other;

    RevocationsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        other = Node.on(store, clock);
    }

    @Test
    void the_node_that_ends_a_session_knows_at_once() {
        String sessionId = node.register("bob").session().id();
        assertFalse(node.revoked.contains(sessionId));

        node.sessions.revoke(sessionId);

        assertTrue(node.revoked.contains(sessionId));
    }

    @Test
    void another_node_knows_when_its_copy_is_a_second_old_and_lets_nobody_pass_when_it_cannot_know() {
        AtomicLong nanoTime = new AtomicLong();
        Revocations elsewhere = new Revocations(other.database, new Node.NoSchedule(), clock, nanoTime::get);
        String sessionId = node.register("bob").session().id();
        assertFalse(elsewhere.contains(sessionId));
        node.sessions.revoke(sessionId);

        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertFalse(elsewhere.contains(sessionId));
        nanoTime.incrementAndGet();
        assertTrue(elsewhere.contains(sessionId));

        store.cutOff();
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1) + 1);
        assertThrows(DatabaseUnavailable.class, () -> elsewhere.contains("of somebody else"));
        store.reconnect();
        // Not at once: those who ask while the database is away must not try it one after the other.
        assertThrows(DatabaseUnavailable.class, () -> elsewhere.contains("of somebody else"));
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertFalse(elsewhere.contains("of somebody else"));
    }

    @Test
    void a_node_that_never_read_lets_nobody_pass_without_the_database() {
        store.cutOff();

        assertThrows(DatabaseUnavailable.class, () -> other.revoked.contains("anyone"));
    }

    @Test
    void a_restarted_node_knows_what_was_revoked_before() {
        String sessionId = node.register("bob").session().id();
        node.sessions.revoke(sessionId);

        assertTrue(Node.on(store, clock).revoked.contains(sessionId));
    }

    @Test
    void a_row_that_appears_below_one_that_was_read_is_not_missed() throws SQLException {
        try (Connection slow = store.outside().getConnection(); var insert = slow.createStatement()) {
            slow.setAutoCommit(false);
            insert.executeUpdate(
                    "INSERT INTO revocation (session_id, forget_at) VALUES ('early', '2030-01-01 00:00:00')");
            store.database().update("INSERT INTO revocation (session_id, forget_at) VALUES ('late', ?)",
                    clock.instant().plus(Duration.ofHours(1)));
            other.revoked.readNew();
            assertTrue(other.revoked.contains("late"));
            assertFalse(other.revoked.contains("early"));

            slow.commit();
            slow.setAutoCommit(true);
        }

        other.revoked.readNew();
        assertTrue(other.revoked.contains("early"));
    }

    @Test
    void a_row_that_appears_long_after_those_above_it_were_read_is_found_when_the_copy_is_renewed() {
        other.revoked.readNew();
        node.database.update("INSERT INTO revocation (session_id, forget_at) VALUES ('typed', ?)",
                clock.instant().plus(Duration.ofHours(1)));
        assertFalse(other.revoked.contains("typed"));

        other.revoked.renew();

        assertTrue(other.revoked.contains("typed"));
    }

    @Test
    void a_revocation_is_remembered_as_long_as_an_access_token_may_live_by_any_nodes_clock_and_then_forgotten() {
        String sessionId = node.register("bob").session().id();
        node.sessions.revoke(sessionId);

        clock.advance(Duration.ofHours(1).plusSeconds(60));
        node.revoked.renew();
        assertTrue(node.revoked.contains(sessionId));
        assertEquals(1, store.count("revocation"));

        clock.advance(Duration.ofMillis(1));
        node.revoked.renew();
        assertEquals(0, store.count("revocation"));
        assertFalse(node.revoked.contains(sessionId));
    }

    @Test
    void verifying_an_access_token_and_asking_for_its_session_costs_no_statement() {
        var registered = node.register("bob");
        IssuedTokens tokens = node.issue(registered.session(), registered.identity());
        other.revoked.readNew();
        long startedAt = System.nanoTime();
        store.statements();

        for (int i = 0; i < 200; i++) {
            String sessionId = other.verifier.verify(tokens.access().jwt(), "users", TokenUse.ACCESS).orElseThrow()
                    .sessionId();
            assertFalse(other.revoked.contains(sessionId));
        }

        // On a machine that stops for a second the copy, which was read before, is read again, once a second.
        long readAgain = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        int statements = store.statements().size();
        assertTrue(statements <= readAgain, statements + " statements");
    }
}
