package dev.warden.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something of the database that a node keeps in memory and reads anew again and again, so that the good path asks no
 * database. This class knows how old the copy is, and fails closed: who asks when it is older than allowed reads it
 * first, and if the database does not answer, nobody is answered.
 */
public final class PolledCopy {

    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final String name;
    private final Duration maxAge;
    private final Runnable read;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long readAtNanos;
    private volatile boolean wasRead;
    private volatile long failedAtNanos;
    private volatile boolean failed;

    /**
     * @param name   what is read, for the log, for example {@code revoked sessions}
     * @param maxAge no answer is given from a copy older than this
     * @param read   brings the copy up to date; never runs twice at once
     */
    public PolledCopy(String name, Duration maxAge, Runnable read) {
        this.name = name;
        this.maxAge = maxAge;
        this.read = read;
    }

    /** Reads it. For a schedule whose pause is well below {@code maxAge}. */
    public void read() {
        reading.lock();
        try {
            long startedAt = System.nanoTime();
            read.run();
            readAtNanos = startedAt;
            wasRead = true;
            failed = false;
        } catch (RuntimeException e) {
            failedAtNanos = System.nanoTime();
            failed = true;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Makes sure that the copy is not too old.
     *
     * @throws DatabaseUnavailable if that cannot be had
     */
    public void requireFresh() {
        if (isStale()) {
            readAgain();
        }
    }

    /**
     * Of many who find the copy stale, one reads and the others wait for it, but not long, and when it failed they do
     * not try again one after the other.
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
                if (failed && System.nanoTime() - failedAtNanos < maxAge.toNanos()) {
                    throw new DatabaseUnavailable(name + " could not be read", null);
                }
                read();
            }
        } finally {
            reading.unlock();
        }
    }

    private boolean isStale() {
        return !wasRead || System.nanoTime() - readAtNanos > maxAge.toNanos();
    }
}
