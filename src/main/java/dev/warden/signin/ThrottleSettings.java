package dev.warden.signin;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * Limits on guessing passwords in a sliding window.
 *
 * @param window               {@code warden.throttle.window}
 * @param perAccountAndAddress {@code warden.throttle.per-account-and-address}: failed guesses at one account from one
 *                             address; then even the right password is refused there
 * @param perAccount           {@code warden.throttle.per-account}: failed guesses at one account from everywhere; then
 *                             only the right password from a network it was signed in from before is accepted
 * @param perAddress           {@code warden.throttle.per-address}: failed guesses from one address, likewise
 * @param unknownPerAddress    {@code warden.throttle.unknown-per-address}: answers that an account does not exist
 * @param takenPerAddress      {@code warden.throttle.taken-per-address}: answers that an email or username is taken
 */
@Dependent
public record ThrottleSettings(Duration window, int perAccountAndAddress, int perAccount, int perAddress,
        int unknownPerAddress, int takenPerAddress) implements FeatureSettings {

    private static final int MOST = 1_000_000;

    @Inject
    public ThrottleSettings(Settings settings) {
        this(settings.duration("warden.throttle.window", Duration.ofSeconds(1), Duration.ofDays(1)),
                settings.number("warden.throttle.per-account-and-address", 1, MOST),
                settings.number("warden.throttle.per-account", 1, MOST),
                settings.number("warden.throttle.per-address", 1, MOST),
                settings.number("warden.throttle.unknown-per-address", 1, MOST),
                settings.number("warden.throttle.taken-per-address", 1, MOST));
    }
}
