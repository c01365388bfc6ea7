package dev.warden.token;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.KeyOperations;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

import dev.warden.client.ClientAuthentication;
import dev.warden.client.ClientMetadata;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.OutboundHttp;
import dev.warden.platform.OutboundHttp.Giver;
import dev.warden.platform.RecentlyUsed;
import dev.warden.platform.StrictJson;

/**
 * The public keys of clients: registered by value, or fetched from their registered address and cached. An unknown key
 * id triggers another fetch, because clients replace their keys, but at most one per second. Of several callers that
 * need the same keys at once, one fetches them, and the others use the cached ones or wait for it. If there is no
 * answer to whether a client has a key, that is {@link KeysUnavailable} and not the same as having none. Keys that had
 * been fetched when somebody asked are no such answer: the key may have been published since.
 */
@ApplicationScoped
public class ClientKeys {

    private static final Logger LOG = System.getLogger(ClientKeys.class.getName());
    private static final Duration KEEP = Duration.ofMinutes(5);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    /** Maximum size, in octets and roughly, of what is kept of each cache for each giver: strangers register many. */
    private static final int MAX_KEPT = 4 * 1024 * 1024;
    /** What a key takes in memory, and what an entry of a cache takes without its keys and texts. */
    private static final int USUAL_OCTETS = 1000;
    private static final int MAX_MODULUS_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;
    /** A little longer than a call takes. */
    private static final Duration MAX_WAIT = Duration.ofMillis(2500);
    /** Maximum number of threads that wait for keys that others fetch. */
    private static final int MAX_WAITING = 16;

    private final OutboundHttp http;
    private final LongSupplier nanoTime;
    private final Map<Giver, RecentlyUsed<URI, Fetched>> fetchedByGiver = forEachGiver();
    private final Map<Source, CompletableFuture<Fetched>> fetching = new ConcurrentHashMap<>();
    private final Map<Giver, Semaphore> waiting = Map.of(Giver.OPERATOR, new Semaphore(MAX_WAITING), Giver.STRANGER,
            new Semaphore(MAX_WAITING));
    private final Map<Giver, RecentlyUsed<String, List<JsonWebKey>>> registeredByGiver = forEachGiver();

    @Inject
    public ClientKeys(OutboundHttp http) {
        this(http, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    ClientKeys(OutboundHttp http, LongSupplier nanoTime) {
        this.http = http;
        this.nanoTime = nanoTime;
    }

    protected ClientKeys() {
        this(null, null);
    }

    /** What strangers registered neither displaces nor answers for what the operator's clients have. */
    private static <K, V> Map<Giver, RecentlyUsed<K, V>> forEachGiver() {
        return Map.of(Giver.OPERATOR, new RecentlyUsed<>(MAX_KEPT), Giver.STRANGER, new RecentlyUsed<>(MAX_KEPT));
    }

    private record Source(URI uri, Giver giver) {
    }

    /**
     * @param isCurrent whether the address gave these keys then, and for a caller, not before the caller asked;
     *                  otherwise they are the last ones that it gave
     */
    private record Fetched(List<JsonWebKey> keys, boolean isCurrent, long atNanos) {

        Fetched outdated() {
            return new Fetched(keys, false, atNanos);
        }

        boolean isGoodFor(String keyId, long nowNanos) {
            return nowNanos - atNanos <= (has(keyId) ? KEEP : LEAST_PAUSE).toNanos();
        }

        boolean has(String keyId) {
            return !keys.isEmpty() && (keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.getKeyId())));
        }
    }

    /**
     * The keys of a client.
     *
     * @param keyId the wanted key; null for any
     * @throws KeysUnavailable if the wanted key is not known, and could not be asked for, or not so soon again
     */
    List<JsonWebKey> of(RegisteredClient client, String keyId) {
        ClientAuthentication authentication = client.authentication();
        if (authentication.jwks() != null) {
            return registered(authentication.jwks(), client.origin().giver());
        }
        return authentication.jwksUri() == null ? List.of()
                : at(new Source(authentication.jwksUri(), client.origin().giver()), keyId);
    }

    private List<JsonWebKey> registered(String jwks, Giver giver) {
        RecentlyUsed<String, List<JsonWebKey>> cache = registeredByGiver.get(giver);
        return cache.find(jwks).orElseGet(() -> {
            List<JsonWebKey> keys = read(jwks).orElse(List.of());
            cache.keep(jwks, keys, octets(jwks, keys));
            return keys;
        });
    }

