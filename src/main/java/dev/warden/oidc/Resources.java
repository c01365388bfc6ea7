package dev.warden.oidc;

import java.util.Collection;
import java.util.List;

import dev.warden.client.RegisteredClient;

/** Resource indicators (RFC 8707). */
final class Resources {

    private Resources() {
    }

    /**
     * The resources that a request names.
     *
     * @param allowed that it may name
     * @throws ProtocolError {@code invalid_target}
     */
    static List<String> of(List<String> requested, Collection<String> allowed) {
        if (!allowed.containsAll(requested)) {
            throw new ProtocolError("invalid_target", "A resource is not one that the client may ask for.");
        }
        return requested.stream().distinct().toList();
    }

    static List<String> of(Call call, RegisteredClient client) {
        return of(call.parameters().values("resource"), client.tokens().resources());
    }

    /**
     * RFC 8707 §2.2: in a token request, "policy may limit the acceptable resources to those that were originally
     * granted by the resource owner or a subset thereof". Ours does. Resources that the client may no longer request
     * are excluded.
     */
    static List<String> within(Call call, RegisteredClient client, List<String> authorized) {
        List<String> requested = call.parameters().values("resource");
        if (authorized.isEmpty()) {
            return of(requested, client.tokens().resources());
        }
        List<String> left = authorized.stream().filter(client.tokens().resources()::contains).toList();
        // An empty list would mean all of the client's resources.
        return requested.isEmpty() && !left.isEmpty() ? left : of(requested.isEmpty() ? authorized : requested, left);
    }
}
