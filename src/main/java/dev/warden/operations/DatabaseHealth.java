package dev.warden.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.ClockSkew;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.Startup;

/** Whether the database answers, and whether its clock agrees with ours; nodes compare their clocks through it. */
@ApplicationScoped
public class DatabaseHealth {

    private final Startup startup;
    private final Database database;
    private final Clock clock;

    @Inject
    public DatabaseHealth(Startup startup, Database database, Clock clock) {
        this.startup = startup;
        this.database = database;
        this.clock = clock;
    }

    protected DatabaseHealth() {
        this(null, null, null);
    }

    record State(boolean answers, boolean clockAgrees) {
    }

    /** Does not query the database until the node has started: others already do. */
    State state() {
        if (!startup.isDone()) {
            return new State(false, false);
        }
        try {
            Instant theirs = database.first("SELECT " + database.currentTime() + " AS now_utc",
                    row -> Database.instant(row, "now_utc")).orElseThrow();
            return new State(true, Duration.between(theirs, clock.instant()).abs().compareTo(ClockSkew.TOLERATED) <= 0);
        } catch (DatabaseUnavailable e) {
            return new State(false, false);
        }
    }
}
