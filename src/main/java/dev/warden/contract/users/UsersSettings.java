package dev.warden.contract.users;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;
import dev.warden.token.TokenSettings;

/**
 * The settings of this contract.
 *
 * @param tokens {@code warden.users.signing-algorithm}, {@code …access-token-lifetime} and
 *               {@code …refresh-token-lifetime}
 */
@Dependent
public record UsersSettings(TokenSettings tokens) implements FeatureSettings {

    @Inject
    public UsersSettings(Settings settings) {
        this(TokenSettings.of(UsersTokens.PROFILE, settings));
    }
}
