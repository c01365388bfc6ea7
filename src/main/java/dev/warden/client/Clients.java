package dev.warden.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.JsonText;
import dev.warden.platform.PolledCopy;
import dev.warden.platform.Schedule;

/**
 * All clients there are. They are found in memory: a node keeps those that it was asked for, and several times a second
 * forgets those that changed, so that it never answers from what is older than a second.
 *
 * <p>Changes are numbered by one row, which a transaction that changes a client holds until it commits. So the order of
 * numbers is the order of commits, and a node that has seen one number has missed none before it. A deleted client leaves
 * its row for a day, to be seen.
 */
@ApplicationScoped
public class Clients {

    /** No answer is given from a copy older than this. */
    static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration FORGETTING_PAUSE = Duration.ofHours(1);
    /** In which registrations from one network are counted. Shorter than deleted clients are kept. */
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration KEEP_DELETED = Duration.ofDays(1);
    /** Beyond this many a node forgets them all and begins anew. Strangers may register ones of 64 KB. */
    private static final int MAX_KEPT = 1_000;
    /** Of clients that were never used, how many go at once. */
    private static final int MAX_DELETED = 1_000;
    /** Of what RFC 6749 appendix A.1 allows, what needs no quoting wherever an id may be written. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:/@-]{1,128}");
    private static final String COLUMNS = "id, origin, metadata, secret_hash, sealed_secret, secret_expires_at,"
            + " registration_token_hash, created_at, used_at";

    private final Database database;
    private final AuditLog audit;
    private final Schedule schedule;
    private final Clock clock;
    private final Map<String, RegisteredClient> clientsById = new ConcurrentHashMap<>();
    /** Of those in memory, who registered themselves and were not used when they were read. */
    private final Set<String> unused = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();
    private final PolledCopy copy = new PolledCopy("changed clients", MAX_AGE, this::readChanges);
    private long readTo = -1;
    private long readAtNanos;

    @Inject
    public Clients(Database database, AuditLog audit, Schedule schedule, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.schedule = schedule;
        this.clock = clock;
    }

