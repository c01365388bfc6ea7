package dev.warden.client;

import java.net.URI;

/**
 * How one client proves to be itself.
 *
 * @param method           at the token endpoint, and wherever else a client authenticates
 * @param signingAlgorithm the one algorithm of its assertions, a JWS {@code alg}; null if any supported one will do
 * @param secret           null where the method uses none
 * @param jwks             the client's public keys, a JWK Set as JSON (RFC 7517 §5); null if there are none or they are
 *                         at {@code jwksUri}
 * @param jwksUri          where the keys are; null if nowhere
 */
public record ClientAuthentication(AuthenticationMethod method, String signingAlgorithm, ClientSecret secret,
        String jwks, URI jwksUri) {
}
