package dev.warden.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseSettings;
import dev.warden.platform.DatabaseUnavailable;

/** Whether the database answers, and whether its clock is ours: nodes agree on time through it. */
@ApplicationScoped
public class DatabaseHealth {

    /** How far a node's clock may be from the database's before it takes itself out of service. */
    static final Duration MAX_SKEW = Duration.ofSeconds(60);

    private static final String MARIADB_NOW = "SELECT UTC_TIMESTAMP(3) AS now_utc";
    private static final String H2_NOW = "SELECT CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS TIMESTAMP(3)) AS now_utc";

    private final Database database;
    private final boolean isMariaDb;
    private final Clock clock;

    @Inject
    public DatabaseHealth(Database database, DatabaseSettings settings, Clock clock) {
        this.database = database;
        this.isMariaDb = settings.isMariaDb();
        this.clock = clock;
    }

    protected DatabaseHealth() {
        this.database = null;
        this.isMariaDb = false;
        this.clock = null;
    }

    record State(boolean answers, boolean clockAgrees) {
    }

    State state() {
        try {
            Instant theirs = database.first(isMariaDb ? MARIADB_NOW : H2_NOW, row -> Database.instant(row, "now_utc"))
                    .orElseThrow();
            return new State(true, Duration.between(theirs, clock.instant()).abs().compareTo(MAX_SKEW) <= 0);
        } catch (DatabaseUnavailable e) {
            return new State(false, false);
        }
    }
}
