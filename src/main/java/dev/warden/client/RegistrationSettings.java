package dev.warden.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Settings;

/**
 * Who may register a client (RFC 7591 §3).
 *
 * @param mode          {@code warden.registration.mode}
 * @param initialTokens {@code warden.registration.initial-access-tokens}, secrets
 * @param perNetwork    {@code warden.registration.per-network}: registrations per hour from one network without a token
 * @param keepUnused    {@code warden.registration.keep-unused}: how long a client that was never given a token is kept;
 *                      zero means for ever
 */
@Dependent
public record RegistrationSettings(Mode mode, List<String> initialTokens, int perNetwork, Duration keepUnused)
        implements FeatureSettings {

    private static final String TOKENS = "warden.registration.initial-access-tokens";
    private static final int LEAST_TOKEN = 32;

    /** Who may register. */
    public enum Mode {
        /** Nobody. */
        OFF,
        /** Whoever has an initial access token. */
        TOKEN,
        /** Everybody. */
        OPEN
    }

    @Inject
    public RegistrationSettings(Settings settings) {
        this(settings.choice("warden.registration.mode", Mode.class), settings.list(TOKENS),
                settings.number("warden.registration.per-network", 1, 1_000_000),
                settings.duration("warden.registration.keep-unused", Duration.ZERO, Duration.ofDays(3650)));
        if (initialTokens.stream().anyMatch(token -> token.length() < LEAST_TOKEN)) {
            throw new InvalidSetting(TOKENS, "has one of less than " + LEAST_TOKEN + " characters");
        }
        if (mode == Mode.TOKEN && initialTokens.isEmpty()) {
            throw new InvalidSetting(TOKENS, "is needed with warden.registration.mode=token");
        }
    }

    /** Whether there is a registration endpoint. */
    public boolean isOn() {
        return mode != Mode.OFF;
    }

    /** Whether a bearer token is an initial access token (RFC 7591 §1.2). */
    public boolean accepts(String token) {
        byte[] presented = token.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String each : initialTokens) {
            found |= MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), presented);
        }
        return found;
    }

    @Override
    public String toString() {
        return "RegistrationSettings[" + mode + ", " + perNetwork + ", " + keepUnused + "]";
    }
}
