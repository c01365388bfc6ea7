package dev.warden.security;

import java.net.URI;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;

/**
 * Where people and applications reach Warden.
 *
 * @param value {@code warden.public-url}
 */
@Dependent
public record PublicAddress(URI value) implements FeatureSettings {

    @Inject
    public PublicAddress(Settings settings) {
        this(settings.publicUrl());
    }
}