    private List<JsonWebKey> at(Source source, String keyId) {
        Fetched known = known(source);
        Fetched best = known.isGoodFor(keyId, nanoTime.getAsLong()) ? known.outdated()
                : fetched(source, keyId, known);
        if (!best.isCurrent && !best.has(keyId)) {
            throw new KeysUnavailable("The keys at " + source.uri + " cannot be fetched now");
        }
        return best.keys;
    }

    /** By this caller or by another one; what was known, if that takes too long. */
    private Fetched fetched(Source source, String keyId, Fetched known) {
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> others = fetching.putIfAbsent(source, mine);
        if (others != null) {
            return known.has(keyId) ? known : awaited(others, source.giver).orElseGet(known::outdated);
        }
        try {
            mine.complete(fetchedAnew(source, keyId));
        } finally {
            fetching.remove(source);
            mine.complete(known.outdated());
        }
        return mine.join();
    }

    private Fetched known(Source source) {
        return fetchedByGiver.get(source.giver).find(source.uri)
                .orElseGet(() -> new Fetched(List.of(), false, nanoTime.getAsLong() - KEEP.toNanos()));
    }

    /**
     * Unless somebody else fetched them just before. Failures are cached too, so that nobody can make us call
     * repeatedly.
     */
    private Fetched fetchedAnew(Source source, String keyId) {
        Fetched known = known(source);
        if (known.isGoodFor(keyId, nanoTime.getAsLong())) {
            return known;
        }
        Optional<List<JsonWebKey>> keys = fetch(source);
        Fetched fetched = new Fetched(keys.orElse(known.keys), keys.isPresent(), nanoTime.getAsLong());
        fetchedByGiver.get(source.giver).keep(source.uri, fetched, octets(source.uri.toString(), fetched.keys));
        return fetched;
    }

    private Optional<Fetched> awaited(CompletableFuture<Fetched> others, Giver giver) {
        Semaphore places = waiting.get(giver);
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(others.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException noneCame) {
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    private Optional<List<JsonWebKey>> fetch(Source source) {
        OutboundHttp.Outcome outcome =
                http.get(source.uri, source.giver, "application/jwk-set+json, application/json");
        Optional<List<JsonWebKey>> keys = outcome instanceof OutboundHttp.Answered answer && answer.isOk()
                ? read(answer.text()) : Optional.empty();
        if (keys.isEmpty()) {
            // Strangers could fill the log.
            LOG.log(source.giver == Giver.OPERATOR ? Level.WARNING : Level.DEBUG,
                    "The keys at {0} could not be fetched: {1}", source.uri, reason(outcome));
        }
        return keys;
    }

    private static String reason(OutboundHttp.Outcome outcome) {
        if (outcome instanceof OutboundHttp.Answered answer) {
            return answer.isOk() ? "not a JWK Set" : "status " + answer.status();
        }
        return ((OutboundHttp.Failed) outcome).reason();
    }

    /** Keys of many thousand bits would let a stranger make us compute for long: if no key is named, all are tried. */
    private static boolean isQuick(JsonWebKey key) {
        return !(key instanceof RsaJsonWebKey rsa) || rsa.getRsaPublicKey().getModulus().bitLength() <= MAX_MODULUS_BITS
                && rsa.getRsaPublicKey().getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }

    private static boolean canVerify(JsonWebKey key) {
        return key.getPublicKey() != null && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getKeyOps() == null || key.getKeyOps().contains(KeyOperations.VERIFY));
    }

    private static Optional<List<JsonWebKey>> read(String jwks) {
        try {
            StrictJson.requireObject(jwks);
            return Optional.of(new JsonWebKeySet(jwks).getJsonWebKeys().stream()
                    .filter(key -> canVerify(key) && isQuick(key)).limit(ClientMetadata.MAX_KEYS)
                    .map(ClientKeys::withoutUnused).toList());
        } catch (JoseException | RuntimeException notAKeySet) {
            return Optional.empty();
        }
    }

    /** A key that can verify has any number of other members, which would take a multiple of their text in memory. */
    private static JsonWebKey withoutUnused(JsonWebKey key) {
        try {
            JsonWebKey used = JsonWebKey.Factory.newJwk(key.getPublicKey());
            used.setKeyId(key.getKeyId());
            used.setAlgorithm(key.getAlgorithm());
            return used;
        } catch (JoseException e) {
            throw new IllegalStateException("A public key of a JWK fits into none", e);
        }
    }

    private static int octets(String text, List<JsonWebKey> keys) {
        return USUAL_OCTETS * (1 + keys.size()) + text.length()
                + keys.stream().flatMap(key -> Stream.of(key.getKeyId(), key.getAlgorithm()))
                        .filter(Objects::nonNull).mapToInt(String::length).sum();
    }
}
