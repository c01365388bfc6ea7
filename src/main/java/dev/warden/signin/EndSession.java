package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSessions;

/** Ends what a person holds by a browser: the session and, by its {@code sid}, every access token that came of it. */
@ApplicationScoped
public class EndSession {

    private final BrowserSessions sessions;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public EndSession(BrowserSessions sessions, AuditLog audit, Database database) {
        this.sessions = sessions;
        this.audit = audit;
        this.database = database;
    }

    protected EndSession() {
        this(null, null, null);
    }

    /**
     * @param sessionId of an account's session, whichever of its owner's browsers has it; what is not the account's goes on
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; the session then goes on
     */
    public void end(String accountId, String sessionId) {
        database.transaction(() -> {
            if (sessions.end(accountId, sessionId)) {
                audit.record(new AuditEvent.SignedOut(accountId, sessionId));
            }
        });
    }
}
