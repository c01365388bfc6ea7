package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;

@OnEveryDatabase
@DisplayName("Transactions and statements")
class DatabaseTest {

    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00.123Z");

    private final Store store;
    private final Database database;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();

    DatabaseTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        database = store.newDatabase();
    }

    @Test
    void work_is_committed_and_its_result_returned() {
        assertEquals("result", database.transaction(() -> {
            add("a");
            add("b");
            return "result";
        }));

        assertEquals(2, store.count("revocation"));
    }

    @Test
    void the_current_time_is_in_utc_wherever_the_database_is() {
        Instant told = now();

        assertTrue(Duration.between(told, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0, told::toString);
    }

    @Test
    void the_current_time_is_in_utc_whatever_the_time_zone_of_the_connection() {
        boolean isH2 = database.product() == DatabaseProduct.H2;
        Instant told = database.onOneConnection(() -> {
            database.update(isH2 ? "SET TIME ZONE 'Asia/Tokyo'" : "SET time_zone = '+09:00'");
            try {
                return now();
            } finally {
                database.update(isH2 ? "SET TIME ZONE LOCAL" : "SET time_zone = DEFAULT");
            }
        });

        assertTrue(Duration.between(told, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0, told::toString);
    }

    @Test
    void the_current_time_is_never_ahead_of_itself() {
        for (int i = 0; i < 50; i++) {
            database.list("SELECT CURRENT_TIMESTAMP(6) AS exactly, " + database.currentTime() + " AS now_utc", row -> {
                assertEquals(row.getTimestamp("exactly").getNanos() / 1_000_000,
                        row.getTimestamp("now_utc").getNanos() / 1_000_000);
                return true;
            });
        }
    }

    @Test
    void an_exception_rolls_everything_back_and_is_passed_on() {
        ArithmeticException thrown = new ArithmeticException("of the work");

        assertSame(thrown, assertThrows(ArithmeticException.class, () -> database.transaction(() -> {
            add("a");
            throw thrown;
        })));

        assertEquals(0, store.count("revocation"));
    }

    @Test
    void the_first_row_may_be_none_or_hold_nothing() {
        String oldest = "SELECT MIN(forget_at) AS oldest FROM revocation";
        assertEquals(Optional.empty(), database.first("SELECT id FROM revocation", row -> row.getLong("id")));
        assertEquals(Optional.empty(), database.first(oldest, row -> Database.instant(row, "oldest")));

        add("a");

        assertTrue(database.first(oldest, row -> Database.instant(row, "oldest")).isPresent());
    }

    @Test
    void an_error_rolls_back_too() {
        assertThrows(StackOverflowError.class, () -> database.transaction(() -> {
            add("a");
            throw new StackOverflowError();
        }));

        assertEquals(0, store.count("revocation"));
        add("in no transaction any more");
        assertEquals(1, store.count("revocation"));
    }

    @Test
    void work_inside_a_transaction_joins_it() {
        assertThrows(ArithmeticException.class, () -> database.transaction(() -> {
            database.transaction(() -> add("inner"));
            throw new ArithmeticException();
        }));

        assertEquals(0, store.count("revocation"));
    }

    @Test
    void a_statement_outside_a_transaction_is_one_of_its_own() {
        add("a");

        assertEquals(1, store.count("revocation"));
    }

    @Test
    void what_is_to_be_done_after_the_commit_sees_it_and_comes_in_order() {
        StringBuilder order = new StringBuilder();
        database.transaction(() -> {
            database.afterCommit(() -> order.append("first ").append(store.count("revocation")));
            database.transaction(() -> database.afterCommit(() -> order.append(" second")));
            add("a");
            order.append("work ");
        });

        assertEquals("work first 1 second", order.toString());
    }

    @Test
    void what_is_to_be_done_after_the_commit_may_use_the_database_however_many_do() {
        CyclicBarrier full = new CyclicBarrier(Database.POOL_SIZE);

        Together.race(Database.POOL_SIZE, i -> {
            database.transaction(() -> {
                database.afterCommit(() -> {
                    meet(full);
                    add("after");
                    told.incrementAndGet();
                });
                add("a");
            });
            return i;
        });

        assertEquals(Database.POOL_SIZE, told.get());
        assertEquals(2 * Database.POOL_SIZE, store.count("revocation"));
    }

    @Test
    void what_is_to_be_done_after_the_commit_is_not_done_after_a_roll_back_nor_by_the_next_transaction() {
        assertThrows(ArithmeticException.class, () -> database.transaction(() -> {
            database.afterCommit(told::incrementAndGet);
            throw new ArithmeticException();
        }));
        database.transaction(() -> add("a"));

        assertEquals(0, told.get());
    }

    @Test
    void what_is_to_be_done_after_the_commit_is_done_at_once_outside_a_transaction() {
        database.afterCommit(told::incrementAndGet);

        assertEquals(1, told.get());
    }

    @Test
    void what_fails_after_the_commit_neither_fails_the_transaction_nor_keeps_the_rest_from_being_done() {
        database.transaction(() -> {
            add("a");
            database.afterCommit(() -> {
                throw new DatabaseUnavailable("gone", new SQLTransactionRollbackException());
            });
            database.afterCommit(told::incrementAndGet);
        });

        assertEquals(1, store.count("revocation"));
        assertEquals(1, told.get());
    }

    @Test
    void a_commit_that_fails_leaves_nothing_and_tells_nobody() {
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> {
            add("a");
            database.afterCommit(told::incrementAndGet);
            store.failNextCommit();
        }));

        assertEquals(0, store.count("revocation"));
        assertEquals(0, told.get());
    }

    @Test
    void two_that_deadlock_both_succeed_because_the_loser_runs_again_as_a_whole() {
        add("0");
        add("0");
        List<Long> ids = database.list("SELECT id FROM revocation ORDER BY id", row -> row.getLong("id"));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        Together.race(2, i -> {
            AtomicInteger own = new AtomicInteger();
            database.transaction(() -> {
                attempts.incrementAndGet();
                append(ids.get(i), i);
                if (own.incrementAndGet() == 1) {
                    meet(bothHoldOne);
                }
                append(ids.get(1 - i), i);
                database.afterCommit(told::incrementAndGet);
            });
            return i;
        });

        assertTrue(attempts.get() > 2, "nobody lost");
        assertEquals(2, told.get(), "told once each");
        List<String> values = database.list("SELECT session_id FROM revocation", row -> row.getString("session_id"));
        assertEquals(2, values.size());
        assertTrue(values.stream().allMatch(value -> value.matches("0(01|10)")), values::toString);
    }

    private void append(long id, int digit) {
        database.update("UPDATE revocation SET session_id = CONCAT(session_id, ?) WHERE id = ?", digit, id);
    }

    @Test
    void work_that_always_conflicts_is_given_up_after_five_attempts() {
        for (SQLException conflict : List.of(new SQLException("deadlock", "40001", 1213),
                new SQLException("lock wait", "HY000", 1205), new SQLException("changed", "HY000", 1020),
                new SQLException("H2 lock", "HYT00", 50200), new SQLException("serialization", "40001"))) {
            attempts.set(0);

            assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> {
                attempts.incrementAndGet();
                add("a");
                throw new IllegalStateException("wrapped", new RuntimeException(conflict));
            }));

            assertEquals(5, attempts.get(), conflict::getMessage);
        }
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void work_that_fails_otherwise_is_not_run_again() {
        for (RuntimeException failure : List.of(new IllegalStateException("bug"),
                new IllegalStateException(new SQLException("away", "08006")),
                new IllegalStateException(new SQLTransientConnectionException("full")))) {
            attempts.set(0);

            assertThrows(RuntimeException.class, () -> database.transaction(() -> {
                attempts.incrementAndGet();
                throw failure;
            }));

            assertEquals(1, attempts.get());
        }
    }

    @Test
    void a_wrong_statement_is_a_bug_and_no_outage() {
        assertThrows(IllegalStateException.class, () -> database.update("UPDATE no_such_table SET a = 1"));
        assertThrows(IllegalStateException.class, () -> database.update("nonsense"));
        assertThrows(IllegalStateException.class,
                () -> database.update("INSERT INTO revocation (session_id, forget_at) VALUES (?, NULL)", "a"));
        assertThrows(IllegalStateException.class, () -> database.transaction(() -> database.update("nonsense")));
    }

    @Test
    void a_duplicate_is_told_apart() {
        database.update("INSERT INTO role (id, name) VALUES ('twin', 'twin')");
        try {
            IllegalStateException twin = assertThrows(IllegalStateException.class,
                    () -> database.update("INSERT INTO role (id, name) VALUES ('twin', 'other')"));
            assertTrue(Database.isDuplicate(twin));
            for (String another : new String[] {"x", "INSERT INTO role (id, name) VALUES ('other', NULL)",
                "INSERT INTO consent (account_id, client_id, scopes, granted_at)"
                    + " VALUES ('nobody', 'shop', '', '2026-01-01 00:00:00')"}) {
                assertFalse(Database.isDuplicate(
                        assertThrows(IllegalStateException.class, () -> database.update(another))), another);
            }
        } finally {
            database.update("DELETE FROM role WHERE id = 'twin'");
        }
    }

    @Test
    void a_text_that_is_too_long_is_refused_and_never_cut_short() {
        assertThrows(IllegalStateException.class, () -> add("x".repeat(37)));

        assertEquals(0, store.count("revocation"));
    }

    @Test
    void a_database_that_is_away_is_told_as_such_inside_and_outside_transactions() {
        store.cutOff();

        assertThrows(DatabaseUnavailable.class, () -> add("a"));
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> add("a")));
        assertThrows(DatabaseUnavailable.class, () -> database.list("SELECT 1", row -> row));
    }

    @Test
    void rows_are_numbered_and_the_number_is_told() {
        long first = insert("a");
        long second = insert("b");

        assertTrue(second > first);
        assertEquals(Optional.of("b"), database.first("SELECT session_id FROM revocation WHERE id = ?",
                row -> row.getString("session_id"), second));
        assertEquals(Optional.empty(),
                database.first("SELECT 1 FROM revocation WHERE id = ?", row -> 1, second + 1000));
    }

    @Test
    void very_many_rows_are_deleted_by_statements_that_are_all_short() {
        store.database().update("INSERT INTO revocation (session_id, forget_at) SELECT CONCAT('s', x), ? FROM "
                + store.numbersTo(2 * Database.ROWS_AT_ONCE + 1), LATER);
        add("kept");
        store.statements();

        database.deleteInSlices("revocation WHERE session_id <> ?", "kept");

        assertEquals(3, store.statements().size());
        assertEquals(1, store.count("revocation"));
    }

    @Test
    void an_instant_comes_back_to_the_millisecond_whatever_the_zone_of_the_server() {
        add("a");

        assertEquals(LATER, database.first("SELECT forget_at FROM revocation",
                row -> Database.instant(row, "forget_at"))
                .orElseThrow());
        assertEquals(1, store.count("revocation WHERE forget_at = '2030-01-01 00:00:00.123'"), "UTC");
    }

    @Test
    void no_instant_is_null() {
        assertNull(database.list("SELECT gone_at FROM (SELECT MAX(gone_at) AS gone_at FROM signing_key) k",
                row -> Database.instant(row, "gone_at")).get(0));
    }

    @Test
    void text_is_text() {
        String hostile = "'; DROP TABLE role; --";
        database.update("INSERT INTO audit_event (happened_at, type, detail) VALUES (?, 'x', ?)", LATER, hostile);
        database.update("INSERT INTO audit_event (happened_at, type, detail) VALUES (?, 'y', ?)", LATER, null);

        assertEquals(1, store.count("audit_event WHERE detail = ?", hostile));
        assertEquals(1, store.count("audit_event WHERE detail IS NULL"));
        assertEquals(2, store.count("role"));
    }

    @Test
    void entities_and_statements_share_one_transaction() {
        database.transaction(() -> {
            add("a");
            Number seen = (Number) database.entityManager().createNativeQuery("SELECT COUNT(*) FROM revocation")
                    .getSingleResult();
            assertEquals(1, seen.intValue());
        });
    }

    @Test
    void work_on_one_connection_and_a_transaction_ask_for_one_connection_however_much_they_do() {
        int before = store.timesAskedForAConnection();
        database.onOneConnection(() -> {
            add("a");
            add("b");
            return database.onOneConnection(() -> insert("c"));
        });
        assertEquals(1, store.timesAskedForAConnection() - before);

        database.transaction(() -> {
            add("d");
            add("e");
        });
        assertEquals(2, store.timesAskedForAConnection() - before);
        assertEquals(5, store.count("revocation"));
    }

    @Test
    void each_statement_on_one_connection_stands_for_itself() {
        assertThrows(ArithmeticException.class, () -> database.onOneConnection(() -> {
            add("a");
            throw new ArithmeticException();
        }));

        assertEquals(1, store.count("revocation"));
    }

    @Test
    void a_connection_is_given_back_whatever_happens() {
        for (int i = 0; i < 200; i++) {
            assertThrows(ArithmeticException.class, () -> database.onOneConnection(() -> {
                add("a");
                throw new ArithmeticException();
            }));
            assertThrows(IllegalStateException.class, () -> database.update("nonsense"));
        }

        assertEquals(200, store.count("revocation"));
    }

    @Test
    void a_transaction_that_would_begin_on_a_held_connection_is_a_bug() {
        assertThrows(IllegalStateException.class,
                () -> database.onOneConnection(() -> database.transaction(() -> insert("a"))));

        assertEquals(0, store.count("revocation"));
        assertTrue(database.transaction(() -> insert("b")) > 0, "the thread is free again");
    }

    @Test
    void callers_beyond_the_pool_wait_two_seconds_and_are_told() {
        CyclicBarrier full = new CyclicBarrier(Database.POOL_SIZE + 1);
        CyclicBarrier leave = new CyclicBarrier(Database.POOL_SIZE + 1);

        List<Long> waited = Together.race(Database.POOL_SIZE + 1, i -> {
            if (i > 0) {
                database.transaction(() -> {
                    meet(full);
                    meet(leave);
                });
                return 0L;
            }
            meet(full);
            long startedAt = System.nanoTime();
            DatabaseUnavailable refused = assertInstanceOf(DatabaseUnavailable.class,
                    assertThrows(RuntimeException.class, () -> database.transaction(() -> add("a"))));
            assertTrue(refused.getMessage().contains("in use"));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
            meet(leave);
            return millis;
        });

        assertTrue(waited.get(0) >= 1_900 && waited.get(0) < 5_000, "waited " + waited.get(0));
        add("there is room again");
        assertEquals(1, store.count("revocation"));
    }

    private Instant now() {
        return database.first("SELECT " + database.currentTime() + " AS now_utc",
                row -> Database.instant(row, "now_utc")).orElseThrow();
    }

    private void add(String sessionId) {
        database.update("INSERT INTO revocation (session_id, forget_at) VALUES (?, ?)", sessionId, LATER);
    }

    private long insert(String sessionId) {
        return database.insert("INSERT INTO revocation (session_id, forget_at) VALUES (?, ?)", sessionId, LATER);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
