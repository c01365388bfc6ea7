package dev.warden.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.StandardClaims;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.ClockSkew;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.RandomText;
import dev.warden.platform.Schedule;
import dev.warden.platform.Sha256;

/**
 * The sessions of OAuth clients. One begins with an authorization code (RFC 6749 §4.1.2): the row of the code is the
 * row of the session. It is refreshed and ends like every other {@link Sessions session}.
 */
@ApplicationScoped
public class ClientSessions {

    /** Their value in the column {@code profile}. */
    public static final String PROFILE = "oidc";

    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(10);
    private static final int CODE_LENGTH = 43;

    private final Database database;
    private final Sessions sessions;
    private final AuditLog audit;
    private final SessionSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    @Inject
    public ClientSessions(Database database, Sessions sessions, AuditLog audit, SessionSettings settings,
            SecureRandom random, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.audit = audit;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    protected ClientSessions() {
        this(null, null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(FORGETTING_PAUSE, "Forgetting unused codes", this::forgetUnused);
    }

    /**
     * What a client was granted, with its owner as the account is now.
     *
     * @param claims the standard claims about the owner
     */
    public record Granted(Session session, Identity identity, StandardClaims claims) {
    }

    /**
     * Issues a code for what a person authorized.
     *
     * @param lifetime of the code
     * @return the code: 256 random bits in base64url, of which a digest is stored
     */
    public String issueCode(BrowserSession browser, ClientGrant grant, Duration lifetime) {
        String code = RandomText.of256Bits(random);
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        // The address of the person and not of the client, because these rows tell which networks are a person's own.
        database.update("INSERT INTO session (id, account_id, profile, current_token, rotated_at, created_at, ends_at,"
                        + " expires_at, address, user_agent, client_id, browser_session, offline, code_hash,"
                        + " authorized) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id, browser.accountId(), PROFILE, UUID.randomUUID().toString(), now, now,
                now.plus(settings.maxLifetime()), now.plus(lifetime), browser.network(), browser.userAgent(),
                grant.clientId(), grant.browserSessionId(), grant.isOffline(), Sha256.base64url(code),
                grant.authorized());
        sessions.opened(browser.accountId(), id);
        return code;
    }

    /**
     * What a code was issued for. Empty if this client has no such code, it has expired, or it was used before; in the
     * last case everything that it gave is revoked. RFC 6749 §4.1.2: "If an authorization code is used more than once,
     * the authorization server MUST deny the request and SHOULD revoke (when possible) all tokens previously issued
     * based on that authorization code."
     *
     * <p>A valid code stays valid: only {@link #redeem} uses it up.
     */
    public Optional<Granted> present(String code, String clientId, Device device) {
        if (code == null || code.length() != CODE_LENGTH) {
            return Optional.empty();
        }
        // The nodes of a cluster do not share locks: a session may end on one node while another issues a code.
        Optional<Found> found = find("s.code_hash = ? AND s.client_id = ? AND (s.redeemed_at IS NOT NULL OR EXISTS"
                + " (SELECT 1 FROM browser_session b WHERE b.id = s.browser_session AND b.ended_at IS NULL))",
                Sha256.base64url(code), clientId);
        if (found.isPresent() && found.get().isRedeemed) {
            revokeReused(found.get().granted, device);
            return Optional.empty();
        }
        return found.map(Found::granted).filter(this::isUnexpired);
    }

    private boolean isUnexpired(Granted granted) {
        return granted.session.expiresAt().isAfter(clock.instant());
    }

    /**
     * Redeems a code, at most once. To be called when the request has been found valid and the answer is ready, because
     * a client that is not answered after this has lost its code.
     *
     * @param granted  from {@link #present}
     * @param lifetime of the session from now on, until it is refreshed
     * @return whether the code was valid until now; if another request was faster, what that one was given is revoked
     */
    public boolean redeem(Granted granted, Duration lifetime, Device device) {
        Instant now = clock.instant();
        Instant expiry = now.plus(lifetime);
        boolean isFirst = database.update("UPDATE session SET redeemed_at = ?, rotated_at = ?,"
                + " expires_at = CASE WHEN ends_at < ? THEN ends_at ELSE ? END"
                + " WHERE id = ? AND code_hash IS NOT NULL AND redeemed_at IS NULL AND revoked_at IS NULL"
                + " AND expires_at > ?", now, now, expiry, expiry, granted.session.id(), now) == 1;
        if (!isFirst) {
            find(granted.session.id()).ifPresent(reused -> revokeReused(reused, device));
        }
        return isFirst;
    }

    /** Ends a session, including an unused code. */
    public void revoke(String sessionId) {
        sessions.revoke(sessionId);
    }

    private void revokeReused(Granted granted, Device device) {
        Session session = granted.session;
        database.transaction(() -> {
            sessions.revoke(session.id());
            audit.record(new AuditEvent.AuthorizationCodeReused(session.accountId(), session.id(), device.address(),
                    session.client().map(ClientGrant::clientId).orElse(null)));
        });
    }

    /**
     * A session that was redeemed and is valid, with its owner as the account is now; empty if the account is disabled.
     */
    public Optional<Granted> find(String sessionId) {
        return find("s.id = ?", sessionId).filter(Found::isRedeemed).map(Found::granted).filter(this::isUnexpired);
    }

    /**
     * Ends the offline sessions that clients have through a browser session, which itself goes on.
     *
     * @return the ids of the clients that had one
     */
    public List<String> endOfflineOf(String browserSessionId) {
        return database.transaction(() -> {
            Instant now = clock.instant();
            sessions.revokeOfflineOf(browserSessionId);
            return database.list("SELECT DISTINCT client_id FROM session WHERE browser_session = ?"
                            + " AND offline = TRUE AND redeemed_at IS NOT NULL AND revoked_at >= ?",
                    row -> row.getString("client_id"), browserSessionId, now);
        });
    }

    /** The ids of all clients that a person was signed in to through a browser session, also after its end. */
    public List<String> clientsOf(String browserSessionId) {
        return database.list("SELECT DISTINCT client_id FROM session WHERE browser_session = ?"
                + " AND redeemed_at IS NOT NULL", row -> row.getString("client_id"), browserSessionId);
    }

    /**
     * As {@link #clientsOf(String)}, for any number of browser sessions of one account.
     *
     * @return the ids of those browser sessions, by the ids of the clients
     */
    public Map<String, List<String>> clientsOf(String accountId, Collection<String> browserSessionIds) {
        Set<String> asked = Set.copyOf(browserSessionIds);
        Map<String, List<String>> found = new TreeMap<>();
        database.list("SELECT DISTINCT client_id, browser_session FROM session WHERE account_id = ?"
                        + " AND browser_session IS NOT NULL AND redeemed_at IS NOT NULL",
                row -> Map.entry(row.getString("client_id"), row.getString("browser_session")), accountId)
                .stream().filter(each -> asked.contains(each.getValue()))
                .forEach(each -> found.computeIfAbsent(each.getKey(), id -> new ArrayList<>()).add(each.getValue()));
        return found;
    }

    /**
     * Ends all sessions that a client has for an account, including offline ones.
     *
     * @return the ids of the browser sessions that they were authorized in
     */
    public List<String> endOf(String accountId, String clientId) {
        return database.transaction(() -> {
            Instant now = clock.instant();
            sessions.revokeOf(accountId, clientId);
            // What expired long ago is not revoked.
            return database.list("SELECT DISTINCT browser_session FROM session WHERE account_id = ? AND client_id = ?"
                            + " AND redeemed_at IS NOT NULL AND (revoked_at IS NULL OR revoked_at >= ?)",
                    row -> row.getString("browser_session"), accountId, clientId, now);
        });
    }

    /**
     * A client that has a session for an account.
     *
     * @param usedAt when it was last given a token
     */
    public record Holder(String clientId, Instant usedAt) {
    }

    /** The clients with a valid session for an account, the most recently used first. */
    public List<Holder> holdersFor(String accountId) {
        return database.list("SELECT client_id, MAX(rotated_at) AS used_at FROM session WHERE account_id = ?"
                        + " AND client_id IS NOT NULL AND redeemed_at IS NOT NULL AND revoked_at IS NULL"
                        + " AND expires_at > ? GROUP BY client_id ORDER BY used_at DESC, client_id",
                row -> new Holder(row.getString("client_id"), Database.instant(row, "used_at")), accountId,
                clock.instant());
    }

    /**
     * Rows are found without locks and deleted by their ids: who redeems a code locks its row before the index that
     * this would lock first. What was redeemed in between is left, and so is what may not have expired by the clocks of
     * other nodes.
     */
    void forgetUnused() {
        Instant expired = clock.instant().minus(ClockSkew.TOLERATED);
        List<String> slice;
        do {
            slice = database.list("SELECT id FROM session WHERE profile = ? AND redeemed_at IS NULL"
                    + " AND code_hash IS NOT NULL AND expires_at < ? LIMIT " + Database.ROWS_AT_ONCE,
                    row -> row.getString("id"), PROFILE, expired);
            if (!slice.isEmpty()) {
                database.update("DELETE FROM session WHERE id IN (" + Database.placeholders("?", slice.size())
                                + ") AND redeemed_at IS NULL AND expires_at < ?",
                        Stream.concat(slice.stream(), Stream.of(expired)).toArray());
            }
        } while (slice.size() == Database.ROWS_AT_ONCE);
    }

    /** A row that was not revoked; it may have expired. */
    private record Found(Granted granted, boolean isRedeemed) {
    }

    private Optional<Found> find(String condition, Object... parameters) {
        return database.first("SELECT s.id, s.account_id, s.profile, s.current_token, s.created_at, s.rotated_at,"
                        + " s.expires_at, s.client_id, s.browser_session, s.offline, s.authorized, s.redeemed_at,"
                        + " a.username, a.email, a.role_id, a.claims FROM session s"
                        + " JOIN account a ON a.id = s.account_id WHERE " + condition
                        + " AND s.revoked_at IS NULL AND a.disabled_at IS NULL",
                row -> new Found(new Granted(Sessions.session(row), Identity.in(row, "account_id"),
                        StandardClaims.in(row)), row.getTimestamp("redeemed_at") != null), parameters);
    }
}
