package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingLogouts;
import dev.warden.consent.PendingPaths;
import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.EndedSession;
import dev.warden.signin.EndSession;

/**
 * Ends one of a person's sessions, or all of them, by a button of {@link AccountPage}. It shows nothing itself: if this
 * browser's session was among them, {@link SignOutPage} follows, with the pages of applications (OpenID Connect
 * Front-Channel Logout 1.0 §3).
 */
@ApplicationScoped
class SessionsPage implements FormPage {

    /** Replaces the id. */
    private static final String ALL = "*";

    private final EndSession endSession;
    private final BrowserSessions sessions;
    private final PendingLogouts pendingLogouts;
    private final BrowserCookie cookies;

    @Inject
    SessionsPage(EndSession endSession, BrowserSessions sessions, PendingLogouts pendingLogouts,
            BrowserCookie cookies) {
        this.endSession = endSession;
        this.sessions = sessions;
        this.pendingLogouts = pendingLogouts;
        this.cookies = cookies;
    }

    protected SessionsPage() {
        this(null, null, null, null);
    }

    @Override
    public String path() {
        return WebPaths.SESSIONS;
    }

    @Override
    public Answer show(Visit visit) {
        return new Answer.SeeOther(WebPaths.ACCOUNT);
    }

    /** Another person's session does not belong to this account, so naming it ends nothing and reveals nothing. */
    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        String id = visit.input().text("session");
        if (session.isEmpty()) {
            return visit.justEnded().filter(ended -> hasEnded(id, ended)).map(ended -> signedOut(visit, ended.id()))
                    .orElseGet(() -> new Answer.SeeOther(WebPaths.SIGN_IN)
                            .saying(Notice.NOTHING_CHANGED, visit.connection()));
        }
        if (!visit.isFormOf(session.get())) {
            return new Answer.SeeOther(WebPaths.ACCOUNT).saying(Notice.NOTHING_CHANGED, visit.connection());
        }
        if (id.equals(ALL)) {
            endSession.endEverywhere(session.get().accountId(), session.get().id());
            return signedOut(visit, session.get().id());
        }
        endSession.end(session.get().accountId(), id);
        return id.equals(session.get().id()) ? signedOut(visit, id)
                : new Answer.SeeOther(WebPaths.ACCOUNT).saying(Notice.SESSION_ENDED, visit.connection());
    }

    /** Whether a first click did what a second one asks for. Nothing is ended by the secret of an ended session. */
    private boolean hasEnded(String id, EndedSession here) {
        return id.equals(ALL) ? sessions.count(here.accountId()) == 0 : id.equals(here.id());
    }

    private Answer.SeeOther signedOut(Visit visit, String sessionId) {
        String path = endSession.pages(sessionId).isEmpty() ? WebPaths.SIGN_OUT : PendingPaths.at(WebPaths.SIGN_OUT,
                pendingLogouts.seal(pendingLogouts.plain().ended(sessionId)));
        return new Answer.SeeOther(path).with(cookies.cleared(visit.connection()));
    }
}
