package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.command.DbMigrate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
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

    /**
     * Neither database takes back what a migration did before it was interrupted. Where all of its statements can be
     * executed twice, so can the first few.
     */
    @Test
    void are_applied_again_after_they_were_interrupted() throws SQLException, IOException {
        Store own = engine.newStore();
        List<String> undisturbed = schema(own);
        for (Path migration : migrations()) {
            int version = version(migration);
            Flyway before = upTo(version - 1, own);
            before.clean();
            before.migrate();
            statements(migration).forEach(own.database()::update);
            own.database().update(quoted("INSERT INTO `schema_history` (`installed_rank`, `version`, `description`,"
                    + " `type`, `script`, `checksum`, `installed_by`, `execution_time`, `success`)"
                    + " VALUES (99, ?, 'interrupted', 'SQL', ?, 1, 'x', 1, FALSE)"), String.valueOf(version),
                    migration.getFileName().toString());

            own.migrate();

            assertEquals(undisturbed, schema(own), migration::toString);
            assertEquals(2, own.count("role"));
            assertEquals(1, own.count("client_revision WHERE latest = 0"));
        }
    }

    @Test
    void wait_for_open_transactions_without_keeping_others_out() throws SQLException {
        assumeTrue(engine == Engine.MARIADB, "H2 lets a table be changed while it is read");
        Store own = engine.newStore();
        Flyway before = upTo(2, own);
        before.clean();
        before.migrate();
        try (Connection dump = own.outside().getConnection(); Statement statement = dump.createStatement();
                LogLines advice = LogLines.of(DbMigrate.class)) {
            dump.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM session");

            List<DatabaseUnavailable> told =
                    Together.race(3, i -> assertThrows(DatabaseUnavailable.class, own::migrate));
            assertTrue(told.stream().allMatch(DatabaseFailures::isOutage), "a start tries again: " + told);
            assertEquals(List.of(), advice.lines(), "no backup has to be restored");
            assertEquals(0, own.count("session"));
            dump.commit();
        }
        own.migrate();

        assertEquals(0, own.count("schema_history WHERE success = FALSE"));
        Node.on(own, new MutableClock()).register("bob");
    }

    @Test
    void leave_the_time_outs_of_a_connection_as_they_were() throws SQLException {
        assumeTrue(engine == Engine.MARIADB, "H2 has none");
        Set<String> timeouts = ConcurrentHashMap.newKeySet();
        Database nextUser = store.newDatabase();
        store.migrate();
        Together.race(Database.POOL_SIZE, i -> nextUser.transaction(() -> timeouts.addAll(nextUser.list(
                "SELECT CONCAT_WS(' ', @@innodb_lock_wait_timeout, @@idle_transaction_timeout, @@lock_wait_timeout)"
                + " AS timeouts, SLEEP(0.2)", row -> row.getString("timeouts")))));

        assertEquals(Set.of("1 10 86400"), timeouts);
    }

    private static Flyway upTo(int version, Store store) {
        return Flyway.configure().dataSource(store.outside())
                .locations("classpath:META-INF/migrations/" + store.database().product().folder())
                .table("schema_history").target(version + "?").cleanDisabled(false).load();
    }

    private List<Path> migrations() throws IOException {
        Path folder = Path.of("src/main/resources/META-INF/migrations", engine == Engine.H2 ? "h2" : "mariadb");
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(MigrationsTest::version)).toList();
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
    }

    private static List<String> statements(Path migration) throws IOException {
        return Stream.of(Files.readString(migration).replaceAll("(?m)^ *--.*$", "").split(";"))
                .map(String::strip).filter(statement -> !statement.isEmpty()).toList();
    }

    /** The statements that would make it. */
    private List<String> schema(Store of) {
        if (engine == Engine.H2) {
            return of.database().list("SCRIPT NODATA NOPASSWORDS NOSETTINGS", row -> row.getString(1)).stream()
                    .sorted().toList();
        }
        return of.database().list("SHOW TABLES", row -> row.getString(1)).stream()
                .map(table -> of.database().first("SHOW CREATE TABLE " + table, row -> row.getString(2)).orElseThrow()
                        .replaceAll(" AUTO_INCREMENT=\\d+", ""))
                .toList();
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
        assertTrue(told.getMessage().endsWith(" <- java.net.ConnectException: Connection refused"), told.getMessage());
        assertFalse(told.getMessage().contains("hunter2"), told.getMessage());
    }

    @Test
    void make_the_two_roles() {
        assertEquals(2, store.count("role"));
        assertEquals(1, store.count("role WHERE name = 'user' AND id = '5f1d6a52-3f0c-4f0a-9a64-0d9f4f3b7c01'"));
        assertEquals(1, store.count("role WHERE name = 'admin' AND id = 'c2b7c1de-8a55-4c0d-8f7e-6a1f2e9d4b02'"));
    }
}
