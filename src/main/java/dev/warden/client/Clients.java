package dev.warden.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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
 * The repository of clients. Lookups are answered from memory: a node keeps the clients that it was asked for, and
 * several times a second drops those that changed, so that it never answers from data older than a second.
 *
 * <p>Changes are numbered by a single row, which a transaction that changes a client locks until it commits. So the
 * order of the numbers is the order of the commits, and a node that has seen one number has missed none before it. The
 * row of a deleted client stays for a day, so that other nodes notice.
 */
@ApplicationScoped
public class Clients {

    /** Maximum age of a copy that is still used. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration FORGETTING_PAUSE = Duration.ofHours(1);
    /** The period for which registrations from one network are counted; shorter than deleted clients are kept. */
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration KEEP_DELETED = Duration.ofDays(1);
    /** The part of what RFC 6749 appendix A.1 allows that needs no quoting wherever an id may be written. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:/@-]{1,128}");

    private final Database database;
    private final ClientRows rows;
    private final AuditLog audit;
    private final Schedule schedule;
    private final Clock clock;
    private final KeptClients kept = new KeptClients();
    private final AtomicLong changes = new AtomicLong();
    private final LongSupplier nanoTime;
    private final PolledCopy copy;
    private long readTo = -1;
    private long readAtNanos;

    @Inject
    public Clients(Database database, AuditLog audit, Schedule schedule, Clock clock) {
        this(database, audit, schedule, clock, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Clients(Database database, AuditLog audit, Schedule schedule, Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.rows = new ClientRows(database);
        this.audit = audit;
        this.schedule = schedule;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.copy = new PolledCopy("changed clients", MAX_AGE, this::readChanges, nanoTime);
    }

    protected Clients() {
        this(null, null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        readNew();
        schedule.every(PAUSE, "Reading changed clients", this::readNew);
        schedule.every(FORGETTING_PAUSE, "Forgetting deleted clients", this::forgetDeleted);
    }

    /**
     * The client with an id, as of at most one second ago; empty if there is none or it is disabled.
     *
     * @throws DatabaseUnavailable if that cannot be determined
     */
    public Optional<RegisteredClient> find(String id) {
        if (!canBeAnId(id)) {
            return Optional.empty();
        }
        copy.requireFresh();
        return kept.find(id).map(KeptClients.Known::client).or(() -> load(id)).filter(client -> !client.disabled());
    }

    /**
     * Records, once, that a client was given something; clients that registered themselves and never were are removed
     * in time. If the database does not answer, it is recorded the next time, because the request is worth more than
     * the record. A client that changed since it was found is not known here, and may be unused.
     */
    public void noteUse(String id) {
        Optional<AtomicBoolean> isUnused = kept.find(id).map(KeptClients.Known::isUnused);
        if (isUnused.isEmpty() || isUnused.get().compareAndSet(true, false)) {
            try {
                rows.noteUse(id, clock.instant());
            } catch (DatabaseUnavailable e) {
                isUnused.ifPresent(again -> again.set(true));
            }
        }
    }

    /** Removes clients that registered themselves before an instant and were never used. */
    void deleteUnused(Instant before) {
        List<String> found;
        do {
            found = rows.unusedSince(before, Database.ROWS_AT_ONCE);
            found.forEach(id -> delete(id, ClientRows.Deletion.IF_UNUSED));
        } while (found.size() == Database.ROWS_AT_ONCE);
    }

    /** Whether a client may have this id; others must not reach the database, which cannot compare all of them. */
    public static boolean canBeAnId(String text) {
        return text != null && ID.matcher(text).matches();
    }

    /** A client that was read while a change arrived is not kept: it may be outdated. */
    private Optional<RegisteredClient> load(String id) {
        long before = changes.get();
        Optional<ClientRows.Row> found = rows.find(id);
        found.map(KeptClients.Known::of).ifPresent(kept::keep);
        if (changes.get() != before) {
            kept.forget(id);
        }
        return found.map(ClientRows.Row::client);
    }

    /** The client with an id, read from the database, even if it is disabled. */
    public Optional<RegisteredClient> stored(String id) {
        return canBeAnId(id) ? rows.find(id).map(ClientRows.Row::client) : Optional.empty();
    }

    /** All clients with this origin, read from the database, including disabled ones; by id. */
    public List<RegisteredClient> stored(Origin origin) {
        return rows.of(origin);
    }

    /** The ids of all clients with this origin, including those whose metadata can no longer be read. */
    public List<String> storedIds(Origin origin) {
        return rows.idsOf(origin);
    }

    /** Adds a client, or replaces the one with its id. Every node knows within a second. */
    public void save(RegisteredClient client) {
        changed(client.id(), revision -> store(client, revision));
    }

    /**
     * Adds a client that registers itself, unless too many came from its network within the hour. Concurrent
     * registrations take turns at the row that numbers changes, so none is overlooked.
     *
     * @param limit how many may register
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
     * Replaces a client that manages itself, unless it has lost the right to: an operator may have declared it, or
     * somebody removed it, since it was read.
     *
     * @return whether it was replaced
     */
    boolean saveOwn(RegisteredClient client) {
        return changed(client.id(), revision -> stored(client.id()).filter(now -> now.isManagedBy(client)).isPresent()
                && storeOwn(client, revision));
    }

    /** Tells the log only, once it is certain: a stranger may do this as often as he likes. */
    private boolean storeOwn(RegisteredClient client, long revision) {
        rows.write(client, revision);
        database.afterCommit(() -> audit.logOnly(new AuditEvent.ClientSaved(client.id())));
        return true;
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

    /** Removes a client that manages itself, unless somebody else has taken over its id. */
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

    void readNew() {
        copy.read();
    }

    private void readChanges() {
        long now = nanoTime.getAsLong();
        if (readTo < 0 || now - readAtNanos > FORGETTING_PAUSE.toNanos()) {
            // After a long outage of the database, the rows of deleted clients may be gone already.
            readTo = latestRevision();
            changes.incrementAndGet();
            kept.clear();
        } else {
            readChangesSince();
        }
        readAtNanos = now;
    }

    private record Changed(String id, long revision) {
    }

    /** What was read is marked as such when all of it was: the connection may break between two rows. */
    private void readChangesSince() {
        List<Changed> found = database.list("SELECT id, revision FROM client WHERE revision > ?",
                row -> new Changed(row.getString("id"), row.getLong("revision")), readTo);
        forget(found.stream().map(Changed::id).toList());
        readTo = found.stream().mapToLong(Changed::revision).max().orElse(readTo);
    }

    private void forget(List<String> ids) {
        if (!ids.isEmpty()) {
            changes.incrementAndGet();
            ids.forEach(kept::forget);
        }
    }

    void forgetDeleted() {
        rows.forgetDeletedBefore(clock.instant().minus(KEEP_DELETED));
    }
}
