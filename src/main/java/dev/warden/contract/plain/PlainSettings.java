package dev.warden.contract.plain;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * What a deployment may decide of this contract.
 *
 * @param revealsAccounts {@code warden.plain.reveals-accounts}: whether sign-in tells that an email has no account
 */
@Dependent
public record PlainSettings(boolean revealsAccounts) implements FeatureSettings {

    @Inject
    public PlainSettings(Settings settings) {
        this(settings.flag("warden.plain.reveals-accounts"));
    }
}
