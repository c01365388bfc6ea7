package dev.warden.token;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.ClockSkew;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.MasterKey;
import dev.warden.platform.NativeLibrary;
import dev.warden.platform.Schedule;

/**
 * The signing keys: created on first use, sealed in the database, replaced by age, and kept until the last token they
 * signed has expired. Any node may create the next key; a unique index admits one, and the other nodes read it.
 *
 * <p>A revoked key is invalid at once, with everything it signed; its series continues with a new key that signs at
 * once.
 */
@ApplicationScoped
public class SigningKeys {

    private static final Logger LOG = System.getLogger(SigningKeys.class.getName());

    /** Shorter than any sensible {@code warden.keys.lead}, so that every node knows a key before it signs. */
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(30);
    /** An unknown {@code kid} triggers a query at most this often, because attackers can choose it. */
    private static final Duration LEAST_PAUSE_OF_LOOKS = Duration.ofSeconds(2);
    /** Before any series is prepared: a revoked key must not sign even once. */
    private static final int FIRST = 1000;
    /** The row of a revoked key is removed at once; other nodes may start with the same setting later. */
    private static final Duration REVOKED_JUST_NOW = Duration.ofDays(1);

    private final Database database;
    private final SigningKeyRows rows;
    private final MasterKey masterKey;
    private final AuditLog audit;
    private final Schedule schedule;
    private final KeySettings settings;
    private final Clock clock;
    private final Map<String, KeySeries> series = new ConcurrentHashMap<>();
    private final Map<String, KeyRing> rings = new ConcurrentHashMap<>();
    private final ReentrantLock reloading = new ReentrantLock();
    /** Guarded by {@link #reloading}. */
    private long lookedAtNanos;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    /** The later of the setting and what was requested since the start. */
    private volatile Instant renewBefore;

