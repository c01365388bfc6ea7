package dev.warden.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Applies the migrations of the schema. Nodes that start together take turns, by a lock in the database. */
@ApplicationScoped
public class Migrations {

    /** Changing a large table takes its time, and so does waiting for another node. */
    private static final int TIMEOUT_MILLIS = (int) Duration.ofHours(1).toMillis();

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
     * consecutive versions run side by side.
     *
     * @throws DatabaseUnavailable     if the database cannot be reached
     * @throws UnsafeDatabase          if it is not a supported database
     * @throws FlywayValidateException if an applied migration differs from the one in this WAR
     */
    public void apply() {
        DatabaseProduct product = reach();
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(patient(dataSource))
                .locations("classpath:META-INF/migrations/" + product.folder())
                .table("schema_history")
                .ignoreMigrationPatterns("*:future")
                .connectRetries(0)
                .load()
                .migrate();
    }

    /** Checked first, because Flyway would report the failure with a page of text. */
    private DatabaseProduct reach() {
        try (Connection connection = dataSource.getConnection()) {
            return DatabaseProduct.of(connection);
        } catch (SQLException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new DatabaseUnavailable(settings.place() + " cannot be used: " + cause.getMessage(), e);
        }
    }

    /** The same pool, but its connections wait longer than those of a request, until they are returned. */
    private static DataSource patient(DataSource pool) {
        return Interception.of(DataSource.class, (method, arguments) -> {
            Object result = Interception.pass(pool, method, arguments);
            return result instanceof Connection connection ? patient(connection) : result;
        });
    }

    private static Connection patient(Connection connection) throws SQLException {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
        return Interception.of(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, usual);
            }
            return Interception.pass(connection, method, arguments);
        });
    }
}
