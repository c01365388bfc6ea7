package dev.warden.platform;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

/**
 * Entity managers of {@link EntityUnit}. They use the connection of the thread's transaction and cannot end it: only
 * {@link Database} does.
 */
final class Entities implements AutoCloseable {

    /** Methods that end a transaction or close its connection. */
    private static final Set<String> FOR_THE_DATABASE_ALONE = Set.of("close", "commit", "rollback", "setAutoCommit");

    private final DataSource pool;
    private final Supplier<UnitOfWork> current;
    private EntityManagerFactory factory;

    /** @param current supplies the unit of work of the calling thread, or null */
    Entities(DataSource pool, Supplier<UnitOfWork> current) {
        this.pool = pool;
        this.current = current;
    }

    EntityManager newManager() {
        return factory().createEntityManager();
    }

    /** Created on first use, because it queries the database product. */
    private synchronized EntityManagerFactory factory() {
        if (factory == null) {
            factory = new EntityUnit(Interception.of(DataSource.class, (method, arguments) ->
                    method.getName().equals("getConnection") ? connection()
                            : Interception.pass(pool, method, arguments)))
                    .open();
        }
        return factory;
    }

    @Override
    public synchronized void close() {
        if (factory != null) {
            factory.close();
        }
    }

    private Connection connection() throws SQLException {
        UnitOfWork unit = current.get();
        if (unit == null || !unit.isTransaction()) {
            return pool.getConnection();
        }
        Connection ours = unit.connection();
        return Interception.of(Connection.class, (method, arguments) -> {
            if (FOR_THE_DATABASE_ALONE.contains(method.getName())) {
                return null;
            }
            Object result = asked(unit, ours, method, arguments);
            return result instanceof PreparedStatement statement ? patient(unit, statement) : result;
        });
    }

    private static PreparedStatement patient(UnitOfWork unit, PreparedStatement statement) {
        return Interception.of(PreparedStatement.class, (method, arguments) -> method.getName().startsWith("execute")
                ? asked(unit, statement, method, arguments) : Interception.pass(statement, method, arguments));
    }

    private static Object asked(UnitOfWork unit, Object target, Method method, Object[] arguments) throws Throwable {
        long startedAt = unit.beginToAsk();
        try {
            return Interception.pass(target, method, arguments);
        } finally {
            unit.answeredSince(startedAt);
        }
    }
}
