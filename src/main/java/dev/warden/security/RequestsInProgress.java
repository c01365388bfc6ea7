package dev.warden.security;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;

/**
 * Keeps the application alive until the requests that it is processing are answered. Servers differ in whether they
 * wait for them before they take an application down: when it is undeployed or deployed anew, and when they stop.
 */
@ApplicationScoped
public class RequestsInProgress {

    /** More than any request may take, and less than the time after which servers and service managers end by force. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final long PAUSE_MILLIS = 20;

    private final AtomicInteger number = new AtomicInteger();

    void begin() {
        number.incrementAndGet();
    }

    void end() {
        number.decrementAndGet();
    }

    /** Returns when none is left, or after twelve seconds. */
    void await(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (number.get() > 0 && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
