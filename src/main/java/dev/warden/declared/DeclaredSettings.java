package dev.warden.declared;

import java.nio.file.Path;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The settings of the declared configuration.
 *
 * @param file                {@code warden.declared.file}; null if nothing is declared
 * @param mode                {@code warden.declared.mode}
 * @param publicUrl           {@code warden.public-url}
 * @param configurationFolder {@code warden.clients.configuration-folder}; null if no files are to be written
 */
@Dependent
public record DeclaredSettings(Path file, Mode mode, String publicUrl, Path configurationFolder)
        implements FeatureSettings {

    static final String FILE = "warden.declared.file";

    /** What to do with differences. */
    public enum Mode {
        /** Apply them. */
        APPLY,
        /** Only log them: a dry run. */
        PLAN
    }

    @Inject
    public DeclaredSettings(Settings settings) {
        this(settings.given(FILE).map(Path::of).orElse(null), settings.choice("warden.declared.mode", Mode.class),
                settings.publicUrl().toString(),
                settings.given("warden.clients.configuration-folder").map(Path::of).orElse(null));
    }
}
