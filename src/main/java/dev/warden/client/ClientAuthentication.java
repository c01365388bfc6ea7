package dev.warden.client;

import java.net.URI;

/**
 * How one client authenticates.
 *
 * @param method           at the token endpoint, and wherever else a client authenticates
 * @param signingAlgorithm the only algorithm for its assertions, a JWS {@code alg}; null for any supported one
 * @param secret           null if the method uses none
 * @param jwks             the client's public keys, a JWK Set as JSON (RFC 7517 §5); null if there are none or they are
 *                         at {@code jwksUri}
 * @param jwksUri          the address of the keys; null if there is none
 */
public record ClientAuthentication(AuthenticationMethod method, String signingAlgorithm, ClientSecret secret,
        String jwks, URI jwksUri) {
}
