package dev.warden.web;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.ErrorPages.Reason;

/**
 * Sends a person on to the application, once a form is answered. Chromium holds a form's redirects against the page's
 * {@code form-action}, however many there are and wherever applications send people on to; what this page leads to is
 * no redirect of a form any more.
 */
@ApplicationScoped
class ContinuePage implements Page {

    private static final String TEMPLATE = "continue";

    /** What the page shows. */
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
        return visit.waiting().map(ContinuePage::leadOn)
                .orElseGet(() -> new Answer.Error(400, Reason.EXPIRED_REQUEST));
    }

    private static Answer leadOn(Waiting waiting) {
        String path = waiting.at(WebPaths.RESUME);
        return Answer.Document.of(TEMPLATE, new View(path)).goingOn(Answer.Onward.to(path));
    }
}
