package dev.warden.platform;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the schema up to date. Nodes that start together take turns by a lock in the database. */
@ApplicationScoped
public class Migrations {

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
     * Applies the migrations that this database does not have yet. A schema newer than this version of Warden is left as
     * it is: versions next to each other run side by side.
     *
     * @throws DatabaseUnavailable     if the database cannot be reached
     * @throws FlywayValidateException if a migration that was applied is not the one in this WAR
     */
    public void apply() {
        reach();
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:META-INF/migrations/" + (settings.isMariaDb() ? "mariadb" : "h2"))
                .table("schema_history")
                .ignoreMigrationPatterns("*:future")
                .connectRetries(0)
                .load()
                .migrate();
    }

    /** Flyway would say as much, in a page of text. */
    private void reach() {
        try (Connection connection = dataSource.getConnection()) {
            connection.getMetaData();
        } catch (SQLException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new DatabaseUnavailable("warden.db.url: " + settings.address() + " cannot be used: " + cause.getMessage(),
                    e);
        }
    }
}
