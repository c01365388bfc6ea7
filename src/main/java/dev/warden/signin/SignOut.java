package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.session.Sessions;

/**
 * Ends a session at its owner's request. None of its tokens is accepted here when this returns, nor elsewhere a second
 * later.
 */
@ApplicationScoped
public class SignOut {

    private final Sessions sessions;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public SignOut(Sessions sessions, AuditLog audit, Database database) {
        this.sessions = sessions;
        this.audit = audit;
        this.database = database;
    }

    protected SignOut() {
        this(null, null, null);
    }

    /**
     * Ends a session.
     *
     * @param sessionId from a valid access token
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; the session then continues
     */
    public void signOut(String accountId, String sessionId) {
        database.transaction(() -> {
            sessions.revokeProven(sessionId);
            audit.record(new AuditEvent.SignedOut(accountId, sessionId));
        });
    }
}
