package dev.warden.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorizations;
import dev.warden.consent.PendingPaths;
import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSessions;

/**
 * Leads somebody on who has just signed in or registered, with the cookie of the session. The application's request
 * says from now on that this was done for it.
 */
@ApplicationScoped
class Welcome {

    private final PendingAuthorizations pending;
    private final BrowserCookie cookies;

    @Inject
    Welcome(PendingAuthorizations pending, BrowserCookie cookies) {
        this.pending = pending;
        this.cookies = cookies;
    }

    protected Welcome() {
        this(null, null);
    }

    Answer.SeeOther to(Visit visit, BrowserSessions.Started started) {
        String path = visit.pendingRequest().map(it ->
                PendingPaths.at(WebPaths.CONTINUE, pending.sealSignedIn(it.pending(), started.session())))
                .orElseGet(visit::destination);
        return new Answer.SeeOther(path).with(cookies.of(started, visit.connection()));
    }
}
