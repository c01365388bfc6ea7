package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;

/**
 * Runs transactions and SQL statements. A few statements on accounts and roles use JPA, through
 * {@link #entityManager}; all others are SQL, on the same connection and in the same transaction, because JPA costs
 * half as much again. {@code docs/decisions.md} has figures, and says which is which.
 *
 * <p>Outside of a transaction each statement commits by itself (auto-commit). A transaction, or work
 * {@link #onOneConnection}, takes one connection from the pool instead of one per statement. If all connections are in
 * use, callers wait here for at most {@value #MAX_WAIT_SECONDS} s, because no container limits that wait reliably. How
 * long a request waits for the database in total is limited too, see {@link #beginRequest}.
 */
public class Database implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Database.class.getName());
    /** Maximum number of connections that the pool may open. */
    public static final int POOL_SIZE = 24;
    /** How many rows background work deletes by one statement. */
    public static final int ROWS_AT_ONCE = 1_000;

    private static final int MAX_WAIT_SECONDS = 2;
    private static final Duration MAX_WAIT = Duration.ofSeconds(MAX_WAIT_SECONDS);
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration MAX_BACKOFF = Duration.ofMillis(25);

    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    private final DataSource dataSource;
    private final Duration maxWait;
    private final Entities entities;
    private final Semaphore connections = new Semaphore(POOL_SIZE, true);
    private final ThreadLocal<UnitOfWork> current = new ThreadLocal<>();
    private volatile DatabaseProduct product;

    /**
     * @param dataSource the container's pool
     * @param maxWait    how long a request may wait for the database in total
     */
    public Database(DataSource dataSource, Duration maxWait) {
        this.dataSource = dataSource;
        this.maxWait = maxWait;
        this.entities = new Entities(dataSource, current::get);
    }

    /** Maps one row of a result. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Marks the beginning of a request on the calling thread. From now on the request may wait for the database for
     * {@code warden.db.max-wait} in total. Once that is used up, every further statement fails as if the database were
     * down, and the transaction is rolled back. The thread must call {@link #endRequest} afterwards.
     */
    public void beginRequest() {
        Patience.begin(maxWait);
    }

    /** Marks the end of the request on the calling thread. */
    public void endRequest() {
        Patience.end();
    }

    /**
     * Runs work in a transaction and commits; an exception rolls back and is rethrown. Work that conflicts with a
     * concurrent transaction (deadlock, serialization failure) is run again as a whole, at most {@value #MAX_ATTEMPTS}
     * times, so it must not do anything that a roll-back does not undo. Within a transaction, the work joins it.
     *
     * @throws DatabaseUnavailable if the database did not accept the transaction; nothing of it is stored, unless the
     *                             connection broke during the commit
     */
    public <T> T transaction(Supplier<T> work) {
        UnitOfWork unit = current.get();
        if (unit == null) {
            Committed<T> committed = admitted(() -> retried(() -> once(work)));
            committed.toDo().forEach(Database::runCommitted);
            return committed.result();
        }
        if (!unit.isTransaction()) {
            throw new IllegalStateException("A transaction cannot begin on a connection that is held");
        }
        return work.get();
    }

    /** As {@link #transaction(Supplier)}. */
    public void transaction(Runnable work) {
        transaction(() -> {
            work.run();
            return null;
        });
    }

    /**
     * Runs statements that need no common transaction on one connection, which saves taking one from the pool for each.
     * The connection is held until the work ends, so the work should do nothing else, and must not begin a transaction.
     */
    public <T> T onOneConnection(Supplier<T> work) {
        if (current.get() != null) {
            return work.get();
        }
        return admitted(() -> {
            try (UnitOfWork unit = UnitOfWork.ofStatements(dataSource)) {
                current.set(unit);
                return work.get();
            } finally {
                current.remove();
            }
        });
    }

    /** Which database this is; queried once. */
    public DatabaseProduct product() {
        if (product == null) {
            product = onConnection(unit -> {
                Connection connection = unit.connection();
                return unit.ask(() -> DatabaseProduct.of(connection));
            });
        }
        return product;
    }

    /**
     * An SQL expression for the database's clock in UTC, in milliseconds. The clocks of nodes may differ; this one is
     * the same for all of them.
     */
    public String currentTime() {
        return product().currentTime();
    }

    /**
     * The entity manager of the current transaction.
     *
     * @throws IllegalStateException outside of a transaction
     */
    public EntityManager entityManager() {
        UnitOfWork unit = current.get();
        if (unit == null) {
            throw new IllegalStateException("Entities need a transaction");
        }
        return unit.entityManager(entities);
    }

    /**
     * Runs an action after the current transaction has committed and has given back its connection, so the action may
     * use the database; never if it is rolled back. If the action fails, that is only logged.
     */
    public void afterCommit(Runnable action) {
        UnitOfWork unit = current.get();
        if (unit != null && unit.isTransaction()) {
            unit.afterCommit(action);
        } else {
            action.run();
        }
    }

    /**
     * Runs an INSERT, UPDATE or DELETE.
     *
     * @return the number of affected rows
     */
    public int update(String sql, Object... parameters) {
        return onConnection(unit -> {
            try (PreparedStatement statement = unit.prepared(change(sql, unit))) {
                bind(statement, parameters);
                return unit.change(statement::executeUpdate);
            }
        });
    }

    /**
     * Runs an INSERT into a table that numbers its rows.
     *
     * @return the number of the new row
     */
    public long insert(String sql, Object... parameters) {
        return onConnection(unit -> {
            try (PreparedStatement statement = unit.prepared(change(sql, unit),
                    Statement.RETURN_GENERATED_KEYS)) {
                bind(statement, parameters);
                unit.change(statement::executeUpdate);
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    keys.next();
                    return keys.getLong(1);
                }
            }
        });
    }

    /**
     * Deletes rows, at most {@value #ROWS_AT_ONCE} by each statement. Outside of a transaction each slice commits by
     * itself: what has piled up takes longer than a statement may, and a cluster does not like large transactions.
     *
     * @param rows a table and the condition for its rows, which an index should find
     */
    public void deleteInSlices(String rows, Object... parameters) {
        int deleted;
        do {
            deleted = update("DELETE FROM " + rows + " LIMIT " + ROWS_AT_ONCE, parameters);
        } while (deleted == ROWS_AT_ONCE);
    }

    /** All rows of a query. */
    public <T> List<T> list(String sql, Row<T> row, Object... parameters) {
        return onConnection(unit -> {
            try (PreparedStatement statement = unit.prepared(sql)) {
                bind(statement, parameters);
                try (ResultSet rows = unit.ask(statement::executeQuery)) {
                    return read(rows, row);
                }
            }
        });
    }

    /**
     * As {@link #list}, for a query that reads little of a table only if an index covers it. MariaDB (11.4) forgets
     * that of a prepared statement as soon as another connection uses the table too, and reads all of it from then on.
     */
    public <T> List<T> listUnprepared(String sql, Row<T> row) {
        return onConnection(unit -> {
            Connection connection = unit.connection();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = unit.ask(() -> statement.executeQuery(sql))) {
                return read(rows, row);
            }
        });
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
            found.add(row.read(rows));
        }
        return found;
    }

    /** The first row of a query; empty if there is none, or if it maps to null, as a MIN over no rows does. */
    public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) {
        List<T> rows = list(sql, row, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.get(0));
    }

    /** The instant in a column, which holds UTC; null if the column is null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        // Not getObject(…, LocalDateTime.class): Payara's pool looks that method up by reflection for each value.
        Timestamp value = row.getTimestamp(column, Calendar.getInstance(UTC, Locale.ROOT));
        return value == null ? null : value.toInstant();
    }

    /** Placeholders for the values of a list in a statement: {@code ?}, or one row such as {@code (?, ?)}, for each. */
    public static String placeholders(String ofEach, int count) {
        return String.join(", ", Collections.nCopies(count, ofEach));
    }

    /** Whether a failure means that a unique index refused a row. */
    public static boolean isDuplicate(Throwable failure) {
        return DatabaseFailures.isDuplicate(failure);
    }

    private interface InUnit<T> {
        T apply(UnitOfWork unit) throws SQLException;
    }

    private <T> T onConnection(InUnit<T> work) {
        UnitOfWork unit = current.get();
        if (unit == null) {
            return onOneConnection(() -> onConnection(work));
        }
        Supplier<T> once = () -> translated(() -> work.apply(unit));
        return unit.isTransaction() ? once.get() : retried(once);
    }

    /** Releases what entities need; the pool belongs to the container. */
    @Override
    public void close() {
        entities.close();
    }

    private <T> T admitted(Supplier<T> work) {
        try {
            if (!Patience.ofThisThread()
                    .await(nanos -> connections.tryAcquire(nanos, TimeUnit.NANOSECONDS), MAX_WAIT)) {
                throw new DatabaseUnavailable("every connection is in use", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for a connection", e);
        }
        try {
            return work.get();
        } finally {
            connections.release();
        }
    }

    private <T> T retried(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS || !DatabaseFailures.isConflict(e)) {
                    throw e;
                }
                LOG.log(Level.DEBUG, "Conflict with another transaction, attempt " + attempt, e);
                pause(attempt);
            }
        }
    }

    /** Full jitter, so that those who collided once do not meet again. */
    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(MAX_BACKOFF.toMillis() * attempt) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted between two attempts", e);
        }
    }

    /** What a transaction returned, and what is to be done now that it holds no connection any more. */
    private record Committed<T>(T result, List<Runnable> toDo) {
    }

    private <T> Committed<T> once(Supplier<T> work) {
        UnitOfWork unit = UnitOfWork.transaction(dataSource);
        return new Committed<>(committed(unit, work), unit.toDoAfterCommit());
    }

    /** The transaction took effect, so whatever fails now must not look like its failure, or run it again. */
    private static void runCommitted(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Something that follows a commit failed", e);
        }
    }

    private <T> T committed(UnitOfWork unit, Supplier<T> work) {
        current.set(unit);
        try (unit) {
            return finished(unit, work);
        } finally {
            current.remove();
        }
    }

    private static <T> T finished(UnitOfWork unit, Supplier<T> work) {
        try {
            T result = work.get();
            unit.commit();
            return result;
        } catch (SQLException e) {
            unit.rollBack(e);
            throw new DatabaseUnavailable("the database did not take a commit", e);
        } catch (RuntimeException e) {
            unit.rollBack(e);
            throw translated(e);
        } catch (Error e) {
            unit.rollBack(e);
            throw e;
        }
    }

    private static <T> T translated(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            if (DatabaseFailures.isBug(e)) {
                throw new IllegalStateException(e);
            }
            throw new DatabaseUnavailable("the database did not take a statement", e);
        }
    }

    /** Exceptions of JPA and the container do not reveal the kind of failure; their causes do. */
    private static RuntimeException translated(RuntimeException failure) {
        boolean outage = DatabaseFailures.isOfDatabase(failure) && !DatabaseFailures.isBug(failure);
        return outage && !(failure instanceof DatabaseUnavailable)
                ? new DatabaseUnavailable("the database did not take a transaction", failure) : failure;
    }

    /** With too little time left to wait for a lock, it is tried a few times and not waited for. */
    private String change(String sql, UnitOfWork unit) {
        return unit.mayLeaveChange() && product() == DatabaseProduct.MARIADB
                ? "SET STATEMENT innodb_lock_wait_timeout = 0 FOR " + sql : sql;
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else if (value instanceof Instant instant) {
                statement.setObject(i + 1, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
