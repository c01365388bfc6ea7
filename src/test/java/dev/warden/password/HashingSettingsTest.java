package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.platform.InvalidSetting;
import dev.warden.platform.NativeLibrary;
import dev.warden.platform.Settings;

@DisplayName("Settings of hashing")
class HashingSettingsTest {

    @Test
    void the_defaults_are_as_documented() {
        assertEquals(new HashingSettings(19456, 2, NativeLibrary.AUTO, Duration.ofSeconds(2)),
                new HashingSettings(Settings.of(Map.of())));
    }

    @Test
    void the_default_parameters_of_argon2_are_those_of_the_decision() {
        assertEquals("$argon2id$v=19$m=19456,t=2,p=1$",
                new HashingSettings(Settings.of(Map.of())).argon2().phcPrefix());
    }

    @ParameterizedTest
    @CsvSource({"argon2-memory, 7167", "argon2-memory, 1048577", "argon2-passes, 0", "argon2-passes, 65", "native, on",
        "max-wait, PT61S", "max-wait, -PT1S", "max-wait, 2"})
    void anything_else_stops_the_start_and_names_the_key(String key, String value) {
        InvalidSetting invalid = assertThrows(InvalidSetting.class,
                () -> new HashingSettings(Settings.of(Map.of("warden.password." + key, value))));
        assertTrue(invalid.getMessage().startsWith("warden.password." + key + ": "), invalid.getMessage());
    }
}
