package dev.warden.session;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.MasterKey;
import dev.warden.platform.Schedule;
import dev.warden.session.BrowserSessionSettings.Lifetimes;

/**
 * Starts, finds and ends browser sessions. Each lookup queries the database, so a session that was ended, or whose
 * account was disabled, is invalid at once on every node.
 */
@ApplicationScoped
public class BrowserSessions {

    /** How many browser sessions of an account go on, roughly. */
    static final int MOST = 1_000;

    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(10);

    /** The time of last use is written at most this often, so that reading a page usually writes nothing. */
    private static final Duration TOUCHING_PAUSE = Duration.ofMinutes(1);

    /** How long a secret that is no longer valid still tells which session had it: for a second click. */
    private static final Duration MOMENT = Duration.ofMinutes(1);

    /** A UUID; MariaDB cannot compare all other texts with the column. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final String SELECT = "SELECT s.id, s.account_id, s.authenticated_at, s.amr, s.acr, s.remembered,"
            + " s.used_at, s.ends_at, s.address, s.user_agent, a.username, a.email, a.role_id FROM browser_session s"
            + " JOIN account a ON a.id = s.account_id"
            + " WHERE s.ended_at IS NULL AND s.expires_at > ? AND a.disabled_at IS NULL AND ";

    private static final String SELECT_ENDABLE = "SELECT s.id, s.account_id, a.username, a.email, a.role_id"
            + " FROM browser_session s JOIN account a ON a.id = s.account_id"
            + " WHERE s.ended_at IS NULL AND a.disabled_at IS NULL AND s.secret_hash = ?";

    private final Database database;
    private final Sessions sessions;
    private final Revocations revoked;
    private final BrowserSessionSettings settings;
    private final SessionSettings common;
    private final SecureRandom random;
    private final MasterKey masterKey;
    private final Clock clock;

    @Inject
    public BrowserSessions(Database database, Sessions sessions, Revocations revoked,
            BrowserSessionSettings settings, SessionSettings common, SecureRandom random, MasterKey masterKey,
            Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.revoked = revoked;
        this.settings = settings;
        this.common = common;
        this.random = random;
        this.masterKey = masterKey;
        this.clock = clock;
    }

    protected BrowserSessions() {
        this(null, null, null, null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting expired browser sessions", this::forgetExpired);
    }

    /**
     * Somebody who has just authenticated.
     *
     * @param remembered whether the person asked to stay signed in
     * @param before     the secret that the same browser sent with its request; empty if there was none
     */
    public record Arrival(Identity identity, Assurance assurance, boolean remembered, Device device,
            Optional<SessionSecret> before) {
    }

    /**
     * @param secret    for the browser's cookie; only available now
     * @param displaced the session of another person in the same browser, which this one ended; empty if there was none
     */
    public record Started(BrowserSession session, SessionSecret secret, Optional<EndableSession> displaced) {
    }

    /**
     * Starts a session, in the current transaction. Whatever secret the browser had before becomes invalid, so that
     * nobody can plant a session in a browser (CWE-384). The same person keeps the same {@code sid}, because clients
     * know the session by it; the session of another person ends. Both are so even if the session has expired, because
     * what clients hold through it has not.
     */
    public Started start(Arrival arrival) {
        return database.transaction(() -> {
            SessionSecret secret = SessionSecret.random(random);
            Instant now = clock.instant();
            Optional<EndableSession> before = arrival.before().flatMap(this::findEndable);
            Optional<EndableSession> displaced = before.filter(session -> !isOf(arrival, session.accountId()))
                    .filter(session -> end(session.accountId(), session.id()));
            String id = before.filter(session -> isOf(arrival, session.accountId())).map(EndableSession::id)
                    .filter(known -> prolong(known, arrival, secret, now))
                    .orElseGet(() -> insert(arrival, secret, now));
            return new Started(session(id, arrival, now), secret, displaced);
        });
    }

    /**
     * Gives the session of a browser a new secret, in the current transaction, when its owner has proved to be the
     * person again. If that was done within the last minute already, the result is the same again.
     *
     * @param before the secret that the browser sent
     * @return empty if it has ended meanwhile, or its account is disabled
     */
    public Optional<Started> renew(SessionSecret before, Device device) {
        SessionSecret successor = before.successor(masterKey);
        Instant now = clock.instant();
        return find(before).flatMap(session -> {
            Arrival arrival = new Arrival(session.identity(), session.assurance(), session.remembered(),
                    device, Optional.of(before));
            return prolong(session.id(), arrival, successor, now) ? Optional.of(session(session.id(), arrival, now))
                    : Optional.empty();
        }).or(() -> findJustAuthenticated(before)).map(session -> new Started(session, successor, Optional.empty()));
    }

