import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The kernel's clock tick. */
final class Clock {
    private static final double MILLIS_A_TICK = 1000.0 / ticksPerSecond();

    private Clock() {
    }

    static double millis(long ticks) {
        return ticks * MILLIS_A_TICK;
    }

    private static long ticksPerSecond() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
            return Long.parseLong(new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip());
        } catch (IOException | NumberFormatException e) {
            return 100; // What Linux has told user space on every architecture for decades.
        }
    }
}
