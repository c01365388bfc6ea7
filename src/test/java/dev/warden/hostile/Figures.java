package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long something took. It is told; what is asserted is three times what is promised, because the machine of the
 * tests is not theirs alone. That finds a time-out that is gone, which is all that a test can find.
 */
final class Figures {

    /** An answer within 5 s whatever the database does, full service within 5 s of its return. */
    static final Duration CEILING = Duration.ofSeconds(15);

    private Figures() {
    }

    static <T> T timed(String what, Supplier<T> something) {
        return timed(what, CEILING, something);
    }

    static <T> T timed(String what, Duration ceiling, Supplier<T> something) {
        long startedAt = System.nanoTime();
        T result = something.get();
        Duration taken = Duration.ofNanos(System.nanoTime() - startedAt);
        tell(what, taken);
        assertTrue(taken.compareTo(ceiling) < 0, () -> what + ": " + taken);
        return result;
    }

    static void tell(String what, Duration taken) {
        System.out.printf("[figure] %s: %s: %d ms%n", System.getProperty("test.server.name", "embedded"), what,
                taken.toMillis());
    }
}
