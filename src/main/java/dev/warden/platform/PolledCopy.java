package dev.warden.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A copy of something in the database that a node keeps in memory and reads again periodically, so that frequent
 * requests need no database. This class knows the age of the copy and fails closed: a caller that finds it too old
 * reads it first, and if the database does not answer, the caller gets an exception.
 */
public final class PolledCopy {

    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final String name;
    private final Duration maxAge;
    private final Runnable read;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long readAtNanos;
    private volatile boolean wasRead;
    private volatile long failedAtNanos;
    private volatile boolean failed;

    /**
     * @param name   what is read, for the log, for example {@code revoked sessions}
     * @param maxAge maximum age of a copy that is still used
     * @param read   brings the copy up to date; never runs concurrently
     */
    public PolledCopy(String name, Duration maxAge, Runnable read) {
        this(name, maxAge, read, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public PolledCopy(String name, Duration maxAge, Runnable read, LongSupplier nanoTime) {
        this.name = name;
        this.maxAge = maxAge;
        this.read = read;
        this.nanoTime = nanoTime;
    }

    /** Reads the copy. To be scheduled with a pause well below {@code maxAge}. */
    public void read() {
        reading.lock();
        try {
            long startedAt = nanoTime.getAsLong();
            read.run();
            readAtNanos = startedAt;
            wasRead = true;
            failed = false;
        } catch (RuntimeException e) {
            failedAtNanos = nanoTime.getAsLong();
            failed = true;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Makes sure that the copy is not too old.
     *
     * @throws DatabaseUnavailable if it is, and cannot be read
     */
    public void requireFresh() {
        if (isStale()) {
            readAgain();
        }
    }

    /**
     * Of many callers that find the copy too old, one reads it and the others wait for that, but not long; if it fails
     * they do not all retry one after the other.
     */
    private void readAgain() {
        try {
            if (!Patience.ofThisThread().await(nanos -> reading.tryLock(nanos, TimeUnit.NANOSECONDS), MAX_WAIT)) {
                throw new DatabaseUnavailable(name + " could not be read in time", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while " + name + " were read", e);
        }
        try {
            if (isStale()) {
                if (failed && nanoTime.getAsLong() - failedAtNanos < maxAge.toNanos()) {
                    throw new DatabaseUnavailable(name + " could not be read", null);
                }
                read();
            }
        } finally {
            reading.unlock();
        }
    }

    private boolean isStale() {
        return !wasRead || nanoTime.getAsLong() - readAtNanos > maxAge.toNanos();
    }
}
