import java.io.IOException;
import java.net.URI;
import java.util.function.BooleanSupplier;

/** One client on one connection. Used by one thread at a time. */
final class Worker {
    /** A server that refuses everything is not to be hammered. */
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 20;

    private final Contract contract;
    private final Connection connection;
    private final Client client;
    private final Failures failures;
    private Histogram latencies = new Histogram();
    private long errors;

    Worker(Contract contract, URI url, String name, Failures failures) {
        this.contract = contract;
        this.connection = new Connection(url);
        this.client = contract.client(connection, name);
        this.failures = failures;
    }

    Histogram latencies() {
        return latencies;
    }

    long errors() {
        return errors;
    }

    long connects() {
        return connection.connects();
    }

    void prepare(Operation operation) {
        // The server may have closed what was idle since the last slice.
        connection.close();
        connection.resetConnects();
        latencies = new Histogram();
        attempt(operation, () -> client.prepare(operation));
        errors = 0;
    }

    void repeat(Operation operation, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            long start = System.nanoTime();
            if (attempt(operation, () -> client.perform(operation))) {
                latencies.record((System.nanoTime() - start) / 1000);
            } else {
                errors++;
                pause();
            }
        }
    }

    private interface Exchange {
        void run() throws IOException;
    }

    private boolean attempt(Operation operation, Exchange exchange) {
        try {
            exchange.run();
            return true;
        } catch (Unexpected e) {
            failures.note(contract, operation, e.getMessage());
        } catch (IOException e) {
            failures.note(contract, operation, "no answer: " + e);
            connection.close();
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
