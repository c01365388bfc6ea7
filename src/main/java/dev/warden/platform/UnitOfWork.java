package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;

/**
 * A unit of work: what one thread does on one connection, which it takes from the pool when it first needs it. It is
 * either a transaction, in which statements and entities share that connection, or a series of statements in
 * auto-commit mode. It waits for no answer longer than the request's {@link Patience} allows. The driver closes a
 * connection whose answer did not come in time, so a connection is either usable or replaced at its next use.
 */
final class UnitOfWork implements AutoCloseable {

    private static final Logger LOG = System.getLogger(UnitOfWork.class.getName());

    private final DataSource pool;
    private final boolean isTransaction;
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private final Patience patience = Patience.ofThisThread();
    private Connection connection;
    private boolean isReady;
    private int usualTimeoutMillis;
    private int timeoutMillis;
    private EntityManager entityManager;

    private UnitOfWork(DataSource pool, boolean isTransaction) {
        this.pool = pool;
        this.isTransaction = isTransaction;
    }

    static UnitOfWork transaction(DataSource pool) {
        return new UnitOfWork(pool, true);
    }

    static UnitOfWork ofStatements(DataSource pool) {
        return new UnitOfWork(pool, false);
    }

    boolean isTransaction() {
        return isTransaction;
    }

    Connection connection() throws SQLException {
        if (connection == null) {
            patience.requireSome();
            connection = pool.getConnection();
            // A broken connection of our own is replaced by this call.
            usualTimeoutMillis = connection.getNetworkTimeout();
            timeoutMillis = usualTimeoutMillis;
            if (isTransaction) {
                ask(() -> {
                    connection.setAutoCommit(false);
                    return null;
                });
            }
            isReady = true;
        }
        if (!isReady) {
            throw new SQLException("this connection could not be made ready");
        }
        return connection;
    }

    PreparedStatement prepared(String sql) throws SQLException {
        Connection ours = connection();
        return ask(() -> ours.prepareStatement(sql));
    }

    /** @param generatedKeys as for {@link Connection#prepareStatement(String, int)} */
    PreparedStatement prepared(String sql, int generatedKeys) throws SQLException {
        Connection ours = connection();
        return ask(() -> ours.prepareStatement(sql, generatedKeys));
    }

    /**
     * Whether a change may take effect on the server after this caller gave up, because it waited for a lock until
     * then. In a transaction it is rolled back, because no COMMIT follows.
     */
    boolean mayLeaveChange() {
        return !isTransaction && !patience.isEnoughForLock();
    }

    /** A query or other call on the connection. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    /** Sends a query on the connection. */
    <T> T ask(Question<T> question) throws SQLException {
        long startedAt = beginToAsk();
        try {
            return question.ask();
        } finally {
            answeredSince(startedAt);
        }
    }

    /** Sends a change that may take effect permanently. */
    <T> T change(Question<T> question) throws SQLException {
        patience.requireEnoughToChange();
        return ask(question);
    }

    /** Prepares a query on the connection; the result is the argument for {@link #answeredSince}. */
    long beginToAsk() throws SQLException {
        patience.requireSome();
        waitAtMost(patience.timeoutMillis(usualTimeoutMillis));
        return System.nanoTime();
    }

    void answeredSince(long nanos) {
        patience.answeredSince(nanos);
    }

    private void waitAtMost(int millis) throws SQLException {
        if (millis != timeoutMillis) {
            connection.setNetworkTimeout(Runnable::run, millis);
            timeoutMillis = millis;
        }
    }

    EntityManager entityManager(Entities entities) {
        if (!isTransaction) {
            throw new IllegalStateException("Entities need a transaction");
        }
        if (entityManager == null) {
            entityManager = entities.newManager();
            entityManager.getTransaction().begin();
        }
        return entityManager;
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> toDoAfterCommit() {
        return afterCommit;
    }

    void commit() throws SQLException {
        if (entityManager != null) {
            entityManager.getTransaction().commit();
        }
        if (connection != null) {
            patience.requireEnoughToCommit();
            end(connection::commit);
        }
    }

    void rollBack(Throwable because) {
        try {
            rollBackEntities();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
        try {
            if (connection != null) {
                end(connection::rollback);
            }
        } catch (RuntimeException | SQLException e) {
            because.addSuppressed(e);
        }
    }

    private void rollBackEntities() {
        if (entityManager != null && entityManager.getTransaction().isActive()) {
            entityManager.getTransaction().rollback();
        }
    }

    private interface Ending {
        void run() throws SQLException;
    }

    private void end(Ending ending) throws SQLException {
        waitAtMost(patience.timeoutToEndMillis(usualTimeoutMillis));
        long startedAt = System.nanoTime();
        try {
            ending.run();
        } finally {
            patience.answeredSince(startedAt);
        }
    }

    /** Returns the connection. A failure here does not affect what was done, so it is only logged. */
    @Override
    public void close() {
        if (entityManager != null) {
            entityManager.close();
        }
        if (connection != null) {
            try (Connection givenBack = connection) {
                if (isTransaction) {
                    end(() -> givenBack.setAutoCommit(true));
                }
                waitAtMost(usualTimeoutMillis);
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "A connection could not be given back", e);
            }
        }
    }
}
