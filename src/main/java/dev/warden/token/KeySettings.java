package dev.warden.token;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * How keys and tokens are made.
 *
 * @param maxAge {@code warden.keys.max-age}: a key is replaced at this age
 * @param lead   {@code warden.keys.lead}: how long nodes know a key before it signs
 * @param issuer {@code warden.public-url}: claim {@code iss} of every token
 */
@Dependent
public record KeySettings(Duration maxAge, Duration lead, String issuer) implements FeatureSettings {

    @Inject
    public KeySettings(Settings settings) {
        this(settings.duration("warden.keys.max-age", Duration.ofDays(1), Duration.ofDays(3650)),
                settings.duration("warden.keys.lead", Duration.ZERO, Duration.ofDays(7)),
                settings.address("warden.public-url").toString());
    }
}
