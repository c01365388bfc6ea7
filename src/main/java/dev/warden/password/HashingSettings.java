package dev.warden.password;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.NativeLibrary;
import dev.warden.platform.Settings;

/**
 * How passwords are hashed.
 *
 * @param memory  {@code warden.password.argon2-memory}, KiB, default 19456
 * @param passes  {@code warden.password.argon2-passes}, default 2
 * @param library {@code warden.password.native}, of libsodium, default {@code auto}
 * @param maxWait {@code warden.password.max-wait}, ISO-8601 duration, default PT2S
 */
@Dependent
public record HashingSettings(int memory, int passes, NativeLibrary library, Duration maxWait)
        implements FeatureSettings {

    @Inject
    public HashingSettings(Settings settings) {
        this(settings.number("warden.password.argon2-memory", 7168, 1048576),
                settings.number("warden.password.argon2-passes", 1, 64),
                settings.choice("warden.password.native", NativeLibrary.class),
                settings.duration("warden.password.max-wait", Duration.ZERO, Duration.ofMinutes(1)));
    }

    Argon2Parameters argon2() {
        return Argon2Parameters.current(memory, passes);
    }
}
