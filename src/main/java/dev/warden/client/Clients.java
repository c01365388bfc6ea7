package dev.warden.client;

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
import dev.warden.platform.PolledCopy;
import dev.warden.platform.Schedule;

/**
 * All clients there are. They are found in memory: a node keeps those that it was asked for, and several times a second
 * forgets those that changed, so that it never answers from what is older than a second.
 *
 * <p>Changes are numbered by one row, which a transaction that changes a client holds until it commits. So the order of
 * numbers is the order of commits, and a node that has seen one number has missed none before it. A deleted client
 * leaves its row for a day, to be seen.
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

    private final Database database;
    private final ClientRows rows;
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
        this.rows = new ClientRows(database);
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
                rows.noteUse(id, clock.instant());
            } catch (DatabaseUnavailable e) {
                unused.add(id);
            }
        }
    }

    /** Removes clients that registered themselves before a moment and were never used since. */
    void deleteUnused(Instant before) {
        rows.unusedSince(before, MAX_DELETED).forEach(id -> delete(id, ClientRows.Deletion.IF_UNUSED));
    }

    static boolean canBeAnId(String text) {
        return text != null && ID.matcher(text).matches();
    }

    /** What was read while something changed is not kept: it may be from before. */
    private Optional<RegisteredClient> load(String id) {
        long before = changes.get();
        Optional<ClientRows.Row> found = rows.find(id);
        if (clientsById.size() >= MAX_KEPT) {
            clientsById.clear();
            unused.clear();
        }
        found.ifPresent(this::keep);
        if (changes.get() != before) {
            clientsById.remove(id);
        }
        return found.map(ClientRows.Row::client);
    }

    private void keep(ClientRows.Row row) {
        clientsById.put(row.client().id(), row.client());
        if (row.isUnused()) {
            unused.add(row.client().id());
        }
    }

    /** The client with an id as the database has it now, also one that is out of use. */
    public Optional<RegisteredClient> stored(String id) {
        return rows.find(id).map(ClientRows.Row::client);
    }

    /** All clients that somebody decides about, as the database has them now, also those out of use; by id. */
    public List<RegisteredClient> stored(Origin origin) {
        return rows.of(origin);
    }

    /** Adds a client, or replaces the one with its id. Every node knows within a second. */
    public void save(RegisteredClient client) {
        changed(client.id(), revision -> store(client, revision));
    }

    /**
     * Adds a client that registers itself, unless too many came from its network within the hour. Those who come at
     * once take turns at numbering their changes, so none is overlooked.
     *
     * @param limit how many may come
     * @return whether it was added
     */
    boolean register(RegisteredClient client, String network, int limit) {
        return changed(client.id(), revision -> {
            if (rows.countFrom(network, clock.instant().minus(WINDOW)) >= limit) {
                return false;
            }
            store(client, revision);
            rows.noteNetwork(client.id(), network);
            return true;
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
        rows.write(client, revision);
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
        return delete(id, ClientRows.Deletion.ALWAYS);
    }

    /** Removes a client that manages itself, unless somebody else decides about it by now. */
    boolean deleteOwn(String id) {
        return delete(id, ClientRows.Deletion.IF_REGISTERED);
    }

    private boolean delete(String id, ClientRows.Deletion deletion) {
        return changed(id, revision -> {
            boolean deleted = rows.delete(id, deletion, clock.instant(), revision);
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
        rows.forgetDeletedBefore(clock.instant().minus(KEEP_DELETED));
    }
}
