package dev.warden.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.AddressText;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;

/** Shows a signed-in person their sessions and the applications that have access. */
@ApplicationScoped
class AccountPage implements Page {

    private static final String TEMPLATE = "account";

    /** Whoever knows a password can open thousands. */
    private static final int MOST_SESSIONS = 50;

    private final BrowserSessions sessions;
    private final Applications applications;

    @Inject
    AccountPage(BrowserSessions sessions, Applications applications) {
        this.sessions = sessions;
        this.applications = applications;
    }

    protected AccountPage() {
        this(null, null);
    }

    /**
     * The values of the page.
     *
     * @param here         the session in which it is shown: its forms count in no other
     * @param done         what has just been done, in words; empty if nothing
     * @param moreSessions says how many sessions are not shown; empty if all are
     */
    record View(String here, String done, String username, String email, List<Entry> sessions,
            String moreSessions, List<Applications.Entry> applications) {

        /** A template cannot test whether a list has elements without repeating its content for each. */
        public boolean hasApplications() {
            return !applications.isEmpty();
        }
    }

    /**
     * One session.
     *
     * @param isThis whether it is the session of this browser
     * @param name   of the browser and its system
     * @param since  when the person signed in
     * @param used   when it was last used
     */
    record Entry(String id, boolean isThis, String name, String network, String since, String used) {
    }

    @Override
    public String path() {
        return WebPaths.ACCOUNT;
    }

    @Override
    public Answer show(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        if (session.isEmpty()) {
            return new Answer.SeeOther(WebPaths.SIGN_IN);
        }
        List<BrowserSession> newest = newest(session.get());
        return Answer.Document.of(TEMPLATE, new View(session.get().id(), visit.notice(),
                session.get().identity().username(), session.get().identity().email(),
                newest.stream().map(each -> entry(each, session.get(), visit.language())).toList(),
                more(session.get(), newest, visit.language()),
                applications.of(session.get().accountId(), visit.language())));
    }

    /** Those most recently used, and this one in any case. */
    private List<BrowserSession> newest(BrowserSession here) {
        List<BrowserSession> newest = sessions.of(here.accountId(), MOST_SESSIONS);
        if (newest.stream().anyMatch(each -> each.id().equals(here.id()))) {
            return newest;
        }
        return Stream.concat(newest.stream().limit(MOST_SESSIONS - 1), Stream.of(here)).toList();
    }

    private String more(BrowserSession here, List<BrowserSession> shown, Language language) {
        int more = shown.size() < MOST_SESSIONS ? 0 : sessions.count(here.accountId()) - shown.size();
        return more <= 0 ? "" : language.say("sessions-more", more);
    }

    private static Entry entry(BrowserSession session, BrowserSession here, Language language) {
        return new Entry(session.id(), session.id().equals(here.id()),
                BrowserName.of(session.userAgent()).say(language), AddressText.ofNetwork(session.network()),
                language.say(session.authenticatedAt()), language.say(session.usedAt()));
    }
}
