package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.DatabaseReady;
import dev.warden.session.SessionSettings;

/**
 * The keys of the OpenID Provider, one series for each algorithm, because clients choose (OpenID Connect Dynamic Client
 * Registration 1.0 §2). They are published as a JWK Set before they sign, and for as long as an ID token they signed
 * may be used as a hint.
 */
@ApplicationScoped
public class ProviderKeys {

    private static final List<SigningAlgorithm> ALGORITHMS = SigningAlgorithm.WITH_PUBLIC_KEYS;

    private final SigningKeys keys;
    private final Map<SigningAlgorithm, Series> series;
    private final Clock clock;
    private volatile Published published = new Published(List.of(), new byte[0]);

    @Inject
    public ProviderKeys(SigningKeys keys, SessionSettings sessions, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.series = ALGORITHMS.stream().collect(Collectors.toUnmodifiableMap(algorithm -> algorithm,
                algorithm -> new Series(algorithm, sessions.maxLifetime())));
    }

    protected ProviderKeys() {
        this.keys = null;
        this.series = null;
        this.clock = null;
    }

    private record Series(SigningAlgorithm algorithm, Duration longestLifetime) implements KeySeries {
        @Override
        public String name() {
            return "oidc-" + algorithm.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The keys of a series, and the one of them that signs now. */
    private record Current(KeyRing ring, Optional<KeyRing.OpenKey> signing) {

        /** Some clients take the first key: the one that signs, then those that will, then those that did. */
        Stream<KeyRing.OpenKey> signingFirst() {
            return Stream.concat(signing.stream(), ring.keys().stream().filter(key -> !isSigning(key))
                    .sorted((a, b) -> b.generation() - a.generation()));
        }

        private boolean isSigning(KeyRing.OpenKey key) {
            return signing.filter(it -> it == key).isPresent();
        }

        boolean isSame(Current other) {
            return ring == other.ring
                    && signing.map(KeyRing.OpenKey::id).equals(other.signing.map(KeyRing.OpenKey::id));
        }
    }

    private record Published(List<Current> series, byte[] jwks) {
    }

    void start(@Observes DatabaseReady ready) {
        prepare();
    }

    /** Creates the first keys if there are none. Called once at start. */
    public void prepare() {
        ALGORITHMS.forEach(algorithm -> keys.prepare(series.get(algorithm)));
    }

    /** The values of {@code alg} that the provider signs with. */
    public static List<String> algorithms() {
        return ALGORITHMS.stream().map(SigningAlgorithm::identifier).toList();
    }

    /**
     * The JWK Set (RFC 7517 §5) of all keys that sign, will sign, or have signed something still in use. Not to be
     * modified.
     */
    public byte[] jwks() {
        Published known = published;
        if (!isOf(known)) {
            List<Current> current = ALGORITHMS.stream().map(this::current).toList();
            known = new Published(current, current.stream().flatMap(Current::signingFirst)
                    .map(key -> key.published().orElseThrow()).collect(Collectors.joining(",", "{\"keys\":[", "]}"))
                    .getBytes(StandardCharsets.UTF_8));
            published = known;
        }
        return known.jwks;
    }

    KeyRing.OpenKey signing(SigningAlgorithm algorithm) {
        return keys.signing(series.get(algorithm));
    }

    /** The key that a token names, if it is for the algorithm that the token names. */
    Optional<KeyRing.OpenKey> verifying(String algorithm, String id) {
        return Arrays.stream(SigningAlgorithm.values()).filter(each -> each.identifier().equals(algorithm))
                .map(series::get).filter(each -> each != null).findFirst().flatMap(each -> keys.verifying(each, id));
    }

    private Current current(SigningAlgorithm algorithm) {
        KeyRing ring = keys.ring(series.get(algorithm));
        return new Current(ring, ring.signing(clock.instant()));
    }

    /** Whether the keys are still those that it was created from, and the same ones sign. */
    private boolean isOf(Published known) {
        if (known.series.isEmpty()) {
            return false;
        }
        for (int i = 0; i < ALGORITHMS.size(); i++) {
            if (!known.series.get(i).isSame(current(ALGORITHMS.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
