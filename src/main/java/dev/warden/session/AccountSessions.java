package dev.warden.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.Database;

/** All sessions of an account, whoever holds them: what ends when a password is changed or an account is put out of use. */
@ApplicationScoped
public class AccountSessions {

    private final Sessions sessions;
    private final BrowserSessions browserSessions;
    private final Database database;

    @Inject
    public AccountSessions(Sessions sessions, BrowserSessions browserSessions, Database database) {
        this.sessions = sessions;
        this.browserSessions = browserSessions;
        this.database = database;
    }

    protected AccountSessions() {
        this(null, null, null);
    }

    /**
     * Ends every session of an account but one.
     *
     * @param except the id of the session that goes on, whatever its kind; empty if none does
     */
    public void endAll(String accountId, String except) {
        database.transaction(() -> {
            sessions.revokeAll(accountId, except);
            browserSessions.endAll(accountId, except);
        });
    }
}
