package dev.warden;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test sets. It ticks in milliseconds, as Warden's own does. */
public final class MutableClock extends Clock {

    /** Amid a second: whole seconds hide what is cut off. */
    public static final Instant START = Instant.parse("2026-01-31T08:20:45.678Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    /** Moves on, or back if the step is negative. */
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return now.get().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Warden knows no zones");
    }
}
