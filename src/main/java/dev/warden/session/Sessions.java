package dev.warden.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.StandardClaims;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;

/** Opens, refreshes and ends sessions. */
@ApplicationScoped
public class Sessions {

    /** How many sessions of an account go on, roughly: as many as one request can safely end. */
    static final int MOST = 5_000;

    /** How many unused codes an account has. Pages elsewhere can have a browser ask for them, so these are few. */
    static final int MOST_CODES = 1_000;

    private static final String IS_UNUSED_CODE = "(code_hash IS NOT NULL AND redeemed_at IS NULL)";

    private static final Logger LOG = System.getLogger(Sessions.class.getName());
    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(10);
    private static final Duration SURPLUS_PAUSE = Duration.ofSeconds(1);

    /** Not what expired so long ago that no node's clock takes its tokens; such rows are kept for their network. */
    private static final String MAY_HAVE_TOKENS = " AND expires_at > ?";

    private final Database database;
    private final Revocations revoked;
    private final AuditLog audit;
    private final SessionSettings settings;
    private final Clock clock;
    private final GrowingAccounts growing = new GrowingAccounts();

    @Inject
    public Sessions(Database database, Revocations revoked, AuditLog audit, SessionSettings settings, Clock clock) {
        this.database = database;
        this.revoked = revoked;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    protected Sessions() {
        this(null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting expired sessions", this::forgetExpired);
        schedule.every(SURPLUS_PAUSE, "Ending surplus sessions", this::endSurplus);
    }

    /**
     * Opens a session, in the current transaction.
     *
     * @param refreshLifetime lifetime of its refresh token
     */
    public Session open(String accountId, String profile, Duration refreshLifetime, Device device) {
        Instant now = clock.instant();
        Session session = new Session(UUID.randomUUID().toString(), accountId, profile, UUID.randomUUID().toString(),
                now, now.plus(shorter(refreshLifetime, settings.maxLifetime())));
        database.update("INSERT INTO session (id, account_id, profile, current_token, rotated_at, created_at, ends_at,"
                        + " expires_at, address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id(), accountId, profile, session.refreshTokenId(), now, now, now.plus(settings.maxLifetime()),
                session.expiresAt(), device.network(), device.userAgent());
        opened(accountId, session.id());
        return session;
    }

    /** To be called for each new session. */
    void opened(String accountId, String sessionId) {
        growing.add(accountId, sessionId);
    }

    /**
     * Ends the sessions of accounts beyond {@value #MOST} that have not been used for the longest, and the oldest codes
     * beyond {@value #MOST_CODES}. Whoever knows a password, or has the cookie of a browser, can open any number, and
     * the owner has to be able to {@linkplain #revokeAll end them all} within the time of one request. Clients are not
     * told of these.
     */
    public void endSurplus() {
        growing.look(accountId -> {
            int ended = endBeyond(MOST_CODES, IS_UNUSED_CODE, accountId, this::forgetUnused)
                    + endBeyond(MOST, "NOT " + IS_UNUSED_CODE, accountId, this::end);
            if (ended > 0) {
                LOG.log(Level.WARNING, "Account {0} had too many sessions or codes: the {1} that were unused for the"
                        + " longest ended", accountId, ended);
            }
        });
    }

    /** @return how many */
    private int endBeyond(int most, String kind, String accountId, Consumer<List<String>> end) {
        int ended = 0;
        List<String> surplus;
        do {
            surplus = database.list("SELECT id FROM session WHERE account_id = ? AND revoked_at IS NULL"
                    + MAY_HAVE_TOKENS + " AND " + kind + " ORDER BY rotated_at DESC, id LIMIT " + Database.ROWS_AT_ONCE
                    + " OFFSET " + most, row -> row.getString("id"), accountId, mayHaveTokensSince());
            if (!surplus.isEmpty()) {
                end.accept(surplus);
            }
            ended += surplus.size();
        } while (surplus.size() == Database.ROWS_AT_ONCE);
        return ended;
    }

    /** Codes gave no tokens. What was redeemed meanwhile is left. */
    private void forgetUnused(List<String> ids) {
        database.update("DELETE FROM session WHERE " + among(ids) + " AND " + IS_UNUSED_CODE, ids.toArray());
    }

    private void end(List<String> ids) {
        database.transaction(() -> revokeWhere(among(ids), ids.toArray()));
        // Otherwise whoever ends the rest would have to read past these.
        new ExpiredSessions(database).forget(ids);
    }

    private static String among(List<String> ids) {
        return "id IN (" + Database.placeholders("?", ids.size()) + ")";
    }

    /**
     * Replaces a refresh token (RFC 6749 §6, RFC 9700 §4.14.2). Of several callers that present the same token at once,
     * one replaces it, and the others are given the same successor, for {@code warden.session.refresh-grace}: a lost
     * answer must not sign anybody out. After that time a replaced token revokes the session. The database's clock
     * measures it, because one node may replace a token and another one see it again. The successor is issued and
     * expires by that clock too, so that its lifetime is exact.
     *
     * @param tokenId the id of the token that was presented and verified
     */
    public Rotation rotate(String sessionId, String tokenId, Duration refreshLifetime, Device device) {
        return rotate(sessionId, tokenId, refreshLifetime, device, session -> { });
    }

    /**
     * As {@link #rotate(String, String, Duration, Device)}.
     *
     * @param before receives the session before its token is replaced, and may refuse by an exception; it must not make
     *               any calls, because a connection is held meanwhile
     */
    public Rotation rotate(String sessionId, String tokenId, Duration refreshLifetime, Device device,
            Consumer<Session> before) {
        Instant now = clock.instant();
        String next = UUID.randomUUID().toString();
        Attempt attempt = database.onOneConnection(() -> replaceWhatIsCurrent(sessionId, tokenId, before,
                at -> replace(sessionId, tokenId, next, at, now, at.plus(refreshLifetime)), now));
        if (attempt.family.isEmpty()) {
            return new Rotation.Refused();
        }
        Family family = attempt.family.get();
        return attempt.replaced ? family.goesOnWith(next, refreshLifetime) : replay(family, tokenId, device);
    }

    /** Whether the token was the current one and was replaced, and the session it belongs to, if that is valid. */
    private record Attempt(boolean replaced, Optional<Family> family) {
    }

    /**
     * Only the UPDATE decides. It comes last, so that no token is replaced by a request that then fails to return its
     * successor.
     */
    private Attempt replaceWhatIsCurrent(String sessionId, String tokenId, Consumer<Session> before,
            Predicate<Instant> replacement, Instant now) {
        Optional<Family> family = find(sessionId, now);
        if (family.filter(found -> found.session.refreshTokenId().equals(tokenId)).isEmpty()) {
            return new Attempt(false, family);
        }
        before.accept(family.get().session);
        return replacement.test(family.get().readAt) ? new Attempt(true, family)
                : new Attempt(false, find(sessionId, now));
    }

    /** @param at by the database's clock, as {@code expiry} is; {@code now} is by ours */
    private boolean replace(String sessionId, String tokenId, String next, Instant at, Instant now, Instant expiry) {
        return database.update("UPDATE session SET previous_token = current_token, current_token = ?, rotated_at = ?,"
                        + " expires_at = CASE WHEN ends_at < ? THEN ends_at ELSE ? END"
                        + " WHERE id = ? AND current_token = ? AND revoked_at IS NULL AND expires_at > ?",
                next, at, expiry, expiry, sessionId, tokenId, now) == 1;
    }

    /** Ends a session. It is invalid on this node when this returns, and on every other within a second. */
    public void revoke(String sessionId) {
        database.transaction(() -> revokeWhere("id = ?", sessionId));
    }

    /**
     * As {@link #revoke}, for whoever has shown a valid access token of the session: its tokens are refused even if its
     * row is gone, as when a longer lifetime of access tokens was set after the row was removed.
     */
    public void revokeProven(String sessionId) {
        database.transaction(() -> {
            if (revokeWhere("id = ?", sessionId).isEmpty()) {
                revoked.add(sessionId, clock.instant().plus(settings.rememberRevoked()));
            }
        });
    }

    /**
     * Ends every session of an account but one.
     *
     * @param except the id of the session to keep; empty for none. If it is a browser's, the clients' sessions in it
     *               are kept too; offline ones are for {@link ClientSessions#endOfflineOf}
     */
    public void revokeAll(String accountId, String except) {
        database.transaction(() -> revokeWhere("account_id = ? AND id <> ? AND (browser_session IS NULL"
                + " OR browser_session <> ?)" + MAY_HAVE_TOKENS, accountId, except, except, mayHaveTokensSince()));
    }

    /**
     * Ends the sessions that clients have through a browser session, except offline ones that have begun (OpenID
     * Connect Back-Channel Logout 1.0 §2.7).
     */
    void revokeOf(String browserSessionId) {
        database.transaction(() -> revokeWhere("browser_session = ? AND (offline = FALSE OR redeemed_at IS NULL)"
                + MAY_HAVE_TOKENS, browserSessionId, mayHaveTokensSince()));
    }

    /** Ends the offline sessions that clients have through a browser session, including codes for such. */
    void revokeOfflineOf(String browserSessionId) {
        database.transaction(() -> revokeWhere("browser_session = ? AND offline = TRUE" + MAY_HAVE_TOKENS,
                browserSessionId, mayHaveTokensSince()));
    }

    /** Ends all sessions that a client has for an account. */
    void revokeOf(String accountId, String clientId) {
        database.transaction(() -> revokeWhere("account_id = ? AND client_id = ?" + MAY_HAVE_TOKENS, accountId,
                clientId, mayHaveTokensSince()));
    }

    /** Invalidates one access token: here when this returns, and on every other node within a second. */
    public void revokeToken(String tokenId) {
        Instant forgetAt = clock.instant().plus(settings.rememberRevoked());
        database.transaction(() -> revoked.add(tokenId, forgetAt));
    }

    /** The session in a row. */
    static Session session(ResultSet row) throws SQLException {
        String clientId = row.getString("client_id");
        return new Session(row.getString("id"), row.getString("account_id"), row.getString("profile"),
                row.getString("current_token"), Database.instant(row, "created_at"),
                Database.instant(row, "rotated_at"), Database.instant(row, "expires_at"),
                clientId == null ? Optional.empty() : Optional.of(new ClientGrant(clientId,
                        row.getString("browser_session"), row.getBoolean("offline"), row.getString("authorized"))));
    }

    void forgetExpired() {
        new ExpiredSessions(database).forgetBefore(clock.instant().minus(settings.rowsOutliveExpiry()));
    }

    private Rotation replay(Family family, String tokenId, Device device) {
        boolean lostAnswer = tokenId.equals(family.previousToken)
                && family.readAt.isBefore(family.session.refreshedAt().plus(settings.refreshGrace()));
        if (lostAnswer || tokenId.equals(family.session.refreshTokenId())) {
            return new Rotation.Rotated(family.session, family.identity, family.claims);
        }
        database.transaction(() -> {
            revokeWhere("id = ?", family.session.id());
            audit.record(new AuditEvent.RefreshTokenReused(family.session.accountId(), family.session.id(),
                    device.address()));
        });
        return new Rotation.Reused(family.session.accountId());
    }

    /**
     * Three statements, however many sessions they end: whoever knows a password can open any number, and its owner has
     * to be able to end them all within the time of one request. The UPDATE comes first, because it waits for whoever
     * is refreshing or redeeming one of them, and nobody can afterwards.
     *
     * @return the ids of those that are remembered as revoked
     */
    private List<String> revokeWhere(String condition, Object... parameters) {
        Instant now = clock.instant();
        int ended = database.update("UPDATE session SET revoked_at = ? WHERE revoked_at IS NULL AND " + condition,
                Stream.concat(Stream.of(now), Stream.of(parameters)).toArray());
        // Not every client knows the session by the id of its browser session, so that each is named that issued
        // an access token which may still be valid. A code that was not redeemed has none.
        return ended == 0 ? List.of() : revoked.addAll("session WHERE revoked_at = ? AND rotated_at > ?"
                        + " AND (code_hash IS NULL OR redeemed_at IS NOT NULL) AND " + condition,
                now.plus(settings.rememberRevoked()),
                Stream.concat(Stream.of(now, mayHaveTokensSince()), Stream.of(parameters)).toArray());
    }

    private Instant mayHaveTokensSince() {
        return clock.instant().minus(settings.tokensOutliveRefresh());
    }

    private Optional<Family> find(String sessionId, Instant now) {
        return database.first("SELECT s.id, s.account_id, s.profile, s.current_token, s.previous_token, s.created_at,"
                + " s.rotated_at, s.expires_at, s.ends_at, s.client_id, s.browser_session, s.offline, s.authorized,"
                + " a.username, a.email, a.role_id, a.claims, " + database.currentTime()
                + " AS read_at FROM session s JOIN account a ON a.id = s.account_id"
                + " WHERE s.id = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND a.disabled_at IS NULL",
                Family::read, sessionId, now);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * A session with its previous token and its owner: one row of the join.
     *
     * @param readAt by the database's clock
     */
    private record Family(Session session, String previousToken, Instant endsAt, Identity identity,
            StandardClaims claims, Instant readAt) {

        static Family read(ResultSet row) throws SQLException {
            return new Family(Sessions.session(row), row.getString("previous_token"), Database.instant(row, "ends_at"),
                    Identity.in(row, "account_id"), StandardClaims.in(row), Database.instant(row, "read_at"));
        }

        /** The row as our own UPDATE left it, even if the successor has been used since. */
        Rotation goesOnWith(String tokenId, Duration lifetime) {
            Instant expiry = readAt.plus(lifetime);
            return new Rotation.Rotated(new Session(session.id(), session.accountId(), session.profile(), tokenId,
                    session.createdAt(), readAt, endsAt.isBefore(expiry) ? endsAt : expiry, session.client()), identity,
                    claims);
        }
    }
}
