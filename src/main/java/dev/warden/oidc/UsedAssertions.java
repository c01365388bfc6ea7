package dev.warden.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;
import dev.warden.platform.Sha256;

/** Which assertions of clients were used. Core §9: "These tokens MUST only be used once". The unique index decides. */
@ApplicationScoped
class UsedAssertions {

    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;

    @Inject
    UsedAssertions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    protected UsedAssertions() {
        this(null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting used assertions", this::forget);
    }

    /**
     * Uses an assertion.
     *
     * @param forgetAt when it is too old to be good in any case
     * @return whether it was not used before
     */
    boolean use(String clientId, String id, Instant forgetAt) {
        try {
            database.update("INSERT INTO used_assertion (id, forget_at) VALUES (?, ?)", Sha256.base64url(clientId + '\0' + id),
                    forgetAt);
            return true;
        } catch (RuntimeException e) {
            if (Database.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    void forget() {
        database.update("DELETE FROM used_assertion WHERE forget_at < ?", clock.instant());
    }
}
