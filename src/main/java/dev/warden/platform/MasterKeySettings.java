package dev.warden.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The key that seals, followed by others that only open.
 *
 * @param keys {@code warden.master-key}, a secret, or what is in the file when this is created; empty if there is
 *             neither
 * @param file {@code warden.master-key-file}, default {@code master.key} in {@code warden.home}
 */
@Dependent
public record MasterKeySettings(List<SecretKeySpec> keys, Path file) implements FeatureSettings {

    static final String KEY = "warden.master-key";
    static final String KEY_FILE = "warden.master-key-file";
    static final int KEY_OCTETS = 32;

    @Inject
    public MasterKeySettings(Settings settings) {
        this(settings, settings.given(KEY_FILE).map(Path::of).orElseGet(() -> settings.home().resolve("master.key")));
    }

    private MasterKeySettings(Settings settings, Path file) {
        this(settings.given(KEY).map(text -> decoded(text, KEY)).orElseGet(
                () -> Files.exists(file) ? in(file) : List.of()), file);
    }

    /**
     * The keys in a file.
     *
     * @throws InvalidSetting if the file cannot be read, or contains anything but keys
     */
    static List<SecretKeySpec> in(Path file) {
        try {
            return decoded(Files.readString(file, StandardCharsets.US_ASCII), KEY_FILE);
        } catch (IOException e) {
            throw new InvalidSetting(KEY, "is needed to open this database's keys, and " + file + " cannot be read");
        }
    }

    /** At least one. */
    private static List<SecretKeySpec> decoded(String text, String setting) {
        return Stream.of(text.strip().split("\\s+")).map(each -> key(each, setting)).toList();
    }

    private static SecretKeySpec key(String text, String setting) {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            if (octets.length == KEY_OCTETS) {
                return new SecretKeySpec(octets, "AES");
            }
        } catch (IllegalArgumentException notBase64) {
            // Reported below, without the text: it may be most of a key.
        }
        throw new InvalidSetting(setting, "is not the base64 form of 32 octets");
    }

    @Override
    public String toString() {
        return "MasterKeySettings[" + file + "]";
    }
}
