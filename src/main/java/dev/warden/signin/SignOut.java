package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.platform.Database;
import dev.warden.session.Sessions;

/**
 * Ends a session because its owner asked. None of its tokens is good here when this returns, nor elsewhere a second on.
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

    /** @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; the session then goes on */
    public void signOut(String accountId, String sessionId) {
        database.transaction(() -> {
            sessions.revoke(sessionId);
            audit.record(new AuditEvent.SignedOut(accountId, sessionId));
        });
    }
}
