package dev.warden.platform;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;

@DisplayName("Scheduled work")
class ScheduleTest {

    @Test
    void that_fails_in_whatever_way_is_run_again() {
        AtomicInteger runs = new AtomicInteger();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        try {
            executor.scheduleWithFixedDelay(new Schedule.Guarded("Failing", () -> {
                switch (runs.incrementAndGet()) {
                    case 1 -> throw new DatabaseUnavailable("gone", null);
                    case 2 -> throw new OutOfMemoryError("unable to create native thread");
                    default -> { }
                }
            }), 0, 1, TimeUnit.MILLISECONDS);

            Eventually.holds("it is run again", Duration.ofSeconds(10), () -> runs.get() > 2);
        } finally {
            executor.shutdownNow();
        }
    }
}
