package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;

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
            database.update("INSERT INTO used_assertion (id, forget_at) VALUES (?, ?)", digest(clientId + '\0' + id),
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

    private static String digest(String text) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
