package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.session.BrowserSessions;

/**
 * Starts a browser session for somebody who has just authenticated. If the browser had the session of another person,
 * that one has ended, and its clients are notified.
 */
@ApplicationScoped
public class StartSession {

    private final BrowserSessions sessions;
    private final EndSession endSession;
    private final Database database;

    @Inject
    public StartSession(BrowserSessions sessions, EndSession endSession, Database database) {
        this.sessions = sessions;
        this.endSession = endSession;
        this.database = database;
    }

    protected StartSession() {
        this(null, null, null);
    }

    /** In the current transaction, as {@link BrowserSessions#start}. */
    BrowserSessions.Started start(BrowserSessions.Arrival arrival) {
        BrowserSessions.Started started = sessions.start(arrival);
        started.displaced().ifPresent(displaced -> endSession.ended(displaced.accountId(), displaced.id()));
        if (BrowserSessions.isReasonToLook(started.session())) {
            database.afterCommit(() -> endSession.endSurplus(started.session().accountId()));
        }
        return started;
    }
}
