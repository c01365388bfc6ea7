package dev.warden.client;

import java.time.Duration;
import java.util.Set;

/**
 * The tokens that a client gets.
 *
 * @param format          of access tokens
 * @param accessLifetime  null for the default
 * @param refreshLifetime null for the default
 * @param resources       resource indicators (RFC 8707) that it may request tokens for; the value of {@code aud}
 */
public record ClientTokens(AccessTokenFormat format, Duration accessLifetime, Duration refreshLifetime,
        Set<String> resources) {

    public ClientTokens {
        resources = Set.copyOf(resources);
    }
}
