package dev.warden.password;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The settings of the policy for new passwords.
 *
 * @param minLength {@code warden.password.min-length}, code points, default 6
 * @param blocklist {@code warden.password.blocklist}, read when this is created, default {@code off}
 */
@Dependent
public record PolicySettings(int minLength, Blocklist blocklist) implements FeatureSettings {

    @Inject
    public PolicySettings(Settings settings) {
        this(settings.number("warden.password.min-length", 6, 64), Blocklist.of(settings.text(Blocklist.KEY)));
    }
}
