import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All workers of one contract. They live as long as the run, and so does what their clients remember. */
final class Crew {
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

    private final Contract contract;
    private final Options options;
    private final Meter meter;
    private final List<Worker> workers;
    private final AtomicLong signIns = new AtomicLong();

    Crew(Contract contract, Options options, Meter meter, Failures failures) {
        this.contract = contract;
        this.options = options;
        this.meter = meter;
        this.workers = IntStream.range(0, options.concurrency())
                .mapToObj(i -> new Worker(contract, options.url(), contract.name().charAt(0) + RUN + contract.name().length() + "w" + i, failures))
                .toList();
    }

    Contract contract() {
        return contract;
    }

    long signIns() {
        return signIns.get();
    }

    void registerAccounts() throws InterruptedException {
        perform(Operation.REGISTER, times((long) options.accounts() * workers.size()));
    }

    /** Lets this many operations begin, whoever performs them. */
    BooleanSupplier times(long count) {
        AtomicLong left = new AtomicLong(count);
        return () -> left.getAndDecrement() > 0;
    }

    /** Usage is read when nothing is under way, before and after, so that each operation is counted whole. */
    Slice perform(Operation operation, BooleanSupplier goOn) throws InterruptedException {
        onEachWorker(worker -> worker.prepare(operation));
        Usage before = meter.read();
        long start = System.nanoTime();
        onEachWorker(worker -> worker.repeat(operation, goOn));
        long nanos = System.nanoTime() - start;
        Slice slice = Slice.of(workers, nanos, meter.read().minus(before));
        if (operation == Operation.SIGN_IN) {
            signIns.addAndGet(slice.operations());
        }
        return slice;
    }

    private void onEachWorker(Consumer<Worker> task) throws InterruptedException {
        List<Thread> threads = workers.stream().map(worker -> new Thread(() -> task.accept(worker))).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
