package dev.warden.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells operators of requests that were answered 503. There may be hundreds a second while the database is down, so a
 * minute has {@value #MOST} of these lines. The first one after it is preceded by the number of those that had none.
 */
final class BusyLog {

    static final int MOST = 60;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = System.getLogger(Failure.class.getName());

    private final LongSupplier nanoTime;
    private long windowBeganAtNanos;
    private int told;
    private long untold;

    /** @param nanoTime {@link System#nanoTime} */
    BusyLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowBeganAtNanos = nanoTime.getAsLong();
    }

    synchronized void tell(String reason) {
        beginWindowIfDue();
        if (told == MOST) {
            untold++;
            return;
        }
        told++;
        LOG.log(Level.WARNING, "A request was answered 503: {0}", reason);
    }

    private void beginWindowIfDue() {
        long now = nanoTime.getAsLong();
        if (now - windowBeganAtNanos < WINDOW_NANOS) {
            return;
        }
        if (untold > 0) {
            LOG.log(Level.WARNING, "Before, {0} more requests were answered 503", Long.toString(untold));
        }
        windowBeganAtNanos = now;
        told = 0;
        untold = 0;
    }
}
