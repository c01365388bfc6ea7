package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;

/** Repeats work on the container's threads, until the application ends. */
@ApplicationScoped
public class Schedule {

    private static final Logger LOG = System.getLogger(Schedule.class.getName());

    @Resource
    private ManagedScheduledExecutorService executor;

    /**
     * Runs work now and then again, each time the given pause after it ended. Work that fails is logged in one line and
     * run again all the same.
     */
    public void every(Duration pause, String name, Runnable work) {
        executor.scheduleWithFixedDelay(() -> guarded(name, work), pause.toMillis(), pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void guarded(String name, Runnable work) {
        try {
            work.run();
        } catch (DatabaseUnavailable e) {
            LOG.log(Level.WARNING, "{0} waits for the database: {1}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, name + " failed", e);
        }
    }
}
