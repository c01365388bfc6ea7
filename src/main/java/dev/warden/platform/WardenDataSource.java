package dev.warden.platform;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The data source that the container pools as {@code java:app/jdbc/warden}: an H2 file in {@code warden.home} unless
 * {@code warden.db.url} names a MariaDB. It opens connections, and replaces broken ones; the pool is the container's.
 */
public class WardenDataSource implements DataSource {

    private final boolean isUnused;
    private final DataSource database;
    private final ReconnectingConnection.Source connections;
    private PrintWriter logWriter;
    private String url = "";

    /** For the container, which creates one for its pool. */
    public WardenDataSource() throws SQLException {
        this(Settings.ofThisProcess());
    }

    public WardenDataSource(Settings settings) throws SQLException {
        DatabaseSettings wanted = new DatabaseSettings(settings);
        this.isUnused = wanted.isNamedPool();
        this.database = wanted.isMariaDb() ? mariaDb(wanted) : h2(wanted, settings.home());
        this.connections = new ReconnectingConnection.Source(database::getConnection);
    }

    private static DataSource mariaDb(DatabaseSettings wanted) throws SQLException {
        MariaDbDataSource mariaDb = new MariaDbDataSource(wanted.url());
        if (!wanted.user().isEmpty()) {
            mariaDb.setUser(wanted.user());
        }
        if (!wanted.password().isEmpty()) {
            mariaDb.setPassword(wanted.password());
        }
        return mariaDb;
    }

    private static DataSource h2(DatabaseSettings wanted, Path home) throws SQLException {
        try {
            OwnerOnly.folder(home);
        } catch (IOException e) {
            throw new SQLException("warden.home cannot be made: " + home, e);
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(wanted.url());
        h2.setUser(wanted.user());
        h2.setPassword(wanted.password());
        return h2;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (isUnused) {
            throw new SQLException(DatabaseSettings.JNDI_NAME + " names the pool that is used instead of this one");
        }
        return connections.connection();
    }

    /** Ignores the arguments: containers pass on what a descriptor says, but the credentials are in the settings. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** WildFly requires at least one property; the address that counts is {@code warden.db.url}. */
    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter logWriter) {
        this.logWriter = logWriter;
    }

    /** Does nothing: time-outs are part of {@code warden.db.url}. */
    @Override
    public void setLoginTimeout(int seconds) {
        // See above.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.warden.platform");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
