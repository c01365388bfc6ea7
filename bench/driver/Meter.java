import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

final class Meter {
    private static final long IDLE_MILLIS = 3_000;

    private final Optional<ServerProcess> server;

    Meter(Optional<ServerProcess> server) {
        this.server = server;
    }

    Usage read() {
        double[] machine = machine();
        return new Usage(server.map(ServerProcess::cpuMillis).orElse(Double.NaN), ownMillis(), machine[0], machine[1]);
    }

    /** @return CPU milliseconds a second of the server that nobody asks anything */
    double idle() throws InterruptedException {
        Usage before = read();
        Thread.sleep(IDLE_MILLIS);
        return read().minus(before).server() * 1000 / IDLE_MILLIS;
    }

    private static double ownMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime() / 1e6;
    }

    /** Busy and stolen milliseconds since boot: proc(5), /proc/stat, user nice system idle iowait irq softirq steal. */
    private static double[] machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            long[] ticks = Stream.of(lines.findFirst().orElseThrow().split(" +")).skip(1)
                    .mapToLong(Long::parseLong).toArray();
            return new double[] {Clock.millis(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]),
                Clock.millis(ticks[7])};
        } catch (IOException notLinux) {
            return new double[] {Double.NaN, Double.NaN};
        }
    }
}
