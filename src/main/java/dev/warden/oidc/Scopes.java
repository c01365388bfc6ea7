package dev.warden.oidc;

import java.util.Arrays;
import java.util.List;

import dev.warden.client.RegisteredClient;

/** Scopes (RFC 6749 §3.3). */
final class Scopes {

    private Scopes() {
    }

    /**
     * The granted scopes that the client may still request.
     *
     * @throws ProtocolError {@code invalid_scope}, if there are none
     */
    static List<String> left(List<String> granted, RegisteredClient client) {
        List<String> left = granted.stream().filter(client.scopes()::contains).toList();
        if (left.isEmpty()) {
            throw new ProtocolError("invalid_scope", "The client may not ask for any of the scopes any more.");
        }
        return left;
    }

    /** The scopes in a space-separated list, each once. */
    static List<String> of(String text) {
        return Arrays.stream(text.split(" ")).filter(scope -> !scope.isEmpty()).distinct().toList();
    }
}
