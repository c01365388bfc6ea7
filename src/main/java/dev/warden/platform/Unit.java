package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;

/**
 * What one thread does on one connection, which it asks the pool for when it first needs it: a transaction, in which
 * statements and entities share that connection, or statements that each stand for themselves.
 */
final class Unit implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Unit.class.getName());

    private final DataSource pool;
    private final boolean isTransaction;
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private Connection connection;
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
            connection = pool.getConnection();
            if (isTransaction) {
                connection.setAutoCommit(false);
            }
        }
        return connection;
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
            connection.commit();
        }
    }

    void rollBack(Throwable because) {
        try {
            if (entityManager != null && entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            if (connection != null) {
                connection.rollback();
            }
        } catch (RuntimeException | SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** Gives the connection back. What goes wrong here changes nothing about what was done, so it is told and no more. */
    @Override
    public void close() {
        if (entityManager != null) {
            entityManager.close();
        }
        if (connection != null) {
            try (Connection givenBack = connection) {
                if (isTransaction) {
                    givenBack.setAutoCommit(true);
                }
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "A connection could not be given back", e);
            }
        }
    }
}
