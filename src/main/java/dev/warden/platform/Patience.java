package dev.warden.platform;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer the request that a thread answers may wait for the database. Only such waiting counts, whatever it is
 * for: a turn at the pool, a connection, an answer, what somebody else reads. A turn to hash does not, nor does the
 * hash. Work in the background is patient: nobody waits for it, and each of its statements has a limit of its own.
 *
 * <p>It belongs to the thread and not to an object, because the pool's connections are opened, on that thread, by what
 * the container has made and we cannot tell anything.
 */
final class Patience {

    /** By how much a transaction's end may outlast it: who has sent a COMMIT should know what became of it. */
    private static final long ENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** What is left is told to a connection in such steps: as long as little is used up, it need not be told at all. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final ThreadLocal<Patience> OF_REQUEST = new ThreadLocal<>();

    private long leftNanos;
    private long longestNanos;

    private Patience(long leftNanos) {
        this.leftNanos = leftNanos;
    }

    /** From now on, until its {@link #end}, the calling thread answers a request. */
    static void begin(Duration most) {
        OF_REQUEST.set(new Patience(most.toNanos()));
    }

    static void end() {
        OF_REQUEST.remove();
    }

    /** That of the request; without end if the thread answers none. */
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

    /** Something that only others can make come. */
    interface Turn {
        boolean comesWithin(long nanos) throws InterruptedException;
    }

    /** Waits for a turn, for so long at most. */
    boolean await(Turn turn, Duration most) throws InterruptedException {
        long startedAt = System.nanoTime();
        try {
            return turn.comesWithin(Math.min(most.toNanos(), leftNanos));
        } finally {
            waitedSince(startedAt);
        }
    }

    /** Refuses to ask the database when nothing is left. */
    void requireSome() throws SQLException {
        require(leftNanos > 0);
    }

    /**
     * Refuses to change something if the answer would probably come too late, because another one of this request took
     * longer than what is left: what was sent may be done even if nobody hears of it.
     */
    void requireEnoughToChange() throws SQLException {
        require(leftNanos >= longestNanos);
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
     * The time-out for the next answer of a connection.
     *
     * @param usual that of the connection, in milliseconds; 0 is none
     * @return no more than that; at least 1 if there is an end
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

    /** Something was waited for since a moment of {@link System#nanoTime}. */
    void waitedSince(long nanos) {
        spend(System.nanoTime() - nanos);
    }

    /** The database was asked at a moment of {@link System#nanoTime}, and has answered or failed. */
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
