package dev.warden.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.signin.EndSession;

/** Asks whether to sign out, does it, and says that it is done. */
@ApplicationScoped
class SignOutPage implements Page {

    private static final String TEMPLATE = "signout";

    private final EndSession endSession;
    private final BrowserCookie cookies;

    @Inject
    SignOutPage(EndSession endSession, BrowserCookie cookies) {
        this.endSession = endSession;
        this.cookies = cookies;
    }

    protected SignOutPage() {
        this(null, null);
    }

    /**
     * What the page shows.
     *
     * @param who who is signed in; empty if nobody is any more
     */
    record View(String who) {
    }

    @Override
    public String path() {
        return WebPaths.SIGN_OUT;
    }

    @Override
    public Answer show(Visit visit) {
        return Answer.Document.of(TEMPLATE, new View(visit.session().map(it -> it.identity().username()).orElse("")));
    }

    @Override
    public Answer submit(Visit visit) {
        visit.session().ifPresent(this::end);
        return new Answer.SeeOther(WebPaths.SIGN_OUT).with(cookies.cleared(visit.connection()));
    }

    private void end(BrowserSession session) {
        endSession.end(session.accountId(), session.id());
    }
}
