package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.MasterKey;
import dev.warden.platform.Schedule;

/**
 * The keys that sign tokens: made on first use, sealed in the database, replaced by age, kept until the last token they
 * signed is expired. Any node may make the next key; a unique index lets one of them, and the others read it.
 */
@ApplicationScoped
public class SigningKeys {

    /** Shorter than any sensible {@code warden.keys.lead}, so that every node knows a key before it signs. */
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(30);
    /** An unknown {@code kid} makes us look in the database at most this often: it is the attacker who chooses it. */
    private static final Duration LEAST_PAUSE_OF_LOOKS = Duration.ofSeconds(2);

    private final EntityManager entityManager;
    private final Database database;
    private final MasterKey masterKey;
    private final AuditLog audit;
    private final Schedule schedule;
    private final KeySettings settings;
    private final Clock clock;
    private final Map<String, TokenProfile> profiles = new ConcurrentHashMap<>();
    private final Map<String, KeyRing> rings = new ConcurrentHashMap<>();
    private final AtomicLong lookedAtNanos = new AtomicLong(System.nanoTime());

    @Inject
    public SigningKeys(EntityManager entityManager, Database database, MasterKey masterKey, AuditLog audit,
            Schedule schedule, KeySettings settings, Clock clock) {
        this.entityManager = entityManager;
        this.database = database;
        this.masterKey = masterKey;
        this.audit = audit;
        this.schedule = schedule;
        this.settings = settings;
        this.clock = clock;
    }

    protected SigningKeys() {
        this(null, null, null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        schedule.every(RELOAD_PAUSE, "Rotating signing keys", this::maintain);
    }

    /** Makes a profile known, and its first key if it has none. Called once at start. */
    public void prepare(TokenProfile profile) {
        profiles.put(profile.name(), profile);
        maintain(profile);
    }

    /** Whether every profile has a key to sign with. */
    public boolean areReady() {
        Instant now = clock.instant();
        return !profiles.isEmpty() && profiles.keySet().stream()
                .allMatch(name -> rings.containsKey(name) && rings.get(name).signing(now).isPresent());
    }

    TokenProfile profile(String name) {
        return Optional.ofNullable(profiles.get(name))
                .orElseThrow(() -> new IllegalArgumentException("No such profile: " + name));
    }

    KeyRing.OpenKey signing(TokenProfile profile) {
        return rings.get(profile.name()).signing(clock.instant())
                .orElseThrow(() -> new IllegalStateException("No key to sign with: " + profile.name()));
    }

    /** The key with an id, even if another node made it a moment ago; empty if there is none. */
    Optional<KeyRing.OpenKey> verifying(TokenProfile profile, String id) {
        Optional<KeyRing.OpenKey> known = rings.get(profile.name()).find(id);
        if (known.isPresent() || !mayLook()) {
            return known;
        }
        rings.put(profile.name(), load(profile));
        return rings.get(profile.name()).find(id);
    }

    private boolean mayLook() {
        long last = lookedAtNanos.get();
        long now = System.nanoTime();
        return now - last > LEAST_PAUSE_OF_LOOKS.toNanos() && lookedAtNanos.compareAndSet(last, now);
    }

    void maintain() {
        profiles.values().forEach(this::maintain);
    }

    private void maintain(TokenProfile profile) {
        KeyRing ring = load(profile);
        if (needsNew(profile, ring)) {
            add(profile, ring);
            ring = load(profile);
        }
        rings.put(profile.name(), ring);
    }

    private boolean needsNew(TokenProfile profile, KeyRing ring) {
        Instant replaceBefore = clock.instant().plus(settings.lead()).minus(settings.maxAge());
        return ring.newest().map(newest -> newest.algorithm() != profile.algorithm()
                || newest.signsFrom().isBefore(replaceBefore)).orElse(true);
    }

    private void add(TokenProfile profile, KeyRing ring) {
        Instant now = clock.instant();
        Instant signsFrom = ring.keys().isEmpty() ? now : now.plus(settings.lead());
        int generation = ring.newest().map(KeyRing.OpenKey::generation).orElse(0) + 1;
        String id = UUID.randomUUID().toString();
        String sealed = masterKey.seal(newJwk(profile.algorithm()).getBytes(StandardCharsets.UTF_8),
                SigningKey.place(id, profile.name(), profile.algorithm()));
        try {
            database.transaction(() -> {
                entityManager.persist(new SigningKey(id, profile.name(), generation, profile.algorithm(), sealed, now,
                        signsFrom));
                entityManager.flush();
                stored(profile.name()).stream().filter(key -> key.generation() == generation - 1)
                        .forEach(key -> key.retire(signsFrom.plus(profile.longestLifetime())));
                stored(profile.name()).stream().filter(key -> key.isGone(now)).forEach(entityManager::remove);
                audit.record(new AuditEvent.SigningKeyCreated(profile.name() + " " + profile.algorithm().identifier()
                        + " " + id));
            });
        } catch (PersistenceException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Another node made this generation first; what it made is read next.
        }
    }

    private KeyRing load(TokenProfile profile) {
        Instant now = clock.instant();
        List<SigningKey> stored = database.transaction(() -> stored(profile.name()));
        return new KeyRing(stored.stream().filter(key -> !key.isGone(now)).map(this::opened).toList());
    }

    private List<SigningKey> stored(String profile) {
        return entityManager.createQuery("select k from SigningKey k where k.profile = :profile order by k.generation",
                SigningKey.class).setParameter("profile", profile).getResultList();
    }

    private KeyRing.OpenKey opened(SigningKey stored) {
        String json = new String(masterKey.open(stored.sealedJwk(), stored.place()), StandardCharsets.UTF_8);
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(json);
            boolean pair = jwk instanceof PublicJsonWebKey;
            return new KeyRing.OpenKey(stored.id(), stored.generation(), stored.algorithm(),
                    pair ? ((PublicJsonWebKey) jwk).getPrivateKey() : jwk.getKey(), jwk.getKey(), stored.signsFrom());
        } catch (JoseException e) {
            throw new IllegalStateException("A stored key is not a JWK: " + stored.id(), e);
        }
    }

    private static String newJwk(SigningAlgorithm algorithm) {
        try {
            return algorithm.newKey().toJson(OutputControlLevel.INCLUDE_PRIVATE);
        } catch (JoseException e) {
            throw new IllegalStateException("No key could be made for " + algorithm, e);
        }
    }
}
