package dev.warden.token;

import java.time.Duration;

import dev.warden.platform.Settings;
import dev.warden.session.SessionSettings;

/**
 * The settings of the tokens of one contract.
 *
 * @param algorithm       {@code warden.NAME.signing-algorithm}
 * @param accessLifetime  {@code warden.NAME.access-token-lifetime}, from {@code iat} to {@code exp}
 * @param refreshLifetime {@code warden.NAME.refresh-token-lifetime}, from {@code iat} to {@code exp}
 */
public record TokenSettings(SigningAlgorithm algorithm, Duration accessLifetime, Duration refreshLifetime) {

    /** @param name the contract, for example {@code users} */
    public static TokenSettings of(String name, Settings settings) {
        String prefix = "warden." + name + ".";
        return new TokenSettings(settings.choice(prefix + "signing-algorithm", SigningAlgorithm.class),
                settings.duration(prefix + "access-token-lifetime", Duration.ofSeconds(5),
                        SessionSettings.maxAccessLifetime(settings)),
                settings.duration(prefix + "refresh-token-lifetime", Duration.ofMinutes(1), Duration.ofDays(3650)));
    }
}
