package dev.warden.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.PolledCopy;
import dev.warden.platform.Schedule;

/**
 * The sessions whose access tokens are refused although they have not expired, and single tokens that are: a copy in
 * memory of the table {@code revocation}, read several times a second, so that verifying a token normally needs no
 * database.
 *
 * <p>It fails closed. A caller that finds the copy older than {@link #MAX_AGE} reads it first, and if the database does
 * not answer, no token is accepted.
 */
@ApplicationScoped
public class Revocations {

    /** Maximum age of a copy that is still used. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration RENEWAL_PAUSE = Duration.ofMinutes(1);

    /**
     * Row numbers are assigned at the INSERT and become visible at the commit, so a lower one may appear after a higher
     * one. Rows are therefore read again for this long, which is longer than a request's transaction may take. What
     * takes longer, such as statements that an administrator types, is found when all rows are read again.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final Database database;
    private final Schedule schedule;
    private final Clock clock;
    private final Map<String, Instant> forgetAtById = new ConcurrentHashMap<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long readTo;
    private final LongSupplier nanoTime;
    private final PolledCopy copy;

    @Inject
    public Revocations(Database database, Schedule schedule, Clock clock) {
        this(database, schedule, clock, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Revocations(Database database, Schedule schedule, Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.schedule = schedule;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.copy = new PolledCopy("revoked sessions", MAX_AGE, this::readRows, nanoTime);
    }

    protected Revocations() {
        this(null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        readNew();
        schedule.every(PAUSE, "Reading revoked sessions", this::readNew);
        schedule.every(RENEWAL_PAUSE, "Renewing the copy of revoked sessions", this::renew);
    }

    /**
     * Whether a session or a single token is revoked, by its id, as of at most one second ago.
     *
     * @throws DatabaseUnavailable if that cannot be determined
     */
    public boolean contains(String id) {
        copy.requireFresh();
        return forgetAtById.containsKey(id);
    }

    /**
     * Revokes a session or a single token, by its id, in the current transaction. This node knows once that has
     * committed, every other within a second.
     *
     * @param forgetAt when none of its tokens can be valid any more
     */
    void add(String id, Instant forgetAt) {
        database.update("INSERT INTO revocation (session_id, forget_at) VALUES (?, ?)", id, forgetAt);
        database.afterCommit(() -> forgetAtById.put(id, forgetAt));
    }

    /**
     * As {@link #add}, for rows that the current transaction has marked as ended, with two statements for any number of
     * them.
     *
     * @param rows a table with a column {@code id}, and the condition for its rows
     * @return their ids
     */
    List<String> addAll(String rows, Instant forgetAt, Object... parameters) {
        database.update("INSERT INTO revocation (session_id, forget_at) SELECT id, ? FROM " + rows,
                Stream.concat(Stream.of(forgetAt), Stream.of(parameters)).toArray());
        List<String> ids = database.list("SELECT id FROM " + rows, row -> row.getString("id"), parameters);
        database.afterCommit(() -> ids.forEach(id -> forgetAtById.put(id, forgetAt)));
        return ids;
    }

    void readNew() {
        copy.read();
    }

    private void readRows() {
        long startedAt = nanoTime.getAsLong();
        readFrom(readAgainFrom(startedAt));
        marks.addLast(new Mark(startedAt, readTo));
    }

    private void readFrom(long id) {
        List<Long> ids = database.list("SELECT id, session_id, forget_at FROM revocation WHERE id > ? ORDER BY id",
                row -> {
                    remember(row);
                    return row.getLong("id");
                }, id);
        if (!ids.isEmpty()) {
            readTo = Math.max(readTo, ids.get(ids.size() - 1));
        }
    }

    /** The highest number that was seen before the overlap began. */
    private long readAgainFrom(long now) {
        Mark last = null;
        while (!marks.isEmpty() && now - marks.peekFirst().atNanos > OVERLAP.toNanos()) {
            last = marks.pollFirst();
        }
        if (last != null) {
            marks.addFirst(last);
            return last.id;
        }
        return 0;
    }

    /** Forgets what has expired, and finds what became visible later than the overlap allows for. */
    void renew() {
        Instant now = clock.instant();
        database.deleteInSlices("revocation WHERE forget_at < ?", now);
        forgetAtById.values().removeIf(now::isAfter);
        database.list("SELECT session_id, forget_at FROM revocation", this::remember);
    }

    private Instant remember(ResultSet row) throws SQLException {
        return forgetAtById.put(row.getString("session_id"), Database.instant(row, "forget_at"));
    }

    private record Mark(long atNanos, long id) {
    }
}
