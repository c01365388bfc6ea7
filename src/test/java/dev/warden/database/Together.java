package dev.warden.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

import dev.warden.platform.Database;

/** Races on real threads. */
public final class Together {

    private static final int MAX_SECONDS = 60;
    private static final int MILLIS_TO_BEGIN = 500;

    private Together() {
    }

    /** Runs work in that many threads, which all begin at one moment. @return what each returned, in their order */
    public static <T> List<T> race(int threads, IntFunction<T> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    start.await(MAX_SECONDS, TimeUnit.SECONDS);
                    return work.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(MAX_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("A racer fell", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * Changes something in a transaction, and lets other work begin before it is committed. That goes on until it is
     * done, or waits for the transaction; then the transaction ends.
     *
     * @return what the other work returned
     */
    public static <T> T overtaken(Database database, Runnable change, Callable<T> work) {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            return database.transaction(() -> {
                change.run();
                Future<T> working = other.submit(work);
                letGoOn(working);
                return working;
            }).get(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The other work fell", e);
        } finally {
            other.shutdownNow();
        }
    }

    private static void letGoOn(Future<?> working) {
        try {
            working.get(MILLIS_TO_BEGIN, TimeUnit.MILLISECONDS);
        } catch (TimeoutException waitsForUs) {
            // As it should.
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("The other work fell", e);
        }
    }
}
