package dev.warden.web;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * The settings of the pages.
 *
 * @param name  {@code warden.pages.name}: the name of the service
 * @param theme {@code warden.pages.theme}: the folder with files that replace Warden's own; empty if there is none
 */
@Dependent
public record PageSettings(String name, Optional<Path> theme) implements FeatureSettings {

    @Inject
    public PageSettings(Settings settings) {
        this(settings.text("warden.pages.name"), settings.given("warden.pages.theme").map(Path::of));
    }
}
