package dev.warden.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    private static final Logger LOG = System.getLogger(PublicAddress.class.getName());

    @Inject
    public PublicAddress(Settings settings) {
        this(settings.publicUrl());
    }

    /** Proxies pass paths on unchanged, so another context root is a mistake, which only clients would notice. */
    void compareWith(String contextPath) {
        if (!value.getRawPath().equals(contextPath)) {
            LOG.log(Level.WARNING, () -> "warden.public-url is " + value + ", but Warden is deployed at "
                    + (contextPath.isEmpty() ? "/" : contextPath)
                    + ": the addresses that it tells people and clients lead elsewhere");
        }
    }
}
