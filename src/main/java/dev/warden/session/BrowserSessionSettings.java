package dev.warden.session;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The lifetimes of browser sessions.
 *
 * @param ordinary   {@code warden.browser-session.idle-timeout} and {@code .max-lifetime}
 * @param remembered {@code warden.browser-session.remembered-idle-timeout} and {@code .remembered-max-lifetime}, for
 *                   people who asked to stay signed in
 */
@Dependent
public record BrowserSessionSettings(Lifetimes ordinary, Lifetimes remembered) implements FeatureSettings {

    /**
     * @param idle     maximum time without a request
     * @param absolute maximum time since the sign-in
     */
    public record Lifetimes(Duration idle, Duration absolute) {
    }

    @Inject
    public BrowserSessionSettings(Settings settings) {
        this(new Lifetimes(lifetime(settings, "idle-timeout"), lifetime(settings, "max-lifetime")),
                new Lifetimes(lifetime(settings, "remembered-idle-timeout"),
                        lifetime(settings, "remembered-max-lifetime")));
    }

    private static Duration lifetime(Settings settings, String name) {
        return settings.duration("warden.browser-session." + name, Duration.ofMinutes(1), Duration.ofDays(365));
    }

    Lifetimes lifetimes(boolean isRemembered) {
        return isRemembered ? remembered : ordinary;
    }
}
