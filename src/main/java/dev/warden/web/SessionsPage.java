package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.signin.EndSession;

/** Ends one of a person's sessions, or all of them, by a button of {@link AccountPage}. It shows nothing itself. */
@ApplicationScoped
class SessionsPage implements Page {

    /** Replaces the id. */
    private static final String ALL = "*";

    private final EndSession endSession;
    private final BrowserCookie cookies;

    @Inject
    SessionsPage(EndSession endSession, BrowserCookie cookies) {
        this.endSession = endSession;
        this.cookies = cookies;
    }

    protected SessionsPage() {
        this(null, null);
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
            return signedOut(visit);
        }
        endSession.end(session.get().accountId(), id);
        return id.equals(session.get().id()) ? signedOut(visit)
                : new Answer.SeeOther(WebPaths.ACCOUNT + "?done=session");
    }

    private Answer signedOut(Visit visit) {
        return new Answer.SeeOther(WebPaths.SIGN_OUT).with(cookies.cleared(visit.connection()));
    }
}
