package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.session.BrowserSessions;

/**
 * Starts a browser session for somebody who has just authenticated. If the browser had the session of another person,
 * that one has ended, and its clients are notified.
 */
@ApplicationScoped
public class StartSession {

    private final BrowserSessions sessions;
    private final EndSession endSession;

    @Inject
    public StartSession(BrowserSessions sessions, EndSession endSession) {
        this.sessions = sessions;
        this.endSession = endSession;
    }

    protected StartSession() {
        this(null, null);
    }

    /** In the current transaction, as {@link BrowserSessions#start}. */
    BrowserSessions.Started start(BrowserSessions.Arrival arrival) {
        BrowserSessions.Started started = sessions.start(arrival);
        started.displaced().ifPresent(displaced -> endSession.ended(displaced.accountId(), displaced.id()));
        return started;
    }
}
