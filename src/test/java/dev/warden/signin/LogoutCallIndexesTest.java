package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.MariaDb;
import dev.warden.database.Store;

@DisplayName("Clients to be told of a sign-out are found by an index (MariaDB)")
class LogoutCallIndexesTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    LogoutCallIndexesTest() throws SQLException {
        store = Engine.MARIADB.emptyStore();
        node = Node.on(store, clock);
    }

    @Test
    void each_call_and_whose_turn_it_is() {
        Instant now = clock.instant();
        Instant later = now.plusSeconds(60);
        store.database().update("INSERT INTO logout_call (id, client_id, account_id, sid, due_at, expires_at) SELECT"
                + " UUID(), CONCAT('client-', x % 10), 'bob', 'sid', CASE WHEN x <= 10 THEN ? ELSE ? END, ? FROM "
                + store.numbersTo(5_000), now, later, later);
        store.database().list("ANALYZE TABLE logout_call", row -> row.getString("Msg_text"));
        store.statements();

        node.logoutCalls.send();

        Eventually.holds("no call is due", Duration.ofSeconds(30), () -> store.count("logout_call") == 4_990);
        List<String> statements = store.statements();
        for (String query : new String[] {"GROUP BY client_id", "client_id = ?"}) {
            String sql = statements.stream().filter(each -> each.contains(query)).findFirst().orElseThrow();
            assertEquals(Optional.of("ix_logout_call_client"), query.startsWith("GROUP")
                    ? store.indexFor(sql) : store.indexFor(sql, "client-1", later, later), sql);
        }
    }

    /** EXPLAIN alone does not show it: MariaDB plans a prepared statement again, and worse, see {@code Database}. */
    @Test
    void while_others_use_the_table_not_all_calls_are_read() throws Exception {
        Instant later = clock.instant().plusSeconds(60);
        store.database().update("INSERT INTO logout_call (id, client_id, account_id, sid, due_at, expires_at) SELECT"
                + " UUID(), CONCAT('client-', x % 10), 'bob', 'sid', ?, ? FROM " + store.numbersTo(5_000),
                later, later);
        store.database().list("ANALYZE TABLE logout_call", row -> row.getString("Msg_text"));
        MariaDb.running().run("SET GLOBAL userstat = ON");
        try {
            node.database.onOneConnection(() -> {
                node.logoutCalls.send();
                long before = rowsRead();
                Thread another = new Thread(() -> store.database().list("SELECT SLEEP(1) FROM logout_call LIMIT 1",
                        row -> row.getInt(1)));
                another.start();
                for (int i = 0; another.isAlive(); i++) {
                    node.logoutCalls.send();
                    assertTrue(rowsRead() - before < 100L * (i + 1), "rows read after " + i + " searches");
                }
                return null;
            });
        } finally {
            MariaDb.running().run("SET GLOBAL userstat = OFF");
        }
    }

    /** Of this store alone: other databases of the server have such a table too. */
    private long rowsRead() {
        return store.database().first("SELECT rows_read FROM information_schema.table_statistics"
                + " WHERE table_schema = DATABASE() AND table_name = 'logout_call'",
                row -> row.getLong("rows_read")).orElse(0L);
    }
}
