import java.util.List;

/** A stretch of load on one operation, begun and ended with nothing under way. */
record Slice(Histogram latencies, long errors, long connects, double seconds, Usage usage) {

    static Slice of(List<Worker> workers, long nanos, Usage usage) {
        Histogram latencies = new Histogram();
        workers.forEach(worker -> latencies.add(worker.latencies()));
        return new Slice(latencies, workers.stream().mapToLong(Worker::errors).sum(),
                workers.stream().mapToLong(Worker::connects).sum(), nanos / 1e9, usage);
    }

    long operations() {
        return latencies.total();
    }

    double perSecond() {
        return operations() / seconds;
    }

    double serverMillisEach() {
        return usage.server() / operations();
    }
}
