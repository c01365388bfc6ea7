package dev.warden.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Persistence;
import jakarta.transaction.UserTransaction;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseSettings;
import dev.warden.platform.Migrations;

/**
 * A real database with everything that a container would put on top of it for {@code dev.warden.platform}: the data
 * source, transactions bound to the thread, and the entity manager of persistence unit {@code warden} by EclipseLink.
 */
public final class Store {

    private static final List<String> TABLES =
            List.of("guess", "revocation", "session", "browser_session", "consent", "used_assertion", "logout_call",
                    "account", "signing_key", "audit_event", "client");

    private final DataSource pool;
    private final ThreadTransaction transaction;
    private final BoundDataSource dataSource;
    private final EntityManager entityManager;
    private final Database database;
    private final Migrations migrations;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    Store(DatabaseSettings settings, DataSource pool) {
        this.pool = pool;
        transaction = new ThreadTransaction(pool);
        dataSource = new BoundDataSource(pool, transaction, told::add);
        database = newDatabase();
        migrations = new Migrations(pool, settings);
        migrate();
        transaction.use(Persistence.createEntityManagerFactory("warden", inJavaSe()));
        entityManager = (EntityManager) Proxy.newProxyInstance(EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(transaction.entityManager(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Map<String, Object> inJavaSe() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.provider", "org.eclipse.persistence.jpa.PersistenceProvider");
        properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        properties.put("jakarta.persistence.jtaDataSource", dataSource);
        properties.put("jakarta.persistence.nonJtaDataSource", dataSource);
        // Each store has a factory of its own; by default EclipseLink shares one by name.
        properties.put("eclipselink.session-name", "store-" + System.identityHashCode(this));
        properties.put("eclipselink.logging.level", "OFF");
        return properties;
    }

    /** For a node: its own admission and its own retries, on this one database. */
    public Database newDatabase() {
        return new Database(dataSource, transaction);
    }

    /** For the test itself. */
    public Database database() {
        return database;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** What connects without joining any transaction, as another process would. */
    public DataSource outside() {
        return pool;
    }

    public UserTransaction transaction() {
        return transaction;
    }

    /** The entity manager of whatever transaction the calling thread is in. */
    public EntityManager entityManager() {
        return entityManager;
    }

    /** Brings the schema up to date, as every node does when it starts. */
    public void migrate() {
        migrations.apply();
    }

    /** Rows of {@code table}, or of {@code table WHERE …} with parameters. */
    public long count(String tableAndCondition, Object... parameters) {
        return database.first("SELECT COUNT(*) AS n FROM " + tableAndCondition, row -> row.getLong("n"), parameters)
                .orElseThrow();
    }

    /** The SQL of every statement that was executed since this was last asked, by all nodes together. */
    public List<String> statements() {
        synchronized (told) {
            List<String> since = List.copyOf(told);
            told.clear();
            return since;
        }
    }

    /** How often a connection was asked for. */
    public int timesAskedForAConnection() {
        return dataSource.timesAsked();
    }

    /** From now on nobody gets a connection. */
    public void cutOff() {
        dataSource.cutOff(true);
    }

    /** Connections are given again. */
    public void reconnect() {
        dataSource.cutOff(false);
    }

    void empty() {
        reconnect();
        TABLES.forEach(table -> database.update("DELETE FROM " + table));
        database.update("DELETE FROM role WHERE name NOT IN ('user', 'admin')");
        told.clear();
    }
}
