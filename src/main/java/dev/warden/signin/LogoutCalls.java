package dev.warden.signin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.OutboundHttp;
import dev.warden.platform.Schedule;
import dev.warden.token.Claims;
import dev.warden.token.KeySettings;
import dev.warden.token.Subjects;
import dev.warden.token.TokenSigner;

/**
 * Tells clients that a person signed out (OpenID Connect Back-Channel Logout 1.0 §2.5). A call is a row of the
 * transaction that ends the session; it is made after the commit, by whichever node takes the row first, and again if
 * it fails, for an hour.
 */
@ApplicationScoped
public class LogoutCalls {

    private static final Logger LOG = System.getLogger(LogoutCalls.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** How long a node has for a call before another one tries. */
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration KEEP_TRYING = Duration.ofHours(1);
    /** Back-Channel Logout §4: "it is RECOMMENDED that Logout Tokens have expiration times of at most two minutes". */
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(2);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int AT_ONCE = 20;

    private final Database database;
    private final Clients clients;
    private final Subjects subjects;
    private final TokenSigner signer;
    private final OutboundHttp http;
    private final Schedule schedule;
    private final String issuer;
    private final Clock clock;
    private final AtomicBoolean isSending = new AtomicBoolean();

    @Inject
    public LogoutCalls(Database database, Clients clients, Subjects subjects, TokenSigner signer, OutboundHttp http,
            Schedule schedule, KeySettings keys, Clock clock) {
        this.database = database;
        this.clients = clients;
        this.subjects = subjects;
        this.signer = signer;
        this.http = http;
        this.schedule = schedule;
        this.issuer = keys == null ? null : keys.issuer();
        this.clock = clock;
    }

    protected LogoutCalls() {
        this(null, null, null, null, null, null, null, null);
    }

    void start(@Observes DatabaseReady ready) {
        schedule.every(PAUSE, "Telling clients of sign-outs", this::send);
    }

    private record Due(String id, String clientId, String accountId, String sid, int attempts, Instant dueAt,
            Instant expiresAt) {
    }

    /** Has a client told, once the current transaction is committed. */
    void add(RegisteredClient client, String accountId, String sid) {
        Instant now = clock.instant();
        database.update("INSERT INTO logout_call (id, client_id, account_id, sid, due_at, expires_at) VALUES (?, "
                + "?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(), client.id(), accountId, sid, now, now.plus(KEEP_TRYING));
        database.afterCommit(() -> schedule.once(() -> {
            send();
            return null;
        }));
    }

    /** Makes the calls that are due. */
    void send() {
        if (!isSending.compareAndSet(false, true)) {
            return;
        }
        try {
            List<Due> due = due();
            while (!due.isEmpty()) {
                due.stream().filter(this::take).forEach(this::call);
                due = due();
            }
        } finally {
            isSending.set(false);
        }
    }

    private List<Due> due() {
        return database.list("SELECT id, client_id, account_id, sid, attempts, due_at, expires_at FROM logout_call"
                        + " WHERE due_at <= ? ORDER BY due_at LIMIT " + AT_ONCE,
                row -> new Due(row.getString("id"), row.getString("client_id"), row.getString("account_id"),
                        row.getString("sid"), row.getInt("attempts"), Database.instant(row, "due_at"),
                        Database.instant(row, "expires_at")), clock.instant());
    }

    /** Of several nodes one makes a call: the row count is the answer. */
    private boolean take(Due due) {
        return database.update("UPDATE logout_call SET attempts = attempts + 1, due_at = ? WHERE id = ? AND due_at = ?",
                clock.instant().plus(LEASE), due.id, due.dueAt) == 1;
    }

    private void call(Due due) {
        Optional<String> failure = clients.find(due.clientId).filter(client -> client.logout().backChannel() != null)
                .flatMap(client -> failure(client, due));
        if (failure.isEmpty()) {
            database.update("DELETE FROM logout_call WHERE id = ?", due.id);
            return;
        }
        Instant next = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(due.attempts, 10)));
        if (next.isAfter(due.expiresAt)) {
            LOG.log(Level.WARNING, "Client {0} could not be told that a person signed out: {1}", due.clientId,
                    failure.get());
            database.update("DELETE FROM logout_call WHERE id = ?", due.id);
        } else {
            LOG.log(Level.DEBUG, "Client {0} is to be told again of a sign-out: {1}", due.clientId, failure.get());
            database.update("UPDATE logout_call SET due_at = ? WHERE id = ?", next, due.id);
        }
    }

    /**
     * §2.8: a client answers 200, or 400 if it did not understand or the sign-out failed there; calling again with the
     * same would be answered the same.
     */
    private Optional<String> failure(RegisteredClient client, Due due) {
        URI uri = client.logout().backChannel();
        OutboundHttp.Outcome outcome = http.postForm(uri,
                "logout_token=" + URLEncoder.encode(token(client, due), StandardCharsets.US_ASCII));
        if (outcome instanceof OutboundHttp.Answered answer) {
            return answer.status() < 500 ? Optional.empty() : Optional.of("status " + answer.status());
        }
        return Optional.of(((OutboundHttp.Failed) outcome).reason());
    }

    /** §2.4; it has no nonce, and a type of its own (§4). */
    private String token(RegisteredClient client, Due due) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return signer.sign("logout+jwt", client.signed().idToken(), new Claims().set("iss", issuer)
                .set("sub", subjects.of(due.accountId, client)).set("aud", client.id()).set("iat", now)
                .set("exp", now.plus(TOKEN_LIFETIME)).set("jti", UUID.randomUUID().toString())
                .set("events", new Claims().set(EVENT, new Claims())).set("sid", subjects.sid(due.sid, client)));
    }
}
