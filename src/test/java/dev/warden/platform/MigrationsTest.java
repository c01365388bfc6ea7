package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;

@OnEveryDatabase
@DisplayName("Migrations")
class MigrationsTest {

    private final Engine engine;
    private final Store store;

    MigrationsTest(Engine engine) throws SQLException {
        this.engine = engine;
        store = engine.emptyStore();
    }

    @Test
    void are_applied_once_however_often_and_however_many_nodes_start_and_touch_no_row() {
        Node.on(store, new MutableClock()).register("bob");
        long applied = store.count(quoted("`schema_history` WHERE `success` = TRUE"));

        Together.race(3, i -> {
            store.migrate();
            return i;
        });

        assertEquals(applied, store.count(quoted("`schema_history`")));
        assertEquals(1, store.count("account"));
    }

    @Test
    void leave_a_schema_alone_that_a_newer_version_made() throws SQLException {
        Store own = engine.newStore();
        own.database().update(quoted("INSERT INTO `schema_history` (`installed_rank`, `version`, `description`, `type`,"
                + " `script`, `checksum`, `installed_by`, `execution_time`, `success`)"
                + " VALUES (900, '900', 'of the future', 'SQL', 'V900__x.sql', 1, 'x', 1, TRUE)"));

        own.migrate();

        assertEquals(1, own.count(quoted("`schema_history` WHERE `version` = '900'")));
        Node.on(own, new MutableClock()).register("bob");
    }

    /** Flyway quotes its names, which in H2 makes them lower-case. */
    private String quoted(String sql) {
        return engine == Engine.H2 ? sql.replace('`', '"') : sql;
    }

    @Test
    void say_in_one_line_without_a_password_that_the_database_cannot_be_reached() throws SQLException {
        Settings settings = Settings.of(Map.of("warden.db.url", "jdbc:mariadb://127.0.0.1:1/w?password=hunter2"));
        Migrations migrations = new Migrations(new WardenDataSource(settings), new DatabaseSettings(settings));

        DatabaseUnavailable told = assertThrows(DatabaseUnavailable.class, migrations::apply);

        assertTrue(told.getMessage().startsWith("warden.db.url: jdbc:mariadb://127.0.0.1:1/w cannot be used: "),
                told.getMessage());
        assertFalse(told.getMessage().contains("hunter2"), told.getMessage());
    }

    @Test
    void make_the_two_roles() {
        assertEquals(2, store.count("role"));
        assertEquals(1, store.count("role WHERE name = 'user' AND id = '5f1d6a52-3f0c-4f0a-9a64-0d9f4f3b7c01'"));
        assertEquals(1, store.count("role WHERE name = 'admin' AND id = 'c2b7c1de-8a55-4c0d-8f7e-6a1f2e9d4b02'"));
    }
}
