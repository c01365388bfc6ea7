package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.mariadb.jdbc.MariaDbDataSource;

import dev.warden.database.MariaDb;

@DisplayName("A connection to MariaDB that lasts")
@EnabledIf(value = "dev.warden.database.MariaDb#isAvailable", disabledReason = "there is no MariaDB for this platform")
class ReconnectingConnectionTest {

    private static final AtomicInteger OPENED = new AtomicInteger();

    private static ReconnectingConnection.Source source;

    @BeforeAll
    static void connect() throws SQLException {
        MariaDb mariaDb = MariaDb.running();
        MariaDbDataSource database = new MariaDbDataSource(mariaDb.database("lasting"));
        database.setUser(mariaDb.user());
        database.setPassword(mariaDb.password());
        source = new ReconnectingConnection.Source(() -> {
            OPENED.incrementAndGet();
            return database.getConnection();
        });
        try (Connection connection = source.connection()) {
            execute(connection, "create or replace table t (n int)");
        }
    }

    @Test
    void fails_once_and_then_works_again() throws SQLException {
        try (Connection connection = source.connection()) {
            long first = id(connection);
            cut(first);
            assertThrows(SQLException.class, () -> id(connection));
            assertNotEquals(first, id(connection));
        }
    }

    @Test
    void makes_the_others_look_before_they_fail() throws SQLException {
        try (Connection one = source.connection(); Connection other = source.connection()) {
            long first = id(other);
            long second = id(one);
            cut(second);
            cut(first);
            assertThrows(SQLException.class, () -> id(one));
            assertNotEquals(second, id(one));
            assertNotEquals(first, id(other));
        }
    }

    @Test
    void fails_until_the_end_of_its_transaction() throws SQLException {
        try (Connection connection = source.connection()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into t values (1)");
            cut(id(connection));
            assertThrows(SQLException.class, () -> execute(connection, "insert into t values (2)"));
            assertThrows(SQLException.class, () -> execute(connection, "insert into t values (3)"));
            assertThrows(SQLException.class, connection::commit);
            connection.setAutoCommit(true);
            assertEquals(0, rows(connection));
        }
    }

    @Test
    void is_replaced_at_its_next_use_and_not_when_it_is_given_back() throws SQLException {
        try (Connection connection = source.connection()) {
            connection.setAutoCommit(false);
            long first = id(connection);
            cut(first);
            assertThrows(SQLException.class, () -> id(connection));
            int before = OPENED.get();
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, 1);
            assertEquals(before, OPENED.get());

            assertEquals(0, connection.getNetworkTimeout(), "that of a new one");
            assertEquals(before + 1, OPENED.get());
            assertTrue(connection.getAutoCommit());
            assertNotEquals(first, id(connection));
        }
    }

    @Test
    void changes_its_mode_only_when_a_statement_needs_it() throws SQLException {
        try (Connection connection = source.connection()) {
            Map<String, List<String>> seen = MariaDb.running().statementsOf(() -> {
                inTransaction(connection, "insert into t values (4)");
                inTransaction(connection, "insert into t values (5)");
                run(connection, "insert into t values (6)");
                run(connection, "delete from t");
            });
            assertEquals(List.of("set autocommit=0", "insert into t values (4)", "COMMIT", "insert into t values (5)",
                    "COMMIT",
                    "set autocommit=1", "insert into t values (6)", "delete from t"), ofThisTest(seen));
        }
    }

    @Test
    @DisplayName(
            "JDBC: \"If this method is called during a transaction and the auto-commit mode is changed, the "
            + "transaction "
            + "is committed\"")
    void commits_what_is_left_open() throws SQLException {
        try (Connection connection = source.connection(); Connection other = source.connection()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into t values (7)");
            connection.setAutoCommit(true);
            assertTrue(connection.getAutoCommit());
            assertEquals(1, rows(other));
            connection.setAutoCommit(false);
            assertFalse(connection.getAutoCommit());
            execute(connection, "delete from t");
            connection.rollback();
            connection.setAutoCommit(true);
            assertEquals(1, rows(connection));
            execute(connection, "delete from t");
            assertEquals(0, rows(other));
        }
    }

    private static List<String> ofThisTest(Map<String, List<String>> seen) {
        return seen.values().stream().filter(statements -> statements.contains("insert into t values (4)")).findFirst()
                .orElseThrow();
    }

    private static void inTransaction(Connection connection, String sql) {
        try {
            connection.setAutoCommit(false);
            execute(connection, sql);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static int rows(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from t");
                ResultSet rows = statement.executeQuery()) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }

    @Test
    void stays_closed_once_it_was_closed() throws SQLException {
        Connection connection = source.connection();
        assertFalse(connection.isClosed());
        connection.close();
        assertTrue(connection.isClosed());
        assertThrows(SQLException.class, () -> id(connection));
    }

    @Test
    void is_itself() throws SQLException {
        try (Connection one = source.connection(); Connection other = source.connection()) {
            assertEquals(one, one);
            assertNotEquals(one, other);
            assertEquals(one.hashCode(), one.hashCode());
        }
    }

    private static long id(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select connection_id()");
                ResultSet rows = statement.executeQuery()) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static void cut(long id) {
        MariaDb.running().run("kill " + id);
    }
}
