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
 * What one thread does on one connection, which it asks the pool for when it first needs it: a transaction, in which
 * statements and entities share that connection, or statements that each stand for themselves. It waits for no answer
 * longer than the request's {@link Patience} lasts. A driver that waited in vain gives its connection up, so a
 * connection is either in order or replaced when it is next used.
 */
final class Unit implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Unit.class.getName());

    private final DataSource pool;
    private final boolean isTransaction;
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private final Patience patience = Patience.ofThisThread();
    private Connection connection;
    private boolean isReady;
    private int usualTimeoutMillis;
    private int timeoutMillis;
    private EntityManager entityManager;

    private Unit(DataSource pool, boolean isTransaction) {
        this.pool = pool;
        this.isTransaction = isTransaction;
    }

    static Unit transaction(DataSource pool) {
        return new Unit(pool, true);
    }

    static Unit ofStatements(DataSource pool) {
        return new Unit(pool, false);
    }

    boolean isTransaction() {
        return isTransaction;
    }

    Connection connection() throws SQLException {
        if (connection == null) {
            patience.requireSome();
            connection = pool.getConnection();
            // One of ours that is broken is replaced when it is asked this.
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

    /** @param generatedKeys as {@link Connection#prepareStatement(String, int)} takes it */
    PreparedStatement prepared(String sql, int generatedKeys) throws SQLException {
        Connection ours = connection();
        return ask(() -> ours.prepareStatement(sql, generatedKeys));
    }

    /** Something that is asked of the database. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    /** Asks something on the connection. */
    <T> T ask(Question<T> question) throws SQLException {
        long startedAt = beginToAsk();
        try {
            return question.ask();
        } finally {
            answeredSince(startedAt);
        }
    }

    /** Asks for a change that may last from now on. */
    <T> T change(Question<T> question) throws SQLException {
        patience.requireEnoughToChange();
        return ask(question);
    }

    /** Before something is asked on the connection; {@link #answeredSince} takes what this returns. */
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
            if (entityManager != null && entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            if (connection != null) {
                end(connection::rollback);
            }
        } catch (RuntimeException | SQLException e) {
            because.addSuppressed(e);
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

    /**
     * Gives the connection back. What goes wrong here changes nothing about what was done, so it is told and no more.
     */
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
