package dev.warden.oidc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.token.KeySettings;
import dev.warden.token.ProviderKeys;

/**
 * The provider's public keys (RFC 7517 §5). Clients may cache them for half of the time that a new key waits before it
 * signs, because other nodes publish it a little later than the one that made it; and for at most five minutes.
 */
@ApplicationScoped
class Jwks implements Endpoint {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ProviderKeys keys;
    private final String cacheControl;
    private volatile Reply.Document reply;

    @Inject
    Jwks(ProviderKeys keys, KeySettings settings) {
        this.keys = keys;
        Duration half = settings.lead().dividedBy(2);
        this.cacheControl = "public, max-age=" + (half.compareTo(LONGEST) < 0 ? half : LONGEST).toSeconds();
        this.reply = document(new byte[0]);
    }

    protected Jwks() {
        this.keys = null;
        this.cacheControl = null;
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

    private Reply.Document document(byte[] jwks) {
        return new Reply.Document(200, "application/json", jwks, Map.of("Cache-Control", cacheControl));
    }
}
