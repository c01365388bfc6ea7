package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.database.Engine;
import dev.warden.database.MariaDb;
import dev.warden.database.Store;

@DisplayName("What a node thinks of its database when it starts")
class DatabaseCheckTest {

    @Test
    void the_databases_of_the_tests_are_safe() throws SQLException {
        assertDoesNotThrow(() -> check(Engine.H2.newStore()).run());
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        assertEquals(List.of(), told(() -> check(Engine.MARIADB.newStore()).run()));
    }

    @Test
    void a_column_that_takes_different_names_for_one_is_refused() throws SQLException {
        Store store = mariaDb();
        store.database().update("ALTER TABLE audit_event MODIFY detail VARCHAR(1000) COLLATE utf8mb4_general_ci");

        assertRefused(store, "audit_event.detail (utf8mb4_general_ci)");
    }

    @Test
    void a_table_without_transactions_is_refused() throws SQLException {
        Store store = mariaDb();
        store.database().update("ALTER TABLE guess ENGINE = MyISAM");

        assertRefused(store, "guess (MyISAM)");
    }

    @Test
    void a_database_that_acknowledges_what_it_may_lose_is_refused() throws SQLException {
        assertRefusedWith("SET GLOBAL innodb_flush_log_at_trx_commit = 0",
                "SET GLOBAL innodb_flush_log_at_trx_commit = 1", "innodb_flush_log_at_trx_commit is 0");
    }

    @Test
    void what_a_power_cut_would_lose_is_told() throws SQLException {
        Store store = mariaDb();
        MariaDb.running().run("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try {
            List<String> told = told(() -> check(store).run());
            assertEquals(1, told.stream().filter(line -> line.contains("innodb_flush_log_at_trx_commit is 2")).count(),
                    told::toString);
        } finally {
            MariaDb.running().run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }

    @Test
    void a_pool_without_time_outs_on_the_server_is_told() throws SQLException {
        Store store = mariaDb();
        List<String> told = told(() -> {
            Database database = store.newDatabase();
            database.onOneConnection(() -> {
                database.update("SET innodb_lock_wait_timeout = DEFAULT, idle_transaction_timeout = DEFAULT");
                new DatabaseCheck(database, store.settings()).run();
                return null;
            });
        });

        assertEquals(2, told.size(), told::toString);
        assertTrue(told.get(0).contains("innodb_lock_wait_timeout is 50: "), told::toString);
        assertTrue(told.get(1).contains("idle_transaction_timeout is 0: "), told::toString);
    }

    @Test
    void a_database_in_memory_is_told() throws SQLException {
        List<String> told = told(() -> check(Engine.H2.newStore()).run());

        assertTrue(told.stream().anyMatch(line -> line.contains("in memory")), told::toString);
    }

    private interface Looking {
        void look() throws SQLException;
    }

    private static List<String> told(Looking looking) throws SQLException {
        List<String> lines = new ArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + List.of(line.getParameters()));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger log = Logger.getLogger(DatabaseCheck.class.getName());
        log.addHandler(listener);
        try {
            looking.look();
        } finally {
            log.removeHandler(listener);
        }
        return lines;
    }

    private static void assertRefusedWith(String setting, String back, String reason) throws SQLException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        MariaDb.running().run(setting);
        try {
            // What a session goes by is taken from the server when it begins.
            assertRefused(mariaDb(), reason);
        } finally {
            MariaDb.running().run(back);
        }
    }

    private static void assertRefused(Store store, String reason) {
        UnsafeDatabase refused = assertThrows(UnsafeDatabase.class, () -> check(store).run());
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    private static Store mariaDb() throws SQLException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        return Engine.MARIADB.newStore();
    }

    private static DatabaseCheck check(Store store) {
        return new DatabaseCheck(store.newDatabase(), store.settings());
    }
}
