package dev.warden.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.ClockSkew;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;
import dev.warden.platform.Sha256;

/**
 * Remembers what may be used once and was used: assertions (Core §9: "These tokens MUST only be used once") and pushed
 * requests (RFC 9126 §4: "the client MUST only use a request_uri value once"). A unique index decides. Both are rows of
 * table {@code used_assertion}, which is named after the first of them.
 */
@ApplicationScoped
class SingleUse {

    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;

    @Inject
    SingleUse(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    protected SingleUse() {
        this(null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting what was used once", this::forget);
    }

    /**
     * Uses something up.
     *
     * @param id       {@code jti} of an assertion, or the id of a pushed request
     * @param forgetAt when it has expired in any case
     * @return whether it had not been used before
     */
    boolean use(String clientId, String id, Instant forgetAt) {
        try {
            database.update("INSERT INTO used_assertion (id, forget_at) VALUES (?, ?)", key(clientId, id), forgetAt);
            return true;
        } catch (RuntimeException e) {
            if (Database.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it was used. A negative answer is no guarantee: {@link #use} decides. */
    boolean isUsed(String clientId, String id) {
        return database.first("SELECT 1 FROM used_assertion WHERE id = ?", row -> true, key(clientId, id)).isPresent();
    }

    /** No client id contains a NUL, so no two pairs become the same text. */
    private static String key(String clientId, String id) {
        return Sha256.base64url(clientId + '\0' + id);
    }

    /** Not before it has expired by the clocks of other nodes too. */
    void forget() {
        database.deleteInSlices("used_assertion WHERE forget_at < ?", clock.instant().minus(ClockSkew.TOLERATED));
    }
}
