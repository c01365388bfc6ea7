package dev.warden.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Logger;

import javax.sql.DataSource;

/** A pool that tells every statement that is executed, can be slow, break off or be cut off, and can fail to commit. */
final class WatchedDataSource implements DataSource {

    private final DataSource pool;
    private final Consumer<String> executed;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean failsNextCommit = new AtomicBoolean();
    private final AtomicInteger statementsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean cutOff;
    private volatile Duration delay = Duration.ZERO;

    WatchedDataSource(DataSource pool, Consumer<String> executed) {
        this.pool = pool;
        this.executed = executed;
    }

    void cutOff(boolean isCutOff) {
        cutOff = isCutOff;
    }

    void delay(Duration each) {
        delay = each;
    }

    /** After so many statements more none is executed. */
    void breakOffAfter(int statements) {
        statementsLeft.set(statements);
    }

    void failNextCommit() {
        failsNextCommit.set(true);
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
        Connection real = pool.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit") && failsNextCommit.compareAndSet(true, false)) {
                throw new SQLTransientException("Failed by a test", "08007");
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
                if (statementsLeft.getAndUpdate(left -> Math.max(left - 1, 0)) == 0) {
                    throw new SQLNonTransientConnectionException("Broken off by a test", "08006");
                }
                executed.accept(arguments == null ? sql : String.valueOf(arguments[0]));
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
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
        return Logger.getLogger(WatchedDataSource.class.getName());
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
