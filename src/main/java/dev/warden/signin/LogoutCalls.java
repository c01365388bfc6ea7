package dev.warden.signin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.ClockSkew;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.OutboundHttp.Giver;
import dev.warden.platform.Schedule;

/**
 * The calls to clients that are to be told of a sign-out by {@link BackChannelLogout}. A call is a row written in the
 * transaction that ends the session. It is made after the commit, by whichever node takes the row first, and repeated
 * for an hour if it fails. After that it is given up, also if a client is so slow that its turn never came. Each client
 * is called on a separate thread, so that none waits for a slow one.
 */
@ApplicationScoped
public class LogoutCalls {

    private static final Logger LOG = System.getLogger(LogoutCalls.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** How long a node may take for a call before another one tries, whose clock may be ahead. */
    private static final Duration LEASE = Duration.ofSeconds(15).plus(ClockSkew.TOLERATED);
    private static final Duration KEEP_TRYING = Duration.ofHours(1);
    /** How many calls are given up at once; the next ones a pause later. */
    private static final int MAX_GIVEN_UP = 500;
    /** One person may have very many sessions, and one request has to end them all. */
    private static final int ROWS_AT_ONCE = 500;
    /** How many clients are called at once. */
    private static final Map<Giver, Integer> AT_ONCE = Map.of(Giver.OPERATOR, 8, Giver.STRANGER, 4);

    private final Database database;
    private final Clients clients;
    private final BackChannelLogout backChannel;
    private final Schedule schedule;
    private final Clock clock;
    private final Map<Giver, Semaphore> places = new EnumMap<>(Giver.class);
    private final Set<String> beingTold = ConcurrentHashMap.newKeySet();
    /** The operator's clients that this node has warned of, and has not told anything since. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    /**
     * The number of the last call to each client that is due another one; the client called longest ago comes first.
     */
    private final Map<String, Long> lastCalls = new ConcurrentHashMap<>();
    private final AtomicLong callsMade = new AtomicLong();

    @Inject
    public LogoutCalls(Database database, Clients clients, BackChannelLogout backChannel, Schedule schedule,
            Clock clock) {
        this.database = database;
        this.clients = clients;
        this.backChannel = backChannel;
        this.schedule = schedule;
        this.clock = clock;
        AT_ONCE.forEach((giver, clientsAtOnce) -> places.put(giver, new Semaphore(clientsAtOnce)));
    }

    protected LogoutCalls() {
        this(null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        schedule.every(PAUSE, "Telling clients of sign-outs", this::send);
    }

    private record Due(String id, String clientId, String accountId, String sid, int attempts, Instant dueAt,
            Instant expiresAt) {
    }

    /** A call that nobody made in time. */
    private record Late(String id, String clientId) {
    }

    /** Schedules a call to a client for after the commit of the current transaction. */
    void add(RegisteredClient client, String accountId, String sid) {
        add(client, accountId, List.of(sid));
    }

    /** As {@link #add(RegisteredClient, String, String)}, for each of some sessions. */
    void add(RegisteredClient client, String accountId, List<String> sids) {
        Instant now = clock.instant();
        for (int from = 0; from < sids.size(); from += ROWS_AT_ONCE) {
            List<String> some = sids.subList(from, Math.min(from + ROWS_AT_ONCE, sids.size()));
            database.update("INSERT INTO logout_call (id, client_id, account_id, sid, due_at, expires_at) VALUES "
                            + Database.placeholders("(?, ?, ?, ?, ?, ?)", some.size()),
                    some.stream().flatMap(sid -> Stream.of(UUID.randomUUID().toString(), client.id(), accountId, sid,
                            now, now.plus(KEEP_TRYING))).toArray());
        }
        database.afterCommit(() -> begin(client.id(), client.origin().giver()));
    }

    /** Gives up the calls that are too late, and starts those that are due. */
    void send() {
        giveUp();
        startDue();
    }

    /** One step in the index for each client, however many calls wait, because this follows every call. */
    private void startDue() {
        Instant now = clock.instant();
        List<String> due = database.listUnprepared("SELECT client_id, MIN(due_at) AS due_at FROM logout_call"
                        + " GROUP BY client_id",
                row -> Map.entry(row.getString("client_id"), Database.instant(row, "due_at"))).stream()
                .filter(next -> !next.getValue().isAfter(now)).sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey).toList();
        lastCalls.keySet().retainAll(due);
        due.stream().sorted(Comparator.comparing(id -> lastCalls.getOrDefault(id, 0L)))
                .forEach(id -> begin(id, clients.find(id).map(client -> client.origin().giver())
                        .orElse(Giver.OPERATOR)));
    }

    /** Reads all that is due. */
    private void giveUp() {
        Instant now = clock.instant();
        database.list("SELECT id, client_id FROM logout_call WHERE due_at <= ? AND expires_at < ? ORDER BY due_at"
                        + " LIMIT " + MAX_GIVEN_UP, row -> new Late(row.getString("id"), row.getString("client_id")),
                        now, now).stream().collect(Collectors.groupingBy(Late::clientId)).forEach(this::giveUp);
    }

    /** Several nodes may do it at once: the row count decides which says so. */
    private void giveUp(String clientId, List<Late> calls) {
        int count = database.update("DELETE FROM logout_call WHERE id IN (" + Database.placeholders("?", calls.size())
                + ")", calls.stream().map(Late::id).toArray());
        if (count > 0) {
            LOG.log(Level.WARNING, "Client {0} could not be told in time of {1} sign-outs", clientId, count);
        }
    }

    /**
     * Starts one call to a client, unless one is in progress or too many are; then it is started when another one has
     * ended. After each call it is the turn of other clients.
     */
    private void begin(String clientId, Giver giver) {
        if (!places.get(giver).tryAcquire()) {
            return;
        }
        if (!beingTold.add(clientId)) {
            places.get(giver).release();
            return;
        }
        try {
            schedule.once("Telling client " + clientId + " of sign-outs", () -> {
                try {
                    // None if another node was faster, or all are too late and would be found again and again.
                    due(clientId).ifPresentOrElse(this::tell, this::giveUp);
                } finally {
                    lastCalls.put(clientId, callsMade.incrementAndGet());
                    end(clientId, giver);
                }
                startDue();
            });
        } catch (RuntimeException | Error e) {
            // There is no thread for it.
            end(clientId, giver);
            throw e;
        }
    }

    private void end(String clientId, Giver giver) {
        beingTold.remove(clientId);
        places.get(giver).release();
    }

    private Optional<Due> due(String clientId) {
        Instant now = clock.instant();
        return database.first("SELECT id, client_id, account_id, sid, attempts, due_at, expires_at FROM logout_call"
                        + " WHERE client_id = ? AND due_at <= ? AND expires_at >= ? ORDER BY due_at LIMIT 1",
                row -> new Due(row.getString("id"), row.getString("client_id"), row.getString("account_id"),
                        row.getString("sid"), row.getInt("attempts"), Database.instant(row, "due_at"),
                        Database.instant(row, "expires_at")), clientId, now, now);
    }

    /** One of several nodes makes a call: the row count decides which. */
    private void tell(Due due) {
        if (database.update("UPDATE logout_call SET attempts = attempts + 1, due_at = ? WHERE id = ? AND due_at = ?",
                clock.instant().plus(LEASE), due.id, due.dueAt) == 1) {
            call(due);
        }
    }

    private void call(Due due) {
        Optional<RegisteredClient> client = clients.find(due.clientId)
                .filter(found -> found.logout().backChannel() != null);
        Optional<String> failure = client.flatMap(found -> backChannel.tell(found, due.accountId, due.sid));
        if (failure.isEmpty()) {
            failing.remove(due.clientId);
            database.update("DELETE FROM logout_call WHERE id = ?", due.id);
            return;
        }
        Instant next = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(due.attempts, 10)));
        if (next.isAfter(due.expiresAt)) {
            LOG.log(Level.WARNING, "Client {0} could not be told that a person signed out: {1}", due.clientId,
                    failure.get());
            database.update("DELETE FROM logout_call WHERE id = ?", due.id);
        } else {
            LOG.log(isNews(client.orElseThrow()) ? Level.WARNING : Level.DEBUG,
                    "Client {0} is to be told again of a sign-out: {1}", due.clientId, failure.get());
            database.update("UPDATE logout_call SET due_at = ? WHERE id = ?", next, due.id);
        }
    }

    /** The operator can mend what keeps a client of his own from being told; strangers could fill the log. */
    private boolean isNews(RegisteredClient client) {
        return client.origin().giver() == Giver.OPERATOR && failing.add(client.id());
    }
}
