package dev.warden.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;

/**
 * Entity managers of persistence unit {@code warden}, by whatever provider the server brings. They work on the connection
 * of the transaction that the thread is in, and cannot end it: that is for {@link Database} alone.
 */
final class Entities implements AutoCloseable {

    /** What ends a transaction or its connection. */
    private static final Set<String> FOR_THE_DATABASE_ALONE = Set.of("close", "commit", "rollback", "setAutoCommit");

    private final DataSource pool;
    private final Supplier<Unit> current;
    private EntityManagerFactory factory;

    /** @param current the unit of the calling thread, or null */
    Entities(DataSource pool, Supplier<Unit> current) {
        this.pool = pool;
        this.current = current;
    }

    EntityManager newManager() {
        return factory().createEntityManager();
    }

    /** Made when it is first needed, since it asks the database what it is. */
    private synchronized EntityManagerFactory factory() {
        if (factory == null) {
            factory = Persistence.createEntityManagerFactory("warden", Map.of(
                    "jakarta.persistence.nonJtaDataSource", proxy(DataSource.class, this::ofDataSource),
                    // By default EclipseLink shares what it keeps among all units of this name in the server.
                    "eclipselink.session-name", "warden-" + System.identityHashCode(this)));
        }
        return factory;
    }

    @Override
    public synchronized void close() {
        if (factory != null) {
            factory.close();
        }
    }

    private Object ofDataSource(Object proxy, Method method, Object[] arguments) throws Throwable {
        return method.getName().equals("getConnection") ? connection() : invoke(proxy, pool, method, arguments);
    }

    private Connection connection() throws SQLException {
        Unit unit = current.get();
        if (unit == null || !unit.isTransaction()) {
            return pool.getConnection();
        }
        Connection ours = unit.connection();
        return proxy(Connection.class, (proxy, method, arguments) ->
                FOR_THE_DATABASE_ALONE.contains(method.getName()) ? null : invoke(proxy, ours, method, arguments));
    }

    private static Object invoke(Object proxy, Object target, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> {
                try {
                    yield method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Entities.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
