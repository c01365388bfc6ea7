package dev.warden.token;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.NativeLibrary;
import dev.warden.platform.Settings;

/**
 * The settings of keys and tokens.
 *
 * @param maxAge        {@code warden.keys.max-age}: age at which a key is replaced
 * @param lead          {@code warden.keys.lead}: how long nodes know a key before it signs
 * @param renewBefore   {@code warden.keys.renew-before}: keys that began to sign before this instant are replaced
 * @param revoked       {@code warden.keys.revoked}: ids of compromised keys
 * @param nativeLibrary {@code warden.keys.native}: whether Amazon Corretto Crypto Provider computes signatures where it
 *                      loads
 * @param issuer        {@code warden.public-url}: claim {@code iss} of every token
 */
@Dependent
public record KeySettings(Duration maxAge, Duration lead, Instant renewBefore, List<String> revoked,
        NativeLibrary nativeLibrary, String issuer) implements FeatureSettings {

    static final String RENEW_BEFORE = "warden.keys.renew-before";
    private static final String REVOKED = "warden.keys.revoked";
    /** The column is ASCII: MariaDB refuses to compare it with anything else. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");

    @Inject
    public KeySettings(Settings settings) {
        this(settings.duration("warden.keys.max-age", Duration.ofDays(1), Duration.ofDays(3650)),
                settings.duration("warden.keys.lead", Duration.ZERO, Duration.ofDays(7)),
                settings.given(RENEW_BEFORE).map(KeySettings::instant).orElse(Instant.EPOCH),
                settings.list(REVOKED).stream().map(KeySettings::id).toList(),
                settings.choice("warden.keys.native", NativeLibrary.class),
                settings.publicUrl().toString());
    }

    private static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new InvalidSetting(REVOKED, "has an entry that is not the id of a key: " + text);
        }
        return text;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new InvalidSetting(RENEW_BEFORE, "is not an instant in UTC such as 2026-01-31T08:20:45Z");
        }
    }
}
