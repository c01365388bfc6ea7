package dev.warden.platform;

import java.sql.Connection;
import java.sql.SQLException;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * A connection pool that an administrator created in the server, found by its JNDI name. Its validation of a connection
 * may take any time, so a request takes connections through an {@link Opening}. A connection without a time-out gets
 * Warden's, so that a database that swallows packets holds no thread for ever.
 */
final class NamedPool {

    private static final int SOCKET_TIMEOUT_MILLIS = 2_500;

    private NamedPool() {
    }

    /** @throws InvalidSetting if the name does not denote a data source */
    static DataSource find(String jndiName) {
        DataSource pool = lookUp(jndiName);
        Opening opening = new Opening(pool::getConnection);
        return Interception.of(DataSource.class, (method, arguments) -> method.getName().equals("getConnection")
                ? bounded(opening.open()) : Interception.pass(pool, method, arguments));
    }

    private static DataSource lookUp(String jndiName) {
        Object found;
        try {
            found = new InitialContext().lookup(jndiName);
        } catch (NamingException e) {
            throw new InvalidSetting(DatabaseSettings.JNDI_NAME, "this server has nothing of the name " + jndiName);
        }
        if (found instanceof DataSource pool) {
            return pool;
        }
        throw new InvalidSetting(DatabaseSettings.JNDI_NAME, jndiName + " is no data source");
    }

    private static Connection bounded(Connection connection) throws SQLException {
        if (connection.getNetworkTimeout() == 0) {
            connection.setNetworkTimeout(Runnable::run, SOCKET_TIMEOUT_MILLIS);
        }
        return connection;
    }
}
