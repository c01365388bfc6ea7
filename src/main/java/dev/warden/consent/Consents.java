package dev.warden.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.Database;
import dev.warden.platform.InvalidValue;

/** The consents that people gave to clients (OpenID Connect Core §3.1.2.4). Nobody is asked twice for the same. */
@ApplicationScoped
public class Consents {

    private static final int MAX_SCOPES_LENGTH = 4000;
    private static final String FOR_UPDATE = " FOR UPDATE";

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    public Consents(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    protected Consents() {
        this(null, null, null);
    }

    /**
     * A consent.
     *
     * @param grantedAt when it was last given
     */
    public record Consent(String clientId, Set<String> scopes, Instant grantedAt) {

        public boolean covers(Collection<String> asked) {
            return scopes.containsAll(asked);
        }
    }

    /**
     * What an account agreed to for one client; empty if it never did, or withdrew it, or agreed for an earlier client
     * with the same id.
     */
    public Optional<Consent> find(String accountId, RegisteredClient client) {
        return stored(accountId, client, "").filter(consent -> client.existedAt(consent.grantedAt));
    }

    /**
     * As {@link #find}, and locks the consent until the current transaction ends: whoever wants to withdraw it waits
     * for that, and then finds what the transaction created.
     */
    public Optional<Consent> hold(String accountId, RegisteredClient client) {
        return stored(accountId, client, FOR_UPDATE).filter(consent -> client.existedAt(consent.grantedAt));
    }

    /** Also one that was given to an earlier client with the same id. */
    private Optional<Consent> stored(String accountId, RegisteredClient client, String lock) {
        return database.first("SELECT client_id, scopes, granted_at FROM consent WHERE account_id = ? AND client_id = ?"
                        + lock, row -> new Consent(row.getString("client_id"), read(row.getString("scopes")),
                        Database.instant(row, "granted_at")), accountId, client.id());
    }

    /** All consents of an account, the newest first. */
    public List<Consent> of(String accountId) {
        return database.list("SELECT client_id, scopes, granted_at FROM consent WHERE account_id = ?"
                        + " ORDER BY granted_at DESC, client_id",
                row -> new Consent(row.getString("client_id"), read(row.getString("scopes")),
                        Database.instant(row, "granted_at")), accountId);
    }

    /**
     * Stores that a person agrees to what a request asks for, in addition to what was agreed to before and the client
     * may still ask for: to anything else they agree anew, should it be given back. Nothing is stored for an account
     * that was deleted meanwhile.
     *
     * @throws InvalidValue if there is no room for both, because the request asks for scopes that the client lost since
     */
    public void grant(String accountId, RegisteredClient client, PendingAuthorization pending) {
        try {
            database.transaction(() -> add(accountId, client, pending));
        } catch (RuntimeException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // A second click, or another window, was the first to agree: now there is a row to add to.
            database.transaction(() -> add(accountId, client, pending));
        }
    }

    private void add(String accountId, RegisteredClient client, PendingAuthorization pending) {
        if (database.first("SELECT 1 FROM account WHERE id = ?" + FOR_UPDATE, row -> true, accountId).isEmpty()) {
            return;
        }
        // After the account, as whoever issues a code: in the other order each could wait for the other's lock.
        Optional<Consent> before = stored(accountId, client, FOR_UPDATE);
        Set<String> scopes = new TreeSet<>(pending.askedFor());
        before.filter(consent -> client.existedAt(consent.grantedAt))
                .ifPresent(consent -> consent.scopes().stream().filter(client.scopes()::contains).forEach(scopes::add));
        String text = String.join(" ", scopes);
        if (text.length() > MAX_SCOPES_LENGTH) {
            throw new InvalidValue("scope", "is too long together with what was agreed to before");
        }
        // The row count of an UPDATE must not decide: it would overwrite a row that was not there yet to be read.
        database.update(before.isPresent()
                        ? "UPDATE consent SET scopes = ?, granted_at = ? WHERE account_id = ? AND client_id = ?"
                        : "INSERT INTO consent (scopes, granted_at, account_id, client_id) VALUES (?, ?, ?, ?)",
                text, clock.instant(), accountId, client.id());
        audit.record(new AuditEvent.ConsentGiven(accountId, client.id() + " " + text));
    }

    /** Withdraws an account's consent for a client. The caller has to end the client's sessions. */
    public void withdraw(String accountId, String clientId) {
        database.transaction(() -> {
            if (database.update("DELETE FROM consent WHERE account_id = ? AND client_id = ?", accountId,
                    clientId) == 1) {
                audit.record(new AuditEvent.ConsentWithdrawn(accountId, clientId));
            }
        });
    }

    private static Set<String> read(String scopes) {
        return scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" "));
    }
}