    /**
     * The session of somebody who has authenticated within the last minute, by the secret that it has, or that it had
     * until it was {@linkplain #renew renewed} then. Nobody is signed in by the latter: whoever has it has to prove to
     * be the person.
     */
    public Optional<BrowserSession> findJustAuthenticated(SessionSecret secret) {
        return find(secret).or(() -> find(secret.successor(masterKey)))
                .filter(session -> session.authenticatedAt().isAfter(clock.instant().minus(MOMENT)));
    }

    /** The session with a secret; empty if it has ended or its account is disabled. */
    public Optional<BrowserSession> find(SessionSecret secret) {
        return database.first(SELECT + "s.secret_hash = ?", BrowserSessions::read, clock.instant(), secret.hash());
    }

    /** The session with a secret that can be ended, even if it has expired; nobody is signed in by that. */
    public Optional<EndableSession> findEndable(SessionSecret secret) {
        return database.first(SELECT_ENDABLE, row -> new EndableSession(row.getString("id"),
                Identity.in(row, "account_id")), secret.hash());
    }

    /** The session with a secret that ended within the last minute, by whomever and on whatever node. */
    public Optional<EndedSession> findJustEnded(SessionSecret secret) {
        return database.first("SELECT id, account_id FROM browser_session WHERE secret_hash = ? AND ended_at > ?",
                row -> new EndedSession(row.getString("id"), row.getString("account_id")), secret.hash(),
                clock.instant().minus(MOMENT));
    }

    /** Updates the time of last use, which keeps the session from becoming idle. */
    public void touch(BrowserSession session) {
        Instant now = clock.instant();
        if (now.isBefore(session.usedAt().plus(TOUCHING_PAUSE))) {
            return;
        }
        Instant expiresAt = earlier(now.plus(settings.lifetimes(session.remembered()).idle()), session.endsAt());
        database.update("UPDATE browser_session SET used_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL"
                + " AND used_at < ? AND ends_at = ?", now, expiresAt, session.id(), now, session.endsAt());
    }

    /**
     * Locks a session until the current transaction ends: whoever wants to end it waits for that, and then finds what
     * the transaction created. The account is locked before it, as a sign-in and a change of password do: a row that
     * refers to both would lock it afterwards, and the two would wait for each other.
     *
     * @return whether the session is still valid and its account is not disabled
     */
    public boolean hold(BrowserSession session) {
        return database.first("SELECT 1 FROM browser_session WHERE id = ? AND ended_at IS NULL AND EXISTS"
                + " (SELECT 1 FROM account WHERE id = ? AND disabled_at IS NULL FOR UPDATE) FOR UPDATE", row -> true,
                session.id(), session.accountId()).isPresent();
    }

    /** The valid sessions of an account, the most recently used first, but no more than a number. */
    public List<BrowserSession> of(String accountId, int most) {
        return database.list(SELECT + "s.account_id = ? ORDER BY s.used_at DESC, s.id LIMIT " + most,
                BrowserSessions::read, clock.instant(), accountId);
    }

    /** How many valid sessions an account has. */
    public int count(String accountId) {
        return database.first("SELECT COUNT(*) AS valid FROM browser_session WHERE account_id = ? AND ended_at IS NULL"
                + " AND expires_at > ?", row -> row.getInt("valid"), accountId, clock.instant()).orElse(0);
    }

    /**
     * The sessions of an account beyond {@value #MOST} that have not been used for the longest, some at a time: whoever
     * knows a password can start any number, and the owner has to be able to end all within the time of one request.
     */
    public List<String> surplus(String accountId) {
        return database.list("SELECT id FROM browser_session WHERE account_id = ? AND ended_at IS NULL"
                + " ORDER BY used_at DESC, id LIMIT " + Database.ROWS_AT_ONCE + " OFFSET " + MOST,
                row -> row.getString("id"), accountId);
    }

    /** Removes sessions that have ended, before they expire. */
    public void forget(List<String> ids) {
        database.update("DELETE FROM browser_session WHERE ended_at IS NOT NULL AND id IN ("
                + Database.placeholders("?", ids.size()) + ")", ids.toArray());
    }

