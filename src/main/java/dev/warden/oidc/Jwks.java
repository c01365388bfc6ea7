package dev.warden.oidc;

import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.token.ProviderKeys;

/**
 * The provider's public keys (RFC 7517 §5). Clients may cache them for less time than a new key waits before it signs.
 */
@ApplicationScoped
class Jwks implements Endpoint {

    static final String CACHE_CONTROL = "public, max-age=300";

    private final ProviderKeys keys;
    private volatile Reply.Document reply = document(new byte[0]);

    @Inject
    Jwks(ProviderKeys keys) {
        this.keys = keys;
    }

    protected Jwks() {
        this(null);
    }

    @Override
    public String path() {
        return ProviderPaths.JWKS;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        byte[] jwks = keys.jwks();
        Reply.Document known = reply;
        if (known.body() != jwks) {
            known = document(jwks);
            reply = known;
        }
        return known;
    }

    private static Reply.Document document(byte[] jwks) {
        return new Reply.Document(200, "application/json", jwks, Map.of("Cache-Control", CACHE_CONTROL));
    }
}
