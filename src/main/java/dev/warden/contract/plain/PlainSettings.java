package dev.warden.contract.plain;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The settings of this contract.
 *
 * @param revealsAccounts {@code warden.plain.reveals-accounts}: whether sign-in reveals that an email has no account
 */
@Dependent
public record PlainSettings(boolean revealsAccounts) implements FeatureSettings {

    @Inject
    public PlainSettings(Settings settings) {
        this(settings.flag("warden.plain.reveals-accounts"));
    }
}