    /**
     * Ends a session. It is invalid on every node when this returns, and a second later access tokens with its id as
     * {@code sid} are refused everywhere.
     *
     * @return whether it belonged to this account and was valid until now
     */
    public boolean end(String accountId, String id) {
        return ID.matcher(id).matches() && database.transaction(() -> {
            boolean isValid = !endWhere("account_id = ? AND id = ?", accountId, id).isEmpty();
            if (isValid) {
                sessions.revokeOf(id);
            }
            return isValid;
        });
    }

    /**
     * Ends every session of an account but one. What clients hold through them is for {@link Sessions#revokeAll}.
     *
     * @param except the id of the session to keep; empty for none
     * @return the ids of those that were valid until now
     */
    public List<String> endAll(String accountId, String except) {
        return database.transaction(() -> endWhere("account_id = ? AND id <> ?", accountId, except));
    }

    void forgetExpired() {
        database.deleteInSlices("browser_session WHERE expires_at < ?",
                clock.instant().minus(common.rowsOutliveExpiry()));
    }

    private static boolean isOf(Arrival arrival, String accountId) {
        return accountId.equals(arrival.identity().id());
    }

    /** The row count tells whether it was valid until now: another request may have ended it or renewed its secret. */
    private boolean prolong(String id, Arrival arrival, SessionSecret secret, Instant now) {
        Lifetimes lifetimes = settings.lifetimes(arrival.remembered());
        Instant endsAt = now.plus(lifetimes.absolute());
        return database.update("UPDATE browser_session SET secret_hash = ?, authenticated_at = ?, amr = ?, acr = ?,"
                        + " remembered = ?, used_at = ?, ends_at = ?, expires_at = ?, address = ?, user_agent = ?"
                        + " WHERE id = ? AND secret_hash = ? AND ended_at IS NULL",
                secret.hash(), now, String.join(" ", arrival.assurance().methods()), arrival.assurance().level(),
                arrival.remembered(), now, endsAt, earlier(now.plus(lifetimes.idle()), endsAt),
                arrival.device().network(), arrival.device().userAgent(),
                id, arrival.before().orElseThrow().hash()) == 1;
    }

    private String insert(Arrival arrival, SessionSecret secret, Instant now) {
        String id = UUID.randomUUID().toString();
        Lifetimes lifetimes = settings.lifetimes(arrival.remembered());
        Instant endsAt = now.plus(lifetimes.absolute());
        database.update("INSERT INTO browser_session (id, secret_hash, account_id, authenticated_at, amr, acr,"
                        + " remembered, created_at, used_at, ends_at, expires_at, address, user_agent)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id, secret.hash(), arrival.identity().id(), now, String.join(" ", arrival.assurance().methods()),
                arrival.assurance().level(), arrival.remembered(), now, now, endsAt,
                earlier(now.plus(lifetimes.idle()), endsAt), arrival.device().network(), arrival.device().userAgent());
        return id;
    }

    private BrowserSession session(String id, Arrival arrival, Instant now) {
        return new BrowserSession(id, arrival.identity(), now, arrival.assurance(), arrival.remembered(), now,
                now.plus(settings.lifetimes(arrival.remembered()).absolute()), arrival.device().network(),
                arrival.device().userAgent());
    }

    /**
     * A constant number of statements, as in {@link Sessions}. The UPDATE comes first: it waits for whoever holds one
     * of them to issue a code, which is then found.
     *
     * @return the ids of those that were valid until now
     */
    private List<String> endWhere(String condition, String accountId, String id) {
        Instant now = clock.instant();
        int ended = database.update("UPDATE browser_session SET ended_at = ? WHERE ended_at IS NULL AND " + condition,
                now, accountId, id);
        return ended == 0 ? List.of() : revoked.addAll("browser_session WHERE ended_at = ? AND " + condition,
                now.plus(common.rememberRevoked()), now, accountId, id);
    }

    private static BrowserSession read(ResultSet row) throws SQLException {
        return new BrowserSession(row.getString("id"), Identity.in(row, "account_id"),
                Database.instant(row, "authenticated_at"),
                new Assurance(List.of(row.getString("amr").split(" ")), row.getString("acr")),
                row.getBoolean("remembered"), Database.instant(row, "used_at"), Database.instant(row, "ends_at"),
                row.getString("address"), row.getString("user_agent"));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
