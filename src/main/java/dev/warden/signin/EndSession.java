package dev.warden.signin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientSessions;
import dev.warden.session.Sessions;

/**
 * Ends a browser session, what clients hold through it, and every access token issued in it. Clients are notified,
 * whatever the reason.
 */
@ApplicationScoped
public class EndSession {

    private static final Logger LOG = System.getLogger(EndSession.class.getName());

    private final BrowserSessions sessions;
    private final Sessions others;
    private final ClientSessions clientSessions;
    private final TellClients tellClients;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public EndSession(BrowserSessions sessions, Sessions others, ClientSessions clientSessions,
            TellClients tellClients, AuditLog audit, Database database) {
        this.sessions = sessions;
        this.others = others;
        this.clientSessions = clientSessions;
        this.tellClients = tellClients;
        this.audit = audit;
        this.database = database;
    }

    protected EndSession() {
        this(null, null, null, null, null, null);
    }

    /**
     * Ends one session.
     *
     * @param sessionId of any browser session of the account; sessions of other accounts are left alone
     * @return whether it has ended now and there are {@link #pages} to show
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; the session then continues
     */
    public boolean end(String accountId, String sessionId) {
        return database.transaction(() -> sessions.end(accountId, sessionId) && ended(accountId, sessionId));
    }

    /** Pages of clients for a session that ended, each for an iframe (OpenID Connect Front-Channel Logout 1.0 §3). */
    public List<String> pages(String sessionId) {
        return tellClients.pages(sessionId);
    }

    /**
     * Ends every session of an account but one, including those of programs and offline access: when a password is
     * changed, an account is disabled, or its owner asks for it.
     *
     * @param except the id of the session to keep, of whatever kind; empty for none. What clients have through it is
     *               kept, but not offline access, which the session's end would not end
     */
    public void endAll(String accountId, String except) {
        database.transaction(() -> {
            List<String> ended = sessions.endAll(accountId, except);
            others.revokeAll(accountId, except);
            tellClients.tellOfEnd(accountId, ended);
            if (!except.isEmpty()) {
                clientSessions.endOfflineOf(except)
                        .forEach(clientId -> tellClients.tell(clientId, accountId, List.of(except)));
            }
        });
    }

    /** Ends every session of an account, at its owner's request. */
    public void endEverywhere(String accountId, String sessionId) {
        database.transaction(() -> {
            audit.record(new AuditEvent.SignedOut(accountId, sessionId));
            endAll(accountId, "");
        });
    }

    /** Ends the {@linkplain BrowserSessions#surplus surplus} of an account's browser sessions. */
    void endSurplus(String accountId) {
        for (List<String> surplus = sessions.surplus(accountId); !surplus.isEmpty();
                surplus = sessions.surplus(accountId)) {
            surplus.forEach(id -> database.transaction(() -> sessions.end(accountId, id)
                    && tellClients.tellOfEnd(accountId, id)));
            sessions.forget(surplus);
            LOG.log(Level.WARNING, "Account {0} had too many browser sessions: the {1} that were unused for the longest"
                    + " ended", accountId, surplus.size());
        }
    }

    /**
     * Completes the end of one session, in the transaction in which {@link BrowserSessions} ended it.
     *
     * @return whether there are {@link #pages} to show
     */
    boolean ended(String accountId, String sessionId) {
        audit.record(new AuditEvent.SignedOut(accountId, sessionId));
        return tellClients.tellOfEnd(accountId, sessionId);
    }
}