    protected Clients() {
        this(null, null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        copy.read();
        schedule.every(PAUSE, "Reading changed clients", copy::read);
        schedule.every(FORGETTING_PAUSE, "Forgetting deleted clients", this::forgetDeleted);
    }

    /**
     * The client with an id, as of at most one second ago; empty if there is none or it is out of use.
     *
     * @throws DatabaseUnavailable if that cannot be known
     */
    public Optional<RegisteredClient> find(String id) {
        if (!canBeAnId(id)) {
            return Optional.empty();
        }
        copy.requireFresh();
        RegisteredClient known = clientsById.get(id);
        return (known != null ? Optional.of(known) : load(id)).filter(client -> !client.disabled());
    }

    /**
     * Notes that a client was given something, once: who registered itself and never is goes away at last. If the
     * database does not answer, it is noted the next time: what the client was given is worth more than the note.
     */
    public void noteUse(String id) {
        if (unused.remove(id)) {
            try {
                database.update("UPDATE client SET used_at = ? WHERE id = ? AND used_at IS NULL", clock.instant(), id);
            } catch (DatabaseUnavailable e) {
                unused.add(id);
            }
        }
    }

    /** Removes clients that registered themselves before a moment and were never used since. */
    void deleteUnused(Instant before) {
        database.list("SELECT id FROM client WHERE origin = ? AND used_at IS NULL AND deleted_at IS NULL AND created_at < ?"
                        + " ORDER BY created_at LIMIT " + MAX_DELETED, row -> row.getString("id"), Origin.REGISTERED.name(), before)
                .forEach(id -> delete(id, "used_at IS NULL"));
    }

    static boolean canBeAnId(String text) {
        return text != null && ID.matcher(text).matches();
    }

    /** What was read while something changed is not kept: it may be from before. */
    private Optional<RegisteredClient> load(String id) {
        long before = changes.get();
        Optional<RegisteredClient> found = stored(id);
        if (clientsById.size() >= MAX_KEPT) {
            clientsById.clear();
            unused.clear();
        }
        found.ifPresent(client -> clientsById.put(id, client));
        if (changes.get() != before) {
            clientsById.remove(id);
        }
        return found;
    }

    /** The client with an id as the database has it now, also one that is out of use. */
    public Optional<RegisteredClient> stored(String id) {
        return database.first("SELECT " + COLUMNS + " FROM client WHERE id = ? AND deleted_at IS NULL", this::read, id);
    }

    /** All clients that somebody decides about, as the database has them now, also those out of use; by id. */
    public List<RegisteredClient> stored(Origin origin) {
        return database.list("SELECT " + COLUMNS + " FROM client WHERE origin = ? AND deleted_at IS NULL ORDER BY id",
                this::read, origin.name());
    }

    /** Adds a client, or replaces the one with its id. Every node knows within a second. */
    public void save(RegisteredClient client) {
        changed(client.id(), revision -> store(client, revision));
    }

    /**
     * Adds a client that registers itself, unless too many came from its network within the hour. Those who come at once
     * take turns at numbering their changes, so none is overlooked.
     *
     * @param limit how many may come
     * @return whether it was added
     */
    boolean register(RegisteredClient client, String network, int limit) {
        return changed(client.id(), revision -> {
            long before = database.first("SELECT COUNT(*) AS n FROM client WHERE registered_from = ? AND created_at > ?",
                    row -> row.getLong("n"), network, clock.instant().minus(WINDOW)).orElseThrow();
            if (before >= limit) {
                return false;
            }
            store(client, revision);
            return database.update("UPDATE client SET registered_from = ? WHERE id = ?", network, client.id()) == 1;
        });
    }

    /**
     * Replaces a client that manages itself, unless it may not do so any more: an operator may have declared it, or
     * somebody removed it, since it was looked at.
     *
     * @return whether it was replaced
     */
    boolean saveOwn(RegisteredClient client) {
        return changed(client.id(), revision -> stored(client.id()).filter(now -> now.isManagedBy(client)).isPresent()
                && store(client, revision));
    }

    private boolean store(RegisteredClient client, long revision) {
        ClientSecret secret = client.authentication().secret();
        Object[] values = {client.origin().name(), RegisteredMetadata.of(client).toString(),
            secret == null ? null : secret.hash(), secret == null ? null : secret.sealed(),
            secret == null ? null : secret.expiresAt(), client.registrationTokenHash(), client.createdAt(), revision,
            client.id()};
        int updated = database.update("UPDATE client SET origin = ?, metadata = ?, secret_hash = ?, sealed_secret = ?,"
                + " secret_expires_at = ?, registration_token_hash = ?, created_at = ?, deleted_at = NULL, revision = ?"
                + " WHERE id = ?", values);
        if (updated == 0) {
            database.update("INSERT INTO client (origin, metadata, secret_hash, sealed_secret, secret_expires_at,"
                    + " registration_token_hash, created_at, revision, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
        }
        audit.record(new AuditEvent.ClientSaved(client.id()));
        client.redirectUris().prefixes().forEach(prefix ->
                audit.record(new AuditEvent.RedirectPrefixAllowed(client.id() + " " + prefix.value())));
        return true;
    }

    /**
     * Removes a client.
     *
     * @return whether there was one
     */
    public boolean delete(String id) {
        return delete(id, "TRUE");
    }

    /** Removes a client that manages itself, unless somebody else decides about it by now. */
    boolean deleteOwn(String id) {
        return delete(id, "origin = '" + Origin.REGISTERED.name() + "'");
    }

    private boolean delete(String id, String condition) {
        return changed(id, revision -> {
            boolean deleted = database.update("UPDATE client SET metadata = '{}', secret_hash = NULL, sealed_secret = NULL,"
                    + " registration_token_hash = NULL, deleted_at = ?, revision = ? WHERE id = ? AND deleted_at IS NULL AND "
                    + condition, clock.instant(), revision, id) == 1;
            if (deleted) {
                audit.record(new AuditEvent.ClientDeleted(id));
            }
            return deleted;
        });
    }

    private interface Change {
        boolean make(long revision);
    }

    private boolean changed(String id, Change change) {
        return database.transaction(() -> {
            database.update("UPDATE client_revision SET latest = latest + 1");
            boolean made = change.make(latestRevision());
            database.afterCommit(() -> forget(List.of(id)));
            return made;
        });
    }

    private long latestRevision() {
        return database.first("SELECT latest FROM client_revision", row -> row.getLong("latest")).orElseThrow();
    }

    private void readChanges() {
        long now = System.nanoTime();
        if (readTo < 0 || now - readAtNanos > FORGETTING_PAUSE.toNanos()) {
            // After a long time away from the database, rows of deleted clients may be gone already.
            readTo = latestRevision();
            changes.incrementAndGet();
            clientsById.clear();
            unused.clear();
        } else {
            readChangesSince();
        }
        readAtNanos = now;
    }

    private void readChangesSince() {
        List<String> ids = database.list("SELECT id, revision FROM client WHERE revision > ?", row -> {
            readTo = Math.max(readTo, row.getLong("revision"));
            return row.getString("id");
        }, readTo);
        forget(ids);
    }

    private void forget(List<String> ids) {
        if (!ids.isEmpty()) {
            changes.incrementAndGet();
            ids.forEach(clientsById::remove);
        }
    }

    void forgetDeleted() {
        database.update("DELETE FROM client WHERE deleted_at < ?", clock.instant().minus(KEEP_DELETED));
    }

    private RegisteredClient read(ResultSet row) throws SQLException {
        if (row.getTimestamp("used_at") == null && row.getString("origin").equals(Origin.REGISTERED.name())) {
            unused.add(row.getString("id"));
        }
        RegisteredClient client = ClientMetadata.read(row.getString("id"), Origin.valueOf(row.getString("origin")),
                Database.instant(row, "created_at"), JsonText.object(row.getString("metadata")))
                .withRegistrationToken(row.getString("registration_token_hash"));
        String hash = row.getString("secret_hash");
        Instant expiresAt = Database.instant(row, "secret_expires_at");
        return hash == null ? client : client.with(new ClientSecret(hash, row.getString("sealed_secret"), expiresAt));
    }
}
