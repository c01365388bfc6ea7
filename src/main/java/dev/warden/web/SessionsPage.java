package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingLogouts;
import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.signin.EndSession;

/**
 * Ends one of a person's sessions, or all of them, by a button of {@link AccountPage}. It shows nothing itself: if this
 * browser's session was among them, {@link SignOutPage} follows, with the pages of applications (OpenID Connect
 * Front-Channel Logout 1.0 §3).
 */
@ApplicationScoped
class SessionsPage implements Page {

    /** Replaces the id. */
    private static final String ALL = "*";

    private final EndSession endSession;
    private final PendingLogouts pendingLogouts;
    private final BrowserCookie cookies;

    @Inject
    SessionsPage(EndSession endSession, PendingLogouts pendingLogouts, BrowserCookie cookies) {
        this.endSession = endSession;
        this.pendingLogouts = pendingLogouts;
        this.cookies = cookies;
    }

    protected SessionsPage() {
        this(null, null, null);
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
        if (session.isEmpty()) {
            return new Answer.SeeOther(WebPaths.SIGN_IN);
        }
        String id = visit.input().text("session");
        if (id.equals(ALL)) {
            endSession.endEverywhere(session.get().accountId(), session.get().id());
            return signedOut(visit, session.get().id());
        }
        endSession.end(session.get().accountId(), id);
        return id.equals(session.get().id()) ? signedOut(visit, id)
                : new Answer.SeeOther(WebPaths.ACCOUNT + "?done=session");
    }

    private Answer signedOut(Visit visit, String sessionId) {
        String path = endSession.pages(sessionId).isEmpty() ? WebPaths.SIGN_OUT : PendingRequest.at(WebPaths.SIGN_OUT,
                pendingLogouts.seal(pendingLogouts.plain().ended(sessionId)));
        return new Answer.SeeOther(path).with(cookies.cleared(visit.connection()));
    }
}
