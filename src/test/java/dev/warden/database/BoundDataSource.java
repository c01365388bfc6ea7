package dev.warden.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * What a container's data source is to an application: within a transaction every connection is the transaction's, and
 * who closes or commits it closes and commits nothing. It tells every statement that is executed, and can be cut off.
 */
final class BoundDataSource implements DataSource {

    /** What the owner of the transaction does, and nobody else. */
    private static final Set<String> FOR_THE_OWNER = Set.of("close", "commit", "rollback", "setAutoCommit");

    private final DataSource pool;
    private final ThreadTransaction transaction;
    private final Consumer<String> executed;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean cutOff;

    BoundDataSource(DataSource pool, ThreadTransaction transaction, Consumer<String> executed) {
        this.pool = pool;
        this.transaction = transaction;
        this.executed = executed;
    }

    void cutOff(boolean isCutOff) {
        cutOff = isCutOff;
    }

    int timesAsked() {
        return asked.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (cutOff) {
            throw new SQLNonTransientConnectionException("Cut off by a test", "08001");
        }
        asked.incrementAndGet();
        boolean bound = transaction.isActive();
        Connection real = bound ? transaction.connection() : pool.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (bound && FOR_THE_OWNER.contains(method.getName())) {
                return null;
            }
            Object result = invoke(real, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return told(PreparedStatement.class, statement, (String) arguments[0]);
            }
            return result instanceof Statement statement ? told(Statement.class, statement, "") : result;
        });
    }

    private <S extends Statement> S told(Class<S> type, S real, String sql) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                executed.accept(arguments == null ? sql : String.valueOf(arguments[0]));
            }
            return invoke(real, method, arguments);
        });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader() == null
                ? ClassLoader.getSystemClassLoader() : type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(BoundDataSource.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Wraps nothing to show");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
