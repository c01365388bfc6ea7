package dev.warden.platform;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer the request on a thread may wait for the database. All waiting for the database counts, whatever it
 * is for: a turn at the pool, a connection, an answer, a copy that another thread is reading. Waiting for a turn to
 * hash does not count, nor does hashing. Background work has no limit: nobody waits for it, and each of its statements
 * has a time-out.
 *
 * <p>It is bound to the thread and not passed as a parameter, because pooled connections are opened on that thread by
 * objects of the container, to which Warden cannot pass anything.
 */
final class Patience {

    /**
     * How much longer the end of a transaction may take, so that the outcome of a COMMIT that was sent becomes known.
     */
    private static final long ENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /**
     * Connections are told the remaining time in such steps; as long as little is used up, they need not be told at
     * all.
     */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final ThreadLocal<Patience> OF_REQUEST = new ThreadLocal<>();

    private long leftNanos;
    private long longestNanos;

    private Patience(long leftNanos) {
        this.leftNanos = leftNanos;
    }

    /** Begins a request on the calling thread, until its {@link #end}. */
    static void begin(Duration most) {
        OF_REQUEST.set(new Patience(most.toNanos()));
    }

    static void end() {
        OF_REQUEST.remove();
    }

    /** That of the request on this thread; unlimited if the thread has none. */
    static Patience ofThisThread() {
        Patience ofRequest = OF_REQUEST.get();
        return ofRequest == null ? new Patience(Long.MAX_VALUE) : ofRequest;
    }

    boolean hasNoEnd() {
        return leftNanos > Long.MAX_VALUE / 2;
    }

    long leftNanos() {
        return leftNanos;
    }

    /** Something that the calling thread has to wait for. */
    interface Turn {
        boolean comesWithin(long nanos) throws InterruptedException;
    }

    /** Waits for a turn, at most for the given time. */
    boolean await(Turn turn, Duration most) throws InterruptedException {
        long startedAt = System.nanoTime();
        try {
            return turn.comesWithin(Math.min(most.toNanos(), leftNanos));
        } finally {
            waitedSince(startedAt);
        }
    }

    /** Fails if no time is left to query the database. */
    void requireSome() throws SQLException {
        require(leftNanos > 0);
    }

    /**
     * Fails if the answer to a change would probably come too late, because another answer in this request took longer
     * than the time left: a change that was sent may take effect even if nobody learns of it.
     */
    void requireEnoughToChange() throws SQLException {
        require(leftNanos >= longestNanos);
    }

    /** Whether a change can wait for a row lock as long as MariaDB lets it, and its answer still comes in time. */
    boolean isEnoughForLock() {
        return leftNanos > DatabaseSettings.LOCK_WAIT.toNanos() + longestNanos;
    }

    /** As {@link #requireEnoughToChange}, for a COMMIT. */
    void requireEnoughToCommit() throws SQLException {
        require(leftToEndNanos() >= Math.max(longestNanos, 1));
    }

    private static void require(boolean isEnough) throws SQLException {
        if (!isEnough) {
            throw new SQLTimeoutException("this request has waited for its database as long as it may");
        }
    }

    /**
     * The time-out for the next answer on a connection.
     *
     * @param usual the connection's own time-out in milliseconds; 0 means none
     * @return no more than that; at least 1 if there is a limit
     */
    int timeoutMillis(int usual) {
        return timeoutMillis(usual, leftNanos);
    }

    /** As {@link #timeoutMillis}, for the end of a transaction. */
    int timeoutToEndMillis(int usual) {
        return timeoutMillis(usual, leftToEndNanos());
    }

    private long leftToEndNanos() {
        return hasNoEnd() ? leftNanos : leftNanos + ENDING_NANOS;
    }

    private static int timeoutMillis(int usual, long nanos) {
        if (nanos <= 0) {
            return 1;
        }
        long millis = (nanos / STEP_NANOS + 1) * TimeUnit.NANOSECONDS.toMillis(STEP_NANOS);
        return millis > (usual == 0 ? Integer.MAX_VALUE : usual) ? usual : (int) millis;
    }

    /** Records a wait that began at a value of {@link System#nanoTime}. */
    void waitedSince(long nanos) {
        spend(System.nanoTime() - nanos);
    }

    /** Records a query that was sent at a value of {@link System#nanoTime} and has been answered or has failed. */
    void answeredSince(long nanos) {
        long taken = System.nanoTime() - nanos;
        longestNanos = Math.max(longestNanos, taken);
        spend(taken);
    }

    private void spend(long nanos) {
        if (!hasNoEnd()) {
            leftNanos -= nanos;
        }
    }
}
