package dev.warden.contract.plain;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;
import dev.warden.token.TokenSettings;

/**
 * The settings of this contract.
 *
 * @param revealsAccounts {@code warden.plain.reveals-accounts}: whether sign-in reveals that an email has no account
 * @param tokens          {@code warden.plain.signing-algorithm}, {@code …access-token-lifetime} and
 *                        {@code …refresh-token-lifetime}
 */
@Dependent
public record PlainSettings(boolean revealsAccounts, TokenSettings tokens) implements FeatureSettings {

    @Inject
    public PlainSettings(Settings settings) {
        this(settings.flag("warden.plain.reveals-accounts"), TokenSettings.of(PlainTokens.PROFILE, settings));
    }
}
