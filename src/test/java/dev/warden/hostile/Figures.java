package dev.warden.hostile;

import java.time.Duration;
import java.util.function.Supplier;

/** How long something took, told and not asserted: the machine of the tests is not theirs alone. */
final class Figures {

    private Figures() {
    }

    static <T> T timed(String what, Supplier<T> something) {
        long startedAt = System.nanoTime();
        T result = something.get();
        tell(what, Duration.ofNanos(System.nanoTime() - startedAt));
        return result;
    }

    static void tell(String what, Duration taken) {
        System.out.printf("[figure] %s: %s: %d ms%n", System.getProperty("test.server.name", "embedded"), what,
                taken.toMillis());
    }
}
