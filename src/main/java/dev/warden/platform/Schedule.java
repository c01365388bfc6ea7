package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;

/** Does work on the container's threads, again and again until the application ends, or once. */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = System.getLogger(Schedule.class.getName());

    private final Map<String, Future<?>> jobs = new ConcurrentHashMap<>();

    @Resource
    private ManagedScheduledExecutorService executor;

    @Resource
    private ManagedThreadFactory threads;

    /**
     * Runs work again and again, each time the given pause after it ended. Work that fails is run again all the same;
     * what goes wrong in the same way several times in a row is told once, and once more when it goes well again. Work
     * of the same name is replaced.
     *
     * @return by which it is ended, before the application does it
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
     * Does work once, at once, on a thread of its own: it may take long without keeping what is repeated waiting. The
     * caller sees to it that there are few at a time.
     */
    public <T> Future<T> once(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        threads.newThread(task).start();
        return task;
    }

    /** Before anything that the work needs is gone. */
    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        jobs.values().forEach(job -> job.cancel(false));
    }

    private static final class Guarded implements Runnable {

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
            } catch (RuntimeException e) {
                if (!e.toString().equals(told)) {
                    tell(e);
                }
                told = e.toString();
            }
        }

        private void tell(RuntimeException e) {
            if (e instanceof DatabaseUnavailable) {
                LOG.log(Level.WARNING, "{0} waits for the database: {1}", name, e.getMessage());
            } else {
                LOG.log(Level.ERROR, name + " failed", e);
            }
        }
    }
}
