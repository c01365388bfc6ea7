package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Runs before the first request: reads every setting, migrates the schema, and lets features load what they keep in
 * memory. If that fails, the WAR does not deploy, and one line in the log says why. A database that cannot be reached
 * is waited for, because servers restart in any order. What fails once it is there is tried again until it succeeds:
 * the WAR is deployed by then, and nobody else would start it again.
 */
@ApplicationScoped
public class Startup {

    private static final Logger LOG = System.getLogger(Startup.class.getName());

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** For what somebody has to mend. Flyway logs some lines at each attempt. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

    private final Instance<FeatureSettings> settings;
    private final Instance<DatabaseSettings> database;
    private final Migrations migrations;
    private final DatabaseCheck check;
    private final Schedule schedule;
    private final Event<DatabaseReady> databaseReady;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile Future<?> attempts;
    private volatile String told;

    @Inject
    public Startup(@Any Instance<FeatureSettings> settings, Instance<DatabaseSettings> database,
            Migrations migrations, DatabaseCheck check, Schedule schedule, Event<DatabaseReady> databaseReady) {
        this.settings = settings;
        this.database = database;
        this.migrations = migrations;
        this.check = check;
        this.schedule = schedule;
        this.databaseReady = databaseReady;
    }

    protected Startup() {
        this(null, null, null, null, null, null);
    }

    void onStart(@Observes @Initialized(ApplicationScoped.class) Object application) {
        try {
            Settings.unknownVariables().forEach(name -> LOG.log(Level.WARNING,
                    "The environment variable {0} is no setting of Warden", name));
            settings.stream().forEach(each -> LOG.log(Level.DEBUG, "{0}", each));
            LOG.log(Level.INFO, "The database is {0}", database.get().shown());
            prepare();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isOutage(e)) {
                LOG.log(Level.ERROR, "Warden cannot start: {0}", reason(e));
                throw e;
            }
            tryAgain(e);
        }
    }

    private void prepareAtLast() {
        try {
            prepare();
        } catch (RuntimeException e) {
            tryAgain(e);
            return;
        }
        attempts.cancel(false);
        LOG.log(Level.INFO, "The database is there, and Warden serves");
    }

    /** Attempts go on as they do if they fail for the reason that was told last. */
    private void tryAgain(RuntimeException failure) {
        String reason = reason(failure);
        if (reason.equals(told)) {
            return;
        }
        boolean isOutage = DatabaseFailures.isOutage(failure);
        if (isOutage) {
            LOG.log(Level.WARNING, "Warden waits for its database, and answers 503 until then: {0}", reason);
        } else {
            LOG.log(Level.ERROR, "Warden cannot start yet, and answers 503 until this is mended: {0}", reason);
        }
        told = reason;
        attempts = schedule.every(isOutage ? PAUSE : LONG_PAUSE, "Starting", this::prepareAtLast);
    }

    private void prepare() {
        migrations.apply();
        check.run();
        databaseReady.fire(new DatabaseReady());
        done.set(true);
    }

    /** Whether the start is complete. */
    public boolean isDone() {
        return done.get();
    }

    /** @throws DatabaseUnavailable until the start is complete */
    public void requireDone() {
        if (!isDone()) {
            throw new DatabaseUnavailable("Warden waits for its database", null);
        }
    }

    /**
     * The message of the cause that an operator can act on, on one line, without the number of the connection that
     * MariaDB's driver puts into it, which is another each time.
     */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (!isForOperators(cause) && cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\(conn=\\d+\\) ", "").replaceAll("\\s+", " ");
    }

    private static boolean isForOperators(Throwable cause) {
        return cause instanceof InvalidSetting || cause instanceof DatabaseUnavailable
                || cause instanceof UnsafeDatabase;
    }
}
