package dev.warden.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;

/**
 * The settings that are needed before Warden is there to read them. Each is found where Warden finds it: the system
 * property, the environment variable, the settings file. A file that cannot be read is Warden's to report.
 */
final class Given {

    private Given() {
    }

    /** The value of a key; empty if it is blank everywhere. */
    static Optional<String> value(String key) {
        return ofProcess(key).or(() -> filled(file().getProperty(key)));
    }

    /** The folder for Warden's own files, absolute. */
    static Path home() {
        return Path.of(ofProcess("warden.home").orElse("~/.warden")
                .replaceFirst("^~(?=/|$)", Matcher.quoteReplacement(System.getProperty("user.home")))).toAbsolutePath();
    }

    private static Optional<String> ofProcess(String key) {
        return filled(System.getProperty(key)).or(() -> filled(System.getenv(
                key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))));
    }

    private static Properties file() {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(ofProcess("warden.config").map(Path::of)
                .orElseGet(() -> home().resolve("warden.properties")))) {
            settings.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            // Most have no such file, and Warden says what is wrong with one.
        }
        return settings;
    }

    private static Optional<String> filled(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
