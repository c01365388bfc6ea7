package dev.warden.token;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

import dev.warden.client.ClientAuthentication;
import dev.warden.platform.OutboundHttp;

/**
 * The public keys of clients: registered, or fetched from where they are registered to be, and then kept for a while.
 * A key that is not among them makes us fetch again, since clients replace their keys, but not more often than every
 * second.
 */
@ApplicationScoped
public class ClientKeys {

    private static final Duration KEEP = Duration.ofMinutes(5);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_KEPT = 1000;

    private final OutboundHttp http;
    private final Map<URI, Fetched> fetchedByUri = new ConcurrentHashMap<>();
    private final Map<String, List<JsonWebKey>> parsed = new ConcurrentHashMap<>();

    @Inject
    public ClientKeys(OutboundHttp http) {
        this.http = http;
    }

    protected ClientKeys() {
        this(null);
    }

    private record Fetched(List<JsonWebKey> keys, long atNanos) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - atNanos > age.toNanos();
        }

        boolean has(String keyId) {
            return !keys.isEmpty() && (keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.getKeyId())));
        }
    }

    /**
     * The keys of a client.
     *
     * @param keyId that is looked for; null if none in particular
     */
    List<JsonWebKey> of(ClientAuthentication client, String keyId) {
        if (client.jwks() != null) {
            return registered(client.jwks());
        }
        return client.jwksUri() == null ? List.of() : at(client.jwksUri(), keyId);
    }

    private List<JsonWebKey> registered(String jwks) {
        if (parsed.size() > MAX_KEPT) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(jwks, text -> read(text).orElse(List.of()));
    }

    private List<JsonWebKey> at(URI uri, String keyId) {
        Fetched known = fetchedByUri.get(uri);
        boolean isGood = known != null && !known.isOlderThan(known.has(keyId) ? KEEP : LEAST_PAUSE);
        if (isGood) {
            return known.keys;
        }
        if (fetchedByUri.size() > MAX_KEPT) {
            fetchedByUri.clear();
        }
        // What fails is remembered too, or whoever asks makes us call.
        List<JsonWebKey> keys = fetch(uri).orElse(known == null ? List.of() : known.keys);
        fetchedByUri.put(uri, new Fetched(keys, System.nanoTime()));
        return keys;
    }

    private Optional<List<JsonWebKey>> fetch(URI uri) {
        return http.get(uri, "application/jwk-set+json, application/json") instanceof OutboundHttp.Answered answer
                && answer.isOk() ? read(answer.text()) : Optional.empty();
    }

    private static Optional<List<JsonWebKey>> read(String jwks) {
        try {
            return Optional.of(List.copyOf(new JsonWebKeySet(jwks).getJsonWebKeys()));
        } catch (JoseException | RuntimeException notAKeySet) {
            return Optional.empty();
        }
    }
}
