package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.Store;

/** Of the rows of these tests, some have expired long ago, most of them recently, and some are valid. */
@DisplayName("Old sessions are found by an index (MariaDB)")
class SessionIndexesTest {

    private static final Duration KEPT = Duration.ofDays(30);

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    SessionIndexesTest() throws SQLException {
        store = Engine.MARIADB.emptyStore();
        node = Node.on(store, clock);
    }

    @BeforeEach
    void fill() {
        String bob = node.register("bob").identity().id();
        Instant now = clock.instant();
        for (int day = -40; day < 20; day += 10) {
            Instant expiry = now.plus(Duration.ofDays(day)).plusMillis(1);
            store.database().update("INSERT INTO session (id, account_id, profile, current_token, rotated_at,"
                            + " created_at, ends_at, expires_at, address, user_agent, redeemed_at, code_hash)"
                            + " SELECT UUID(), ?, CASE WHEN x % 2 = 0 THEN 'oidc' ELSE 'users' END, 'x', ?, ?, ?, ?,"
                            + " 'x', 'x', CASE WHEN x % 2 = 0 AND x > 20 THEN ? END, CASE WHEN x % 2 = 0 THEN UUID()"
                            + " END FROM " + store.numbersTo(2_000),
                    bob, now, now, expiry, expiry, now);
        }
        store.database().list("ANALYZE TABLE session", row -> row.getString("Msg_text"));
        store.statements();
    }

    private String statement(String beginning) {
        return store.statements().stream().filter(sql -> sql.startsWith(beginning)).findFirst().orElseThrow();
    }

    @Test
    void unused_codes() {
        node.clientSessions.forgetUnused();

        List<String> statements = store.statements();
        assertEquals(Optional.of("ix_session_redeemed_at"),
                store.indexFor(statements.get(0), ClientSessions.PROFILE, clock.instant()));
        assertTrue(statements.get(1).startsWith("DELETE FROM session WHERE id IN (?, "), statements.get(1));
        assertEquals(20, store.count("session WHERE profile = 'oidc' AND redeemed_at IS NULL"));
    }

    @Test
    void expired_sessions_also_when_most_have_expired() {
        node.sessions.forgetExpired();
        String query = statement("SELECT s.id");

        for (Duration kept : new Duration[] {KEPT, Duration.ZERO}) {
            Instant before = clock.instant().minus(kept);
            assertEquals(Optional.of("ix_session_expires_at"),
                    store.indexFor(query, Instant.EPOCH, before, Instant.EPOCH, ""), kept.toString());
            Instant middle = before.minus(Duration.ofDays(5));
            assertEquals(Optional.of("ix_session_expires_at"),
                    store.indexFor(query, middle, before, middle, "5"), kept.toString());
        }
    }
}
