package dev.warden.web;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Settings;

/**
 * The settings of the pages.
 *
 * @param name  {@code warden.pages.name}: the name of the service
 * @param theme {@code warden.pages.theme}: the folder with files that replace Warden's own; empty if there is none
 */
@Dependent
public record PageSettings(String name, Optional<Path> theme) implements FeatureSettings {

    static final String THEME = "warden.pages.theme";

    /** An invalid theme stops the start, like any other wrong setting. */
    @Inject
    public PageSettings(Settings settings) {
        this(settings.text("warden.pages.name"), settings.given(THEME).map(Path::of));
        theme.ifPresent(PageSettings::requireValid);
    }

    private static void requireValid(Path folder) {
        try {
            Theme.of(folder);
        } catch (InvalidTheme e) {
            throw new InvalidSetting(THEME, e.getMessage());
        }
    }
}
