package dev.warden.signin;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;
import dev.warden.session.BrowserSessions;
import dev.warden.session.GrowingAccounts;

/**
 * Starts a browser session for somebody who has just authenticated. If the browser had the session of another person,
 * that one has ended, and its clients are notified.
 */
@ApplicationScoped
public class StartSession {

    private static final Duration SURPLUS_PAUSE = Duration.ofSeconds(1);

    private final BrowserSessions sessions;
    private final EndSession endSession;
    private final GrowingAccounts growing = new GrowingAccounts();

    @Inject
    public StartSession(BrowserSessions sessions, EndSession endSession) {
        this.sessions = sessions;
        this.endSession = endSession;
    }

    protected StartSession() {
        this(null, null);
    }

    void start(@Observes DatabaseReady ready, Schedule schedule) {
        schedule.every(SURPLUS_PAUSE, "Ending surplus browser sessions", this::endSurplus);
    }

    /** In the current transaction, as {@link BrowserSessions#start}. */
    BrowserSessions.Started start(BrowserSessions.Arrival arrival) {
        BrowserSessions.Started started = sessions.start(arrival);
        started.displaced().ifPresent(displaced -> endSession.ended(displaced.accountId(), displaced.id()));
        growing.add(started.session().accountId(), started.session().id());
        return started;
    }

    /** Ends the {@linkplain BrowserSessions#surplus surplus} of accounts. */
    void endSurplus() {
        growing.look(endSession::endSurplus);
    }
}
