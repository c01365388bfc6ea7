package dev.warden.client;

import java.time.Duration;
import java.util.Set;

/**
 * What tokens a client gets.
 *
 * @param shape           of access tokens
 * @param accessLifetime  null for the installation's
 * @param refreshLifetime null for the installation's
 * @param resources       resource indicators (RFC 8707) it may ask tokens for; the value of {@code aud}
 */
public record ClientTokens(TokenShape shape, Duration accessLifetime, Duration refreshLifetime, Set<String> resources) {

    public ClientTokens {
        resources = Set.copyOf(resources);
    }
}
