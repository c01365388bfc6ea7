package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;

/**
 * Runs work on the container's threads: repeatedly until the application ends, or once.
 *
 * <p>The threads are the container's, the executor is our own: that of WildFly runs nothing while the server is
 * suspended and logs an error with a stack trace for each run that it leaves out, several a second, and none tells when
 * the last run has ended.
 */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = System.getLogger(Schedule.class.getName());

    /** Enough that work which waits for other servers delays none of the work that is due several times a second. */
    private static final int THREADS = 4;
    /** What runs when the application ends waits for one answer of the database at most. */
    private static final int END_SECONDS = 2;

    private final Map<String, Future<?>> jobs = new ConcurrentHashMap<>();
    private ScheduledThreadPoolExecutor executor;
    /**
     * Its threads are kept, as many as ever ran at a time. Payara remembers each thread that has used a connection
     * until the application ends, also one that has ended.
     */
    private ThreadPoolExecutor kept;

    @Resource
    private ManagedThreadFactory threads;

    public Schedule() {
        this(null);
    }

    /** @param threads what the container otherwise injects */
    Schedule(ManagedThreadFactory threads) {
        this.threads = threads;
    }

    @PostConstruct
    void start() {
        // What is still asked for when the application ends is not run.
        executor = new ScheduledThreadPoolExecutor(THREADS, threads, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        // What is asked for after the end gets a thread of its own.
        kept = new ThreadPoolExecutor(0, Integer.MAX_VALUE, Long.MAX_VALUE, TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(), threads, (work, ended) -> threads.newThread(work).start());
    }

    /**
     * Runs work repeatedly, with the given pause after each run. Work that fails is run again. A failure that repeats
     * is logged once, and once more when the work succeeds again. Work with the same name is replaced.
     *
     * @return cancels the work before the application ends
     */
    public Future<?> every(Duration pause, String name, Runnable work) {
        Future<?> job = executor.scheduleWithFixedDelay(new Guarded(name, work), pause.toMillis(), pause.toMillis(),
                TimeUnit.MILLISECONDS);
        Future<?> before = jobs.put(name, job);
        if (before != null) {
            before.cancel(false);
        }
        return job;
    }

    /**
     * Runs work once, immediately, on a separate thread, where it may take long without delaying scheduled work. The
     * caller has to limit how much of it runs at a time.
     */
    public <T> Future<T> once(Callable<T> work) {
        return kept.submit(work);
    }

    /** As {@link #once(Callable)}, for work whose end nobody waits for: what it throws is logged. */
    public void once(String name, Runnable work) {
        once(Executors.callable(new Guarded(name, work)));
    }

    /**
     * Runs before anything that the work needs is closed. Nothing is interrupted: H2 closes a database whose thread is
     * interrupted while it reads the file.
     */
    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stop();
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "Work in the background has not ended yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also where a deployment failed. */
    @PreDestroy
    void stop() {
        executor.shutdown();
        kept.shutdown();
    }

    /** Errors are caught too, such as that there can be no more threads: an executor never runs again what throws. */
    static final class Guarded implements Runnable {

        private final String name;
        private final Runnable work;
        private String told;

        Guarded(String name, Runnable work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
                if (told != null) {
                    LOG.log(Level.INFO, "{0} goes well again", name);
                }
                told = null;
            } catch (RuntimeException | Error e) {
                if (!e.toString().equals(told)) {
                    tell(e);
                }
                told = e.toString();
            }
        }

        private void tell(Throwable e) {
            if (e instanceof DatabaseUnavailable) {
                LOG.log(Level.WARNING, "{0} waits for the database: {1}", name, e.getMessage());
            } else {
                LOG.log(Level.ERROR, name + " failed", e);
            }
        }
    }
}
