package dev.warden.session;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.ClockSkew;
import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The lifetimes of sessions.
 *
 * @param maxLifetime       {@code warden.session.max-lifetime}: maximum lifetime, however often a session is refreshed
 * @param keepExpired       {@code warden.session.keep-expired}: how long a session is kept after the time at which it
 *                          expires, even if it was ended before, for its network; never less than
 *                          {@link #rowsOutliveExpiry}
 * @param refreshGrace      {@code warden.session.refresh-grace}: how long the previous refresh token is answered with
 *                          the current one, for a client that lost the answer
 * @param maxAccessLifetime {@code warden.token.max-access-lifetime}: maximum lifetime of an access token
 */
@Dependent
public record SessionSettings(Duration maxLifetime, Duration keepExpired, Duration refreshGrace,
        Duration maxAccessLifetime) implements FeatureSettings {

    @Inject
    public SessionSettings(Settings settings) {
        this(settings.duration("warden.session.max-lifetime", Duration.ofHours(1), Duration.ofDays(3650)),
                settings.duration("warden.session.keep-expired", Duration.ZERO, Duration.ofDays(365)),
                settings.duration("warden.session.refresh-grace", Duration.ZERO, Duration.ofMinutes(1)),
                maxAccessLifetime(settings));
    }

    /** {@code warden.token.max-access-lifetime}, which limits other settings too. */
    public static Duration maxAccessLifetime(Settings settings) {
        return settings.duration("warden.token.max-access-lifetime", Duration.ofMinutes(1), Duration.ofDays(1));
    }

    /** How long a revoked session is remembered: until its last access token has expired by every node's clock. */
    Duration rememberRevoked() {
        return maxAccessLifetime.plus(ClockSkew.TOLERATED);
    }

    /**
     * How long after its last refresh a session may still have a valid access token, by whatever node's clock. Within
     * the grace another one is issued for the same refresh. The node that wrote the time and the one that reads it may
     * differ as well.
     */
    Duration tokensOutliveRefresh() {
        return refreshGrace.plus(rememberRevoked()).plus(ClockSkew.TOLERATED);
    }

    /** How long an expired session is kept at least: its row is what its access tokens are revoked by. */
    Duration rowsOutliveExpiry() {
        Duration tokens = tokensOutliveRefresh();
        return keepExpired.compareTo(tokens) < 0 ? tokens : keepExpired;
    }
}
