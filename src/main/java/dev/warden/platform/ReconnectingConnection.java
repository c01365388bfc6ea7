package dev.warden.platform;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection that replaces its physical connection when that has broken. Containers keep using a broken connection
 * (Payara for ever) unless they validate it before each use, which costs a round trip. This one is replaced at its next
 * use instead. Once one is found broken, the others from the same source are checked before their next use.
 *
 * <p>Nothing is replaced within a transaction: its remaining statements fail until it ends.
 *
 * <p>After a transaction the physical connection stays out of auto-commit mode until a statement is to be a transaction
 * of its own. Often the next use is a transaction again, and each change of the mode is a round trip.
 */
final class ReconnectingConnection implements Interception {

    private static final int ANSWER_SECONDS = 1;

    private final Source source;
    private Connection connection;
    private long soundAtNanos;
    private boolean isInTransaction;
    /** Whether the transaction may have something that is neither committed nor rolled back. */
    private boolean hasStatements;
    private boolean isClosed;

    private ReconnectingConnection(Source source) throws SQLException {
        this.source = source;
        open();
    }

    /** Opens physical connections. */
    static final class Source {

        private final Opening opening;
        private final AtomicLong brokenAtNanos = new AtomicLong(System.nanoTime());

        Source(Opening.Opener opener) {
            this.opening = new Opening(opener);
        }

        Connection connection() throws SQLException {
            return Interception.of(Connection.class, new ReconnectingConnection(this));
        }
    }

    @Override
    public Object call(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "abort" -> isClosed = true;
            case "setAutoCommit" -> {
                isInTransaction = !(boolean) arguments[0];
                if (!isInTransaction && (!hasStatements || isBroken())) {
                    // A new connection is in auto-commit mode anyway, and opening one can wait until it is needed.
                    return null;
                }
                mend();
            }
            case "getAutoCommit" -> {
                return !isInTransaction;
            }
            case "commit", "rollback" -> {
                Object nothing = Interception.pass(connection, method, arguments);
                hasStatements = false;
                return nothing;
            }
            case "setNetworkTimeout" -> {
                if (isBroken()) {
                    return null;
                }
            }
            case "createStatement", "prepareStatement", "prepareCall" -> {
                hasStatements = isInTransaction;
                if (!isInTransaction) {
                    mend();
                    // Drivers ask the database only if it is off.
                    connection.setAutoCommit(true);
                }
            }
            case "getNetworkTimeout" -> {
                if (!isInTransaction) {
                    mend();
                }
            }
            default -> {
                // This does not query the database.
            }
        }
        return Interception.pass(connection, method, arguments);
    }

    private boolean isBroken() throws SQLException {
        if (isClosed || !connection.isClosed()) {
            return false;
        }
        source.brokenAtNanos.set(System.nanoTime());
        return true;
    }

    private void mend() throws SQLException {
        if (isClosed) {
            return;
        }
        if (isBroken()) {
            open();
        } else if (soundAtNanos - source.brokenAtNanos.get() < 0) {
            if (answers()) {
                soundAtNanos = System.nanoTime();
            } else {
                connection.close();
                open();
            }
        }
    }

    /** A caller with less time than that gets a new connection at once, which a healthy database opens faster. */
    private boolean answers() throws SQLException {
        Patience patience = Patience.ofThisThread();
        long startedAt = System.nanoTime();
        try {
            return patience.leftNanos() > TimeUnit.SECONDS.toNanos(ANSWER_SECONDS)
                    && connection.isValid(ANSWER_SECONDS);
        } finally {
            patience.waitedSince(startedAt);
        }
    }

    private void open() throws SQLException {
        connection = source.opening.open();
        soundAtNanos = System.nanoTime();
    }
}
