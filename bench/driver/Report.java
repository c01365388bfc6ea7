import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

final class Report {
    private static final String ROW = "%-25s %9s %9s %9s %7s %11s %17s %17s   %s%n";

    private final Options options;
    private final Optional<ServerProcess> server;
    private final HashMeter hashMeter;

    Report(Options options, Optional<ServerProcess> server, HashMeter hashMeter) {
        this.options = options;
        this.server = server;
        this.hashMeter = hashMeter;
    }

    void opening() {
        System.out.printf("Warden at %s, %s; %d workers, warm-up %.0f s, measured %.0f s in %d rounds, %d cores%n",
                options.url(), server.map(process -> "process " + process.pid()).orElse("process not known"),
                options.concurrency(), options.warmUp(), options.seconds(), options.rounds(),
                Runtime.getRuntime().availableProcessors());
        server.ifPresent(process -> memory("before the load", process, 0));
    }

    void warmedUp(Contract contract, Operation operation, Slice slice) {
        System.err.printf(Locale.ROOT, "warm-up: %s %s, %d operations, %d errors, %.2f CPU ms each%n", contract.name(),
                operation.title, slice.operations(), slice.errors(), slice.serverMillisEach());
    }

    void idle(double millis) {
        if (server.isPresent()) {
            System.out.printf(Locale.ROOT, "idle after warm-up: %.1f CPU ms a second%n", millis);
        }
    }

    void heading() {
        System.out.println();
        System.out.printf(ROW, "operation", "ops/s", "p50 ms", "p99 ms", "errors", "CPU ms/op", "least..most",
                "beyond the hash", "hash");
    }

    void row(Contract contract, Operation operation, List<Round> rounds) {
        Histogram latencies = new Histogram();
        rounds.forEach(round -> latencies.add(round.slice().latencies()));
        double[] cpu = sorted(rounds, round -> round.slice().serverMillisEach());
        System.out.printf(ROW, contract.name() + " " + operation.title,
                decimal(1, median(rounds, round -> round.slice().perSecond())),
                decimal(2, latencies.millis(0.50)), decimal(2, latencies.millis(0.99)),
                rounds.stream().mapToLong(round -> round.slice().errors()).sum(),
                decimal(3, median(rounds, round -> round.slice().serverMillisEach())),
                decimal(3, cpu[0]) + ".." + decimal(3, cpu[cpu.length - 1]),
                beyond(rounds), operation.hashes ? hash(rounds) : "none");
        System.out.println(cores(rounds));
    }

    void failures(Failures failures) {
        failures.samples().forEach(sample -> System.out.println("FAILED " + sample));
    }

    void memory(String when, ServerProcess process, long signIns) {
        System.out.printf("resident memory %s, %d sign-ins: %d MiB now, %d MiB at most%n", when, signIns,
                process.mebibytes("VmRSS"), process.mebibytes("VmHWM"));
    }

    /**
     * What is left when each hash cost as much as one a core at once, which is how a loaded server runs them; in
     * brackets when each cost as much as one that has the machine for itself, which it cannot have cost less than.
     */
    private String beyond(List<Round> rounds) {
        if (server.isEmpty() || rounds.get(0).hash().isEmpty()) {
            return "-";
        }
        return "%s (to %s)".formatted(
                decimal(3, median(rounds, round -> round.slice().serverMillisEach() - round.hash().get().together())),
                decimal(3, median(rounds, round -> round.slice().serverMillisEach() - round.hash().get().alone())));
    }

    private String hash(List<Round> rounds) {
        String parameters = options.argon2().map(argon2 -> "Argon2id " + argon2).orElse("parameters not told");
        if (rounds.get(0).hash().isEmpty()) {
            return parameters;
        }
        return parameters + (hashMeter.implementation().isEmpty() ? "" : ", " + hashMeter.implementation()) + ": "
                + decimal(2, median(rounds, round -> round.hash().get().alone())) + " ms alone, "
                + decimal(2, median(rounds, round -> round.hash().get().together())) + " one a core";
    }

    /** Who had the cores meanwhile: a row is worth little when others had much of them. */
    private String cores(List<Round> rounds) {
        double seconds = rounds.stream().mapToDouble(round -> round.slice().seconds()).sum();
        ToDoubleFunction<ToDoubleFunction<Usage>> share = part -> rounds.stream()
                .mapToDouble(round -> part.applyAsDouble(round.slice().usage())).sum() / 1000 / seconds;
        return String.format(Locale.ROOT, "  cores: server %s, client %s, others %s, stolen %s; connections: %d",
                decimal(2, share.applyAsDouble(Usage::server)), decimal(2, share.applyAsDouble(Usage::client)),
                decimal(2, share.applyAsDouble(Usage::others)), decimal(2, share.applyAsDouble(Usage::stolen)),
                rounds.stream().mapToLong(round -> round.slice().connects()).sum());
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] figures = sorted(rounds, figure);
        return (figures[(figures.length - 1) / 2] + figures[figures.length / 2]) / 2;
    }

    private static double[] sorted(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }

    private static String decimal(int digits, double number) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%." + digits + "f", number) : "-";
    }
}
