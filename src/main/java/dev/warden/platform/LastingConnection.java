package dev.warden.platform;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection that outlives what it is made of. A container goes on using a connection that broke (Payara for ever),
 * unless it asks the database before each use, which costs a round trip; so ours replaces what is broken at its next
 * use. When one is found broken, the others of its source are asked whether they are before their next use.
 *
 * <p>Nothing is replaced within a transaction: what is left of that fails, up to its end.
 */
final class LastingConnection implements Interception {

    private static final int ANSWER_SECONDS = 1;

    private final Source source;
    private Connection connection;
    private long soundAtNanos;
    private boolean isInTransaction;
    private boolean isClosed;

    private LastingConnection(Source source) throws SQLException {
        this.source = source;
        open();
    }

    /** Where connections come from. */
    static final class Source {

        private final Opening opening;
        private final AtomicLong brokenAtNanos = new AtomicLong(System.nanoTime());

        Source(Opening.Opener opener) {
            this.opening = new Opening(opener);
        }

        Connection connection() throws SQLException {
            return Interception.of(Connection.class, new LastingConnection(this));
        }
    }

    @Override
    public Object call(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "abort" -> isClosed = true;
            case "setAutoCommit" -> {
                isInTransaction = !(boolean) arguments[0];
                if (!isInTransaction && isBroken()) {
                    // As it is with every connection that is new, and to open one can wait until somebody needs it.
                    return null;
                }
                mend();
            }
            case "setNetworkTimeout" -> {
                if (isBroken()) {
                    return null;
                }
            }
            case "createStatement", "prepareStatement", "prepareCall", "getNetworkTimeout" -> {
                if (!isInTransaction) {
                    mend();
                }
            }
            default -> {
                // Nothing that asks the database.
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

    /** Who has less patience than that takes gets a new one at once, which a database that is well opens faster. */
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
