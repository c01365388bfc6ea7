package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.concurrent.ManagedThreadFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;

@DisplayName("Scheduled work")
class ScheduleTest {

    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Schedule schedule = new Schedule(new Threads());

    @BeforeEach
    void start() {
        schedule.start();
    }

    @AfterEach
    void stop() {
        schedule.stop();
    }

    @Test
    void that_fails_in_whatever_way_is_run_again() {
        AtomicInteger runs = new AtomicInteger();

        schedule.every(PAUSE, "Failing", () -> {
            switch (runs.incrementAndGet()) {
                case 1 -> throw new DatabaseUnavailable("gone", null);
                case 2 -> throw new OutOfMemoryError("unable to create native thread");
                default -> { }
            }
        });

        Eventually.holds("it is run again", PATIENCE, () -> runs.get() > 2);
    }

    /** Containers may remember each thread that there ever was. */
    @Test
    void that_runs_once_does_not_take_a_new_thread_each_time() throws Exception {
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            threads.add(schedule.once(Thread::currentThread).get());
            Thread.sleep(1);
        }

        assertTrue(threads.size() < 10, threads::toString);
    }

    @Test
    void of_one_name_replaces_what_had_it_before() {
        AtomicInteger former = new AtomicInteger();
        AtomicInteger latter = new AtomicInteger();
        schedule.every(PAUSE, "Same", former::incrementAndGet);

        schedule.every(PAUSE, "Same", latter::incrementAndGet);
        Eventually.holds("the latter runs", PATIENCE, () -> latter.get() > 0);
        int before = former.get();

        Eventually.holds("it runs on", PATIENCE, () -> latter.get() > 20);
        // One run may have been under way.
        assertFalse(former.get() > before + 1, "the former runs still");
    }

    @Test
    void that_runs_when_the_application_ends_is_waited_for_and_not_interrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        schedule.every(PAUSE, "Slow", () -> {
            begun.countDown();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            done.incrementAndGet();
        });
        begun.await();

        schedule.end(this);

        assertEquals(1, done.get());
        assertFalse(interrupted.get());
    }

    @Test
    void that_is_asked_for_when_the_application_has_ended_is_not_run() {
        AtomicInteger runs = new AtomicInteger();
        schedule.end(this);

        assertFalse(schedule.every(PAUSE, "Late", runs::incrementAndGet).isDone());

        assertEquals(0, runs.get());
    }

    private static final class Threads implements ManagedThreadFactory {

        @Override
        public Thread newThread(Runnable work) {
            return new Thread(work);
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            throw new UnsupportedOperationException("nobody asks for it");
        }
    }
}
