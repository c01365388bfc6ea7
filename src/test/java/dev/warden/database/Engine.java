package dev.warden.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbPoolDataSource;

import dev.warden.platform.DatabaseSettings;
import dev.warden.platform.Settings;

/** The databases that Warden supports. What stores something is tested on each, see {@link OnEveryDatabase}. */
public enum Engine {

    H2 {
        @Override
        DatabaseSettings settings() {
            return new DatabaseSettings(Settings.of(Map.of("warden.db.url",
                    "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=4000")));
        }

        @Override
        DataSource pool(DatabaseSettings settings) {
            JdbcConnectionPool pool = JdbcConnectionPool.create(settings.url(), settings.user(), settings.password());
            pool.setMaxConnections(MAX_CONNECTIONS);
            return pool;
        }
    },

    MARIADB {
        @Override
        DatabaseSettings settings() {
            assumeTrue(MariaDb.isAvailable(), "There is no MariaDB in Maven's repository for this platform");
            MariaDb server = MariaDb.running();
            return new DatabaseSettings(Settings.of(Map.of(
                    "warden.db.url", server.database("core_" + UUID.randomUUID().toString().substring(0, 8)),
                    "warden.db.user", server.user(), "warden.db.password", server.password())));
        }

        @Override
        DataSource pool(DatabaseSettings settings) throws SQLException {
            MariaDbPoolDataSource pool = new MariaDbPoolDataSource();
            pool.setUser(settings.user());
            pool.setPassword(settings.password());
            pool.setUrl(settings.url() + "&minPoolSize=2&registerJmxPool=false&maxPoolSize=" + MAX_CONNECTIONS);
            return pool;
        }
    };

    /** Enough for three nodes that each use {@value dev.warden.platform.Database#POOL_SIZE}. */
    private static final int MAX_CONNECTIONS = 80;

    private Store store;

    abstract DatabaseSettings settings();

    abstract DataSource pool(DatabaseSettings settings) throws SQLException;

    /** The store of this JVM on this engine, with the schema that the migrations make and no rows but theirs. */
    public synchronized Store emptyStore() throws SQLException {
        if (store == null) {
            store = newStore();
        }
        store.empty();
        return store;
    }

    /** A store of one's own, for who changes the schema. */
    public Store newStore() throws SQLException {
        DatabaseSettings settings = settings();
        return new Store(settings, pool(settings));
    }
}
