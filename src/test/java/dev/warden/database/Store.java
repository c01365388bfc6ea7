package dev.warden.database;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseProduct;
import dev.warden.platform.DatabaseSettings;
import dev.warden.platform.Migrations;

/**
 * A real database with a pool on top of it, as a container has one. Persistence unit {@code warden} is EclipseLink's.
 */
public final class Store {

    private static final List<String> TABLES =
            List.of("guess", "revocation", "session", "browser_session", "consent", "used_assertion", "logout_call",
                    "account", "signing_key", "audit_event", "client");

    private static final DateTimeFormatter IN_SQL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private final DatabaseSettings settings;
    private final DataSource pool;
    private final WatchedDataSource dataSource;
    private final Database database;
    private final Migrations migrations;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    Store(DatabaseSettings settings, DataSource pool) {
        this.settings = settings;
        this.pool = pool;
        dataSource = new WatchedDataSource(pool, told::add);
        database = newDatabase();
        migrations = new Migrations(pool, settings);
        migrate();
    }

    /** For a node: its own admission and its own retries, on this one database. */
    public Database newDatabase() {
        return newDatabase(settings.maxWait());
    }

    /** As {@link #newDatabase()}, with a clock that a test sets. */
    public Database newDatabase(Clock ofDatabase) {
        return new Database(dataSource, settings.maxWait()) {
            @Override
            public String currentTime() {
                return "TIMESTAMP '" + LocalDateTime.ofInstant(ofDatabase.instant(), ZoneOffset.UTC).format(IN_SQL)
                        + "'";
            }
        };
    }

    /** One whose requests wait for it so long in all. */
    public Database newDatabase(Duration maxWait) {
        return new Database(dataSource, maxWait);
    }

    /** For the test itself. */
    public Database database() {
        return database;
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** What connects without joining any transaction, as another process would. */
    public DataSource outside() {
        return pool;
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

    /** A table with a column {@code x} that holds the numbers from 1 on, to make many rows with one statement. */
    public String numbersTo(int last) {
        return "(SELECT " + (database.product() == DatabaseProduct.H2 ? "x FROM SYSTEM_RANGE(1, " + last + ")"
                : "seq AS x FROM seq_1_to_" + last) + ") numbers";
    }

    /** The index by which MariaDB would find the rows of the first table of a statement; empty if by none. */
    public Optional<String> indexFor(String sql, Object... parameters) {
        return database.first("EXPLAIN " + sql, row -> row.getString("key"), parameters);
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

    /** The next transaction, whoever's it is, fails when it commits. */
    public void failNextCommit() {
        dataSource.failNextCommit();
    }

    /** From now on every statement takes so much longer, whoever's it is. */
    public void delay(Duration each) {
        dataSource.delay(each);
    }

    /** After so many statements more, whoever's they are, none is executed until this {@link #reconnect}s. */
    public void breakOffAfter(int statements) {
        dataSource.breakOffAfter(statements);
    }

    /** From now on nobody gets a connection. */
    public void cutOff() {
        dataSource.cutOff(true);
    }

    /** Connections are given again, and statements executed. */
    public void reconnect() {
        dataSource.cutOff(false);
        dataSource.breakOffAfter(Integer.MAX_VALUE);
    }

    void empty() {
        reconnect();
        delay(Duration.ZERO);
        TABLES.forEach(table -> database.update("DELETE FROM " + table));
        database.update("DELETE FROM role WHERE name NOT IN ('user', 'admin')");
        told.clear();
    }
}