    @Inject
    public SigningKeys(Database database, MasterKey masterKey, AuditLog audit, Schedule schedule,
            KeySettings settings, Clock clock) {
        this(database, masterKey, audit, schedule, settings, clock, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    SigningKeys(Database database, MasterKey masterKey, AuditLog audit, Schedule schedule, KeySettings settings,
            Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.rows = new SigningKeyRows(database);
        this.masterKey = masterKey;
        this.audit = audit;
        this.schedule = schedule;
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lookedAtNanos = nanoTime.getAsLong();
        this.renewBefore = settings == null ? Instant.EPOCH : settings.renewBefore();
    }

    protected SigningKeys() {
        this(null, null, null, null, null, null);
    }

    void start(@Observes @Priority(FIRST) DatabaseReady ready) {
        if (settings.nativeLibrary() == NativeLibrary.AUTO) {
            SignatureEngines.choose();
        }
        if (isInTheFuture(renewBefore)) {
            throw new InvalidSetting(KeySettings.RENEW_BEFORE, "is in the future");
        }
        settings.revoked().forEach(id -> {
            revoke(id);
            warnIfUnknown(id);
        });
        schedule.every(RELOAD_PAUSE, "Rotating signing keys", this::maintain);
    }

    /** Registers a series, and creates its first key if it has none. Called once at start. */
    public void prepare(KeySeries keySeries) {
        series.put(keySeries.name(), keySeries);
        sealAgain(keySeries);
        maintain(keySeries);
    }

    /** What a former master key sealed. Nodes that still seal under that one can open it too. */
    private void sealAgain(KeySeries keySeries) {
        Instant now = clock.instant();
        database.transaction(() -> rows.of(keySeries.name()).stream().filter(key -> !key.isGone(now))
                .forEach(key -> masterKey.sealAgain(key.sealedJwk(), key.place()).ifPresent(sealed -> {
                    rows.replaceSealedJwk(key.id(), sealed);
                    LOG.log(Level.INFO, "Signing key {0} is now sealed under the new master key", key.id());
                })));
    }

    /** Whether every series has a key to sign with. */
    public boolean areReady() {
        Instant now = clock.instant();
        return !series.isEmpty() && series.keySet().stream()
                .allMatch(name -> rings.containsKey(name) && rings.get(name).signing(now).isPresent());
    }

    /**
     * Revokes a key: everything it signed becomes invalid. Its series gets a new one, which signs at once. On this node
     * this happens before the method returns, or with the commit of the transaction it is called in; on other nodes
     * within half a minute, even if their clocks are behind.
     */
    public void revoke(String id) {
        Instant now = clock.instant();
        Instant pastOnEveryNode = now.minus(ClockSkew.TOLERATED);
        database.transaction(() -> {
            if (rows.revoke(id, now, pastOnEveryNode)) {
                audit.record(new AuditEvent.SigningKeyRevoked(id));
            }
            database.afterCommit(this::maintain);
        });
    }

    /** Warns once of an id that no key has or had lately: whoever revokes a key is in a hurry and may mistype it. */
    public void warnIfUnknown(String id) {
        boolean isKnown = rows.has(id) || audit.hasSince(clock.instant().minus(REVOKED_JUST_NOW),
                new AuditEvent.SigningKeyRevoked(id));
        if (!isKnown && unknown.add(id)) {
            LOG.log(Level.WARNING, "No signing key has the id {0}, so nothing was revoked. If the key was revoked"
                    + " before, remove the entry; otherwise the id is wrong", id);
        }
    }

    /** Whether this node accepts signatures of a key. */
    public boolean isGood(String id) {
        return rings.values().stream().anyMatch(ring -> ring.find(id).isPresent());
    }

    /**
     * Creates successors of all keys that began to sign before an instant: they are published at once, and sign after
     * {@code warden.keys.lead}. Repeating it has no effect. In a transaction it happens with the commit, or not at all.
     *
     * @param instant not {@link #isInTheFuture in the future}; if this node's clock is behind, it happens when that has
     *                caught up
     */
    public void renewBefore(Instant instant) {
        if (isInTheFuture(instant)) {
            throw new IllegalArgumentException("In the future: " + instant);
        }
        database.afterCommit(() -> {
            if (instant.isAfter(renewBefore)) {
                renewBefore = instant;
            }
            maintain();
        });
    }

    /**
     * Whether an instant is in the future by all clocks that agree with ours. Keys would be renewed again and again
     * until it has passed.
     */
    public boolean isInTheFuture(Instant instant) {
        return instant.isAfter(clock.instant().plus(ClockSkew.TOLERATED));
    }

    /** The keys that {@link #renewBefore} would replace: the name of the series and the id of each. */
    public List<String> startedBefore(Instant instant) {
        return series.values().stream().filter(KeySeries::isReplaced)
                .flatMap(keySeries -> rings.get(keySeries.name()).newest().stream()
                        .filter(newest -> newest.signsFrom().isBefore(instant))
                        .map(newest -> keySeries.name() + " " + newest.id()))
                .sorted().toList();
    }

    TokenProfile profile(String name) {
        return Optional.ofNullable(series.get(name)).filter(TokenProfile.class::isInstance)
                .map(TokenProfile.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("No such profile: " + name));
    }

    /** @throws NoKeyToSign if the last one was revoked, and the next one is not known yet */
    KeyRing.OpenKey signing(KeySeries keySeries) {
        return ring(keySeries).signing(clock.instant()).orElseThrow(() -> new NoKeyToSign(keySeries.name()));
    }

    /** The key with an id, even if another node has only just created it; empty if there is none. */
    Optional<KeyRing.OpenKey> verifying(KeySeries keySeries, String id) {
        Optional<KeyRing.OpenKey> known = ring(keySeries).find(id);
        // Who is reading the keys may wait longer for the database than a request may.
        if (known.isPresent() || !reloading.tryLock()) {
            return known;
        }
        try {
            return mayLook() ? reloaded(keySeries).find(id) : known;
        } finally {
            reloading.unlock();
        }
    }

    /** The keys of a series that verify, oldest first. */
    KeyRing ring(KeySeries keySeries) {
        return rings.get(keySeries.name());
    }

    private boolean mayLook() {
        long now = nanoTime.getAsLong();
        boolean may = now - lookedAtNanos > LEAST_PAUSE_OF_LOOKS.toNanos();
        if (may) {
            lookedAtNanos = now;
        }
        return may;
    }

    /** A series that cannot be loaded keeps no other from it. */
    void maintain() {
        List<RuntimeException> failures = new ArrayList<>();
        series.values().forEach(keySeries -> {
            try {
                maintain(keySeries);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
            throw failures.get(0);
        }
    }

    private void maintain(KeySeries keySeries) {
        KeyRing ring = reloaded(keySeries);
        if (needsNew(keySeries, ring)) {
            add(keySeries, ring);
            reloaded(keySeries);
        }
    }

    /** One after the other: what was read before a key was revoked must not replace what was read after it. */
    private KeyRing reloaded(KeySeries keySeries) {
        reloading.lock();
        try {
            return keep(keySeries, load(keySeries));
        } finally {
            reloading.unlock();
        }
    }

    /** A ring with the same keys remains the same object, so that what was derived from it remains valid. */
    private KeyRing keep(KeySeries keySeries, KeyRing ring) {
        return rings.compute(keySeries.name(), (name, known) -> ring.equals(known) ? known : ring);
    }

    private boolean needsNew(KeySeries keySeries, KeyRing ring) {
        Instant now = clock.instant();
        Instant byAge = now.plus(settings.lead()).minus(settings.maxAge());
        boolean isRenewed = byAge.isBefore(renewBefore) && !renewBefore.isAfter(now);
        Instant replaceBefore = isRenewed ? renewBefore : byAge;
        return ring.newest().map(newest -> newest.isRetired() || newest.algorithm() != keySeries.algorithm()
                || keySeries.isReplaced() && newest.signsFrom().isBefore(replaceBefore)).orElse(true);
    }

    private void add(KeySeries keySeries, KeyRing ring) {
        Instant now = clock.instant();
        Instant signsFrom = ring.signing(now).isEmpty() ? now : now.plus(settings.lead());
        SigningKey key = SigningKey.made(keySeries, ring.lastGeneration() + 1, signsFrom, masterKey);
        try {
            database.transaction(() -> {
                rows.add(key, now, signsFrom.plus(keySeries.longestLifetime()));
                audit.record(new AuditEvent.SigningKeyCreated(keySeries.name() + " "
                        + keySeries.algorithm().identifier() + " " + key.id()));
            });
        } catch (RuntimeException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Another node created this generation first; it is read next.
        }
    }

    /** Keys that are gone are dropped before others are opened, which may fail. */
    private KeyRing load(KeySeries keySeries) {
        Instant now = clock.instant();
        List<SigningKey> stored = rows.of(keySeries.name());
        List<SigningKey> good = stored.stream().filter(key -> !key.isGone(now)).toList();
        rings.computeIfPresent(keySeries.name(), (name, ring) -> ring.only(good));
        return new KeyRing(good.stream().map(key -> known(keySeries, key)).toList(),
                stored.isEmpty() ? 0 : stored.get(stored.size() - 1).generation());
    }

    /** The key that was opened before, unless its row has changed since. */
    private KeyRing.OpenKey known(KeySeries keySeries, SigningKey stored) {
        return Optional.ofNullable(rings.get(keySeries.name())).flatMap(ring -> ring.find(stored.id()))
                .filter(key -> key.isRetired() == stored.isRetired() && key.signsFrom().equals(stored.signsFrom()))
                .orElseGet(() -> stored.open(masterKey));
    }
}
