package dev.warden.token;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import dev.warden.account.Identity;

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

    /** The profile of a contract with these settings. */
    public static TokenProfile of(String name, TokenSettings settings,
            Function<Identity, Map<String, String>> claims) {
        return new TokenProfile(name, settings.algorithm(), settings.accessLifetime(), settings.refreshLifetime(),
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
