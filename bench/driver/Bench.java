import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Drives a running Warden through the operations of its contracts, and prints what each costs: operations a second,
 * latency, errors, and CPU of the server process an operation. Without dependencies; README.md has the method and what the
 * columns mean.
 *
 * <p>Client and server share the machine, so this client is lean on purpose: a thread and a blocking keep-alive socket
 * for each worker, no HTTP library, no JSON library.
 *
 * <p>Exit code: 0 if every answer was the documented one, 1 if any was not, 2 for a wrong command line.
 */
public final class Bench {

    private final Options options;
    private final Meter meter;
    private final Report report;
    private final Failures failures = new Failures();

    private Bench(Options options, Meter meter, Report report) {
        this.options = options;
        this.meter = meter;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        try {
            System.exit(run(Options.parse(arguments)) ? 0 : 1);
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
        } catch (Abort e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(Options options) throws Exception {
        Optional<ServerProcess> server = options.server();
        try (HashMeter hashMeter = HashMeter.of(options)) {
            Report report = new Report(options, server, hashMeter);
            report.opening();
            Bench bench = new Bench(options, new Meter(server), report);
            bench.measureAll(hashMeter, server);
            return bench.failures.none();
        }
    }

    private void measureAll(HashMeter hashMeter, Optional<ServerProcess> server) throws InterruptedException {
        List<Crew> crews = options.contracts().stream()
                .map(contract -> new Crew(contract, options, meter, failures)).toList();
        // Everything is warm before anything is measured: a call site that later code makes polymorphic, or a late
        // collection of an earlier operation's garbage, would otherwise favour whichever operation came first.
        for (Crew crew : crews) {
            warmUp(crew);
        }
        report.idle(meter.idle());
        report.heading();
        for (Crew crew : crews) {
            for (Operation operation : options.operations(crew.contract())) {
                report.row(crew.contract(), operation, measure(crew, operation, hashMeter));
            }
        }
        report.failures(failures);
        server.ifPresent(process -> report.memory("after the load", process, signIns(crews)));
        if (server.isPresent() && signIns(crews) < options.signIns()
                && crews.get(0).contract().operations().contains(Operation.SIGN_IN)) {
            crews.get(0).perform(Operation.SIGN_IN, crews.get(0).times(options.signIns() - signIns(crews)));
            report.memory("after more sign-ins", server.get(), signIns(crews));
        }
    }

    private void warmUp(Crew crew) throws InterruptedException {
        crew.registerAccounts();
        for (Operation operation : options.operations(crew.contract())) {
            Slice slice = crew.perform(operation, seconds(options.warmUp()));
            report.warmedUp(crew.contract(), operation, slice);
            if (slice.operations() == 0 && options.warmUp() > 0) {
                report.failures(failures);
                throw new Abort("Nothing but errors: " + crew.contract().name() + " " + operation.title);
            }
        }
    }

    /** The hash is measured beside each slice, not once, so that what slows the machine slows both figures. */
    private List<Round> measure(Crew crew, Operation operation, HashMeter hashMeter) throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            Optional<HashMillis> before = operation.hashes ? hashMeter.measure() : Optional.empty();
            Slice slice = crew.perform(operation, seconds(options.seconds() / options.rounds()));
            Optional<HashMillis> after = operation.hashes ? hashMeter.measure() : Optional.empty();
            rounds.add(new Round(slice, before.map(cost -> cost.mean(after.orElseThrow()))));
        }
        return rounds;
    }

    private static long signIns(List<Crew> crews) {
        return crews.stream().mapToLong(Crew::signIns).sum();
    }

    private static BooleanSupplier seconds(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return () -> System.nanoTime() - end < 0;
    }
}
