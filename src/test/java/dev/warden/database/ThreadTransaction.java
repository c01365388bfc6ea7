package dev.warden.database;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

/**
 * Transactions without a container: one connection and one entity manager are bound to the thread that began, and SQL and
 * JPA share them, as a container's transaction manager has it.
 */
final class ThreadTransaction implements UserTransaction {

    private static final class Bound {
        private Connection connection;
        private EntityManager entityManager;
        private boolean rollbackOnly;
    }

    private final DataSource pool;
    private final ThreadLocal<Bound> current = new ThreadLocal<>();
    private EntityManagerFactory factory;

    ThreadTransaction(DataSource pool) {
        this.pool = pool;
    }

    void use(EntityManagerFactory entityManagers) {
        factory = entityManagers;
    }

    boolean isActive() {
        return current.get() != null;
    }

    /** The connection of this thread's transaction. */
    Connection connection() throws SQLException {
        Bound bound = active();
        if (bound.connection == null) {
            bound.connection = pool.getConnection();
            bound.connection.setAutoCommit(false);
        }
        return bound.connection;
    }

    /** The entity manager of this thread's transaction. */
    EntityManager entityManager() {
        Bound bound = active();
        if (bound.entityManager == null) {
            bound.entityManager = factory.createEntityManager();
            bound.entityManager.getTransaction().begin();
        }
        return bound.entityManager;
    }

    @Override
    public void begin() throws NotSupportedException {
        if (isActive()) {
            throw new NotSupportedException("A transaction is active already");
        }
        current.set(new Bound());
    }

    @Override
    public void commit() throws RollbackException {
        Bound bound = active();
        try {
            if (bound.rollbackOnly) {
                throw new PersistenceException("Marked for roll-back");
            }
            if (bound.entityManager != null) {
                bound.entityManager.getTransaction().commit();
            }
            if (bound.connection != null) {
                bound.connection.commit();
            }
            end(bound);
        } catch (PersistenceException | SQLException e) {
            rollback();
            RollbackException rolledBack = new RollbackException("Not committed");
            rolledBack.initCause(e);
            throw rolledBack;
        }
    }

    @Override
    public void rollback() {
        Bound bound = active();
        try {
            if (bound.entityManager != null && bound.entityManager.getTransaction().isActive()) {
                bound.entityManager.getTransaction().rollback();
            }
            if (bound.connection != null) {
                bound.connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            end(bound);
        }
    }

    @Override
    public void setRollbackOnly() {
        active().rollbackOnly = true;
    }

    @Override
    public int getStatus() {
        return isActive() ? Status.STATUS_ACTIVE : Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void setTransactionTimeout(int seconds) {
        throw new UnsupportedOperationException("Nobody asks for it");
    }

    private Bound active() {
        Bound bound = current.get();
        if (bound == null) {
            throw new IllegalStateException("No transaction is active");
        }
        return bound;
    }

    private void end(Bound bound) {
        current.remove();
        if (bound.entityManager != null) {
            bound.entityManager.close();
        }
        try {
            if (bound.connection != null) {
                bound.connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
