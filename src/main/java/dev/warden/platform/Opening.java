package dev.warden.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets connections within the {@link Patience} of a request. Opening one takes several answers of the database and the
 * resolution of a name, and a pool may validate many connections before it returns one. Each of these steps has a
 * time-out at best, so they run on a separate thread. A caller that gave up leaves it to that thread to close a
 * connection that comes too late.
 */
final class Opening {

    /** For all callers that can wait at once, and as many that were given up. */
    private static final int MAX_THREADS = 2 * Database.POOL_SIZE;
    private static final int IDLE_SECONDS = 10;

    private final Opener opener;
    private final ThreadPoolExecutor threads;

    Opening(Opener opener) {
        this.opener = opener;
        this.threads = new ThreadPoolExecutor(0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                Opening::newThread);
    }

    /** Opens a connection to the database, or takes one from a pool. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** Not container threads: the container creates its pool before it can provide managed threads. */
    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "Warden opens a connection");
        thread.setDaemon(true);
        return thread;
    }

    Connection open() throws SQLException {
        Patience patience = Patience.ofThisThread();
        if (patience.hasNoEnd()) {
            return opener.open();
        }
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        long startedAt = System.nanoTime();
        try {
            threads.execute(() -> open(opened));
            return opened.get(patience.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new SQLTransientConnectionException("too many connections are being opened", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        } catch (TimeoutException e) {
            closeWhatComes(opened);
            throw new SQLTimeoutException("no connection could be opened in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeWhatComes(opened);
            throw new SQLTransientConnectionException("interrupted while a connection was opened", e);
        } finally {
            patience.waitedSince(startedAt);
        }
    }

    private void open(CompletableFuture<Connection> opened) {
        try {
            opened.complete(opener.open());
        } catch (SQLException | RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    private static void closeWhatComes(CompletableFuture<Connection> opened) {
        opened.thenAccept(connection -> {
            try {
                connection.close();
            } catch (SQLException nobodyNeedsIt) {
                // The connection is of no use either way.
            }
        });
    }
}
