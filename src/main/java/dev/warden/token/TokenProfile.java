package dev.warden.token;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import dev.warden.account.Identity;
import dev.warden.platform.Settings;
import dev.warden.session.SessionSettings;

/**
 * How the tokens of one contract are created.
 *
 * @param name            claim {@code aud}, and the name its keys are stored under, for example {@code users}
 * @param algorithm       the algorithm that signs them
 * @param accessLifetime  from {@code iat} to {@code exp} of an access token
 * @param refreshLifetime from {@code iat} to {@code exp} of a refresh token
 * @param claims          what they say about an account beyond {@code sub}
 */
public record TokenProfile(String name, SigningAlgorithm algorithm, Duration accessLifetime, Duration refreshLifetime,
        Function<Identity, Map<String, String>> claims) implements KeySeries {

    /**
     * The profile that the settings {@code warden.NAME.signing-algorithm}, {@code …access-token-lifetime} and
     * {@code …refresh-token-lifetime} describe.
     */
    public static TokenProfile of(String name, Settings settings, Function<Identity, Map<String, String>> claims) {
        String prefix = "warden." + name + ".";
        return new TokenProfile(name, settings.choice(prefix + "signing-algorithm", SigningAlgorithm.class),
                settings.duration(prefix + "access-token-lifetime", Duration.ofSeconds(5),
                        SessionSettings.maxAccessLifetime(settings)),
                settings.duration(prefix + "refresh-token-lifetime", Duration.ofMinutes(1), Duration.ofDays(3650)),
                claims);
    }

    /** The lifetime of a token with this use. */
    Duration lifetime(TokenUse use) {
        return use == TokenUse.ACCESS ? accessLifetime : refreshLifetime;
    }

    @Override
    public Duration longestLifetime() {
        return accessLifetime.compareTo(refreshLifetime) > 0 ? accessLifetime : refreshLifetime;
    }
}
