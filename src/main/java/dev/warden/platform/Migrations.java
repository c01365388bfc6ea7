package dev.warden.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Applies the migrations of the schema. Nodes that start together take turns, by a lock in the database. */
@ApplicationScoped
public class Migrations {

    /** Changing a large table takes its time, and so does waiting for another node. */
    private static final int TIMEOUT_MILLIS = (int) Duration.ofHours(1).toMillis();

    /**
     * In MariaDB, who waits for a table keeps out everybody who comes later, whatever they want to do with it. So that
     * they wait no longer either, the wait is less than {@code warden.db.max-wait}. In a cluster Flyway holds a
     * transaction open without a statement for as long as a migration takes.
     */
    private static final String MARIADB_TIMEOUTS =
            "SET SESSION lock_wait_timeout = 1, SESSION idle_transaction_timeout = 0";

    /** Makes the statement that restores them. */
    private static final String USUAL_MARIADB_TIMEOUTS = "SELECT CONCAT('SET SESSION lock_wait_timeout = ',"
            + " @@SESSION.lock_wait_timeout, ', SESSION idle_transaction_timeout = ',"
            + " @@SESSION.idle_transaction_timeout)";

    private static final String HISTORY = "schema_history";

    private final DataSource dataSource;
    private final DatabaseSettings settings;

    @Inject
    public Migrations(DataSource dataSource, DatabaseSettings settings) {
        this.dataSource = dataSource;
        this.settings = settings;
    }

    protected Migrations() {
        this(null, null);
    }

    /**
     * Applies the migrations that this database lacks. A schema newer than this version of Warden is left as it is:
     * consecutive versions run side by side. Every statement of a migration can be repeated, so one that was
     * interrupted, by a kill or a lost connection, is applied again from its beginning.
     *
     * @throws DatabaseUnavailable     if the database cannot be reached, or a table is in use; to be tried again
     * @throws UnsafeDatabase          if it is not a supported database
     * @throws FlywayValidateException if an applied migration differs from the one in this WAR
     */
    public void apply() {
        // First, because Flyway would report a database that is away with a page of text.
        DatabaseProduct product = onConnection(DatabaseProduct::of);
        onConnection(Migrations::forgetFailures);
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(prepared(dataSource, product))
                    .locations("classpath:META-INF/migrations/" + product.folder())
                    .table(HISTORY)
                    .ignoreMigrationPatterns("*:future")
                    .connectRetries(0)
                    .loggers(SilentFlyway.class.getName())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            // The latter was written since then, by another node that had to wait.
            if (DatabaseFailures.isConflict(e)
                    || !DatabaseFailures.isOfDatabase(e) && e.getMessage().contains("failed migration")) {
                throw new DatabaseUnavailable("a change of the schema waits until no transaction is open on its table,"
                        + " such as that of a dump", new SQLTransientException(e));
            }
            throw e;
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T onConnection(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseUnavailable(settings.place() + " cannot be used: " + DatabaseFailures.reason(e), e);
        }
    }

    /**
     * Flyway refuses to go on after a migration that failed. Its own remedy, {@code repair}, would also accept applied
     * migrations that were changed, and mark those of a newer version as deleted.
     *
     * @return whether one had failed
     */
    private static boolean forgetFailures(Connection connection) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        String failed = " FROM `schema_history` WHERE `success` = FALSE".replace("`", quote);
        try (Statement statement = connection.createStatement()) {
            // A database that may only be read has none to forget.
            return hasRows(statement, "SELECT 1 FROM information_schema.tables"
                    + " WHERE table_schema = SCHEMA() AND table_name = '" + HISTORY + "'")
                    && hasRows(statement, "SELECT 1" + failed)
                    && statement.executeUpdate("DELETE" + failed) > 0;
        }
    }

    private static boolean hasRows(Statement statement, String query) throws SQLException {
        return statement.executeQuery(query).next();
    }

    /** The same pool, but until they are returned its connections have the time-outs of migrations. */
    private static DataSource prepared(DataSource pool, DatabaseProduct product) {
        return Interception.of(DataSource.class, (method, arguments) -> {
            Object result = Interception.pass(pool, method, arguments);
            return result instanceof Connection connection ? prepared(connection, product) : result;
        });
    }

    private static Connection prepared(Connection connection, DatabaseProduct product) throws SQLException {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
        Optional<String> restoring = product == DatabaseProduct.MARIADB ? Optional.of(withTimeouts(connection))
                : Optional.empty();
        return Interception.of(Connection.class, (method, arguments) -> {
            if (!method.getName().equals("close") || connection.isClosed()) {
                return Interception.pass(connection, method, arguments);
            }
            try (connection; Statement statement = connection.createStatement()) {
                if (restoring.isPresent()) {
                    statement.execute(restoring.get());
                }
                connection.setNetworkTimeout(Runnable::run, usual);
            }
            return null;
        });
    }

    /** @return the statement that takes them back */
    private static String withTimeouts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet usual = statement.executeQuery(USUAL_MARIADB_TIMEOUTS)) {
            usual.next();
            String restoring = usual.getString(1);
            statement.execute(MARIADB_TIMEOUTS);
            return restoring;
        }
    }
}
