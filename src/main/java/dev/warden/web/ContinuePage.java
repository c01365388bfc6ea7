package dev.warden.web;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.consent.PendingPaths;
import dev.warden.security.ErrorPages.Reason;

/**
 * Sends a person on to the application after a form was submitted. Chromium applies the page's {@code form-action} to
 * all redirects of a form, including those of applications; what this page leads to is no longer a redirect of a form.
 */
@ApplicationScoped
class ContinuePage implements Page {

    private static final String TEMPLATE = "continue";

    /** The values of the page. */
    record View(String address) {
    }

    @Override
    public String path() {
        return WebPaths.CONTINUE;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Answer show(Visit visit) {
        return visit.pendingRequest().map(ContinuePage::leadOn)
                .orElseGet(() -> new Answer.Error(400, Reason.EXPIRED_REQUEST));
    }

    private static Answer leadOn(PendingRequest pendingRequest) {
        String path = pendingRequest.at(PendingPaths.RESUME);
        return Answer.Document.of(TEMPLATE, new View(path)).goingOn(Answer.Onward.to(path));
    }
}
