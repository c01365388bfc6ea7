package dev.warden.oidc;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.client.ClientTokens;
import dev.warden.platform.FeatureSettings;
import dev.warden.platform.Settings;
import dev.warden.session.SessionSettings;

/**
 * The provider's lifetimes, for clients that have none of their own.
 *
 * @param issuer                {@code warden.public-url}: claim {@code iss}, and the start of every endpoint's address
 * @param accessLifetime        {@code warden.oidc.access-token-lifetime}
 * @param idTokenLifetime       {@code warden.oidc.id-token-lifetime}
 * @param refreshLifetime       {@code warden.oidc.refresh-token-lifetime}: of an unused token
 * @param codeLifetime          {@code warden.oidc.code-lifetime}
 * @param pushedLifetime        {@code warden.oidc.pushed-request-lifetime}
 * @param longestAccessLifetime {@code warden.token.max-access-lifetime}
 */
@Dependent
public record OidcSettings(String issuer, Duration accessLifetime, Duration idTokenLifetime, Duration refreshLifetime,
        Duration codeLifetime, Duration pushedLifetime, Duration longestAccessLifetime) implements FeatureSettings {

    private static final String PREFIX = "warden.oidc.";

    @Inject
    public OidcSettings(Settings settings) {
        this(settings.publicUrl().toString(), accessLifetime(settings),
                settings.duration(PREFIX + "id-token-lifetime", Duration.ofSeconds(5), Duration.ofDays(1)),
                settings.duration(PREFIX + "refresh-token-lifetime", Duration.ofMinutes(1), Duration.ofDays(3650)),
                settings.duration(PREFIX + "code-lifetime", Duration.ofSeconds(5), Duration.ofMinutes(10)),
                settings.duration(PREFIX + "pushed-request-lifetime", Duration.ofSeconds(5), Duration.ofMinutes(10)),
                SessionSettings.maxAccessLifetime(settings));
    }

    /** The lifetime of an unused refresh token: the client's own, or else this one. */
    Duration refreshLifetime(ClientTokens client) {
        return client.refreshLifetime() == null ? refreshLifetime : client.refreshLifetime();
    }

    /** The address of an endpoint. */
    String at(String path) {
        return issuer + path;
    }

    private static Duration accessLifetime(Settings settings) {
        return settings.duration(PREFIX + "access-token-lifetime", Duration.ofSeconds(5),
                SessionSettings.maxAccessLifetime(settings));
    }
}
