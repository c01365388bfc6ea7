package dev.warden.web;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.Consents;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.session.BrowserSession;

/** Asks a person whether an application may learn what it asks for (OpenID Connect Core §3.1.2.4). */
@ApplicationScoped
class ConsentPage implements Page {

    private static final String TEMPLATE = "consent";

    private final Consents consents;
    private final PendingAuthorizations pending;

    @Inject
    ConsentPage(Consents consents, PendingAuthorizations pending) {
        this.consents = consents;
        this.pending = pending;
    }

    protected ConsentPage() {
        this(null, null);
    }

    /**
     * What the page shows.
     *
     * @param session     the session it is asked in: an answer counts in no other
     * @param who         who is asked
     * @param scopes      what the application asks for, in words
     * @param destination where the person is sent then
     */
    record View(String session, String who, List<String> scopes, String destination) {
    }

    @Override
    public String path() {
        return WebPaths.CONSENT;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Answer show(Visit visit) {
        if (visit.waiting().isEmpty()) {
            return new Answer.Error(400, Reason.EXPIRED_REQUEST);
        }
        Waiting waiting = visit.waiting().get();
        Optional<BrowserSession> session = visit.session();
        return session.isEmpty() ? new Answer.SeeOther(waiting.at(WebPaths.SIGN_IN))
                : Answer.Document.of(TEMPLATE, view(waiting, session.get(), visit.language()));
    }

    /** Whoever signed in meanwhile is asked anew. */
    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session()
                .filter(it -> it.id().equals(visit.input().text("session")));
        if (visit.waiting().isEmpty() || session.isEmpty()) {
            return show(visit);
        }
        Waiting waiting = visit.waiting().get();
        return switch (visit.input().text("decision")) {
            case "allow" -> {
                consents.grant(session.get().accountId(), waiting.client(), waiting.pending());
                yield new Answer.SeeOther(waiting.at(WebPaths.CONTINUE));
            }
            case "deny" -> new Answer.SeeOther(Waiting.at(WebPaths.CONTINUE,
                    pending.sealRefused(waiting.pending(), session.get())));
            default -> show(visit);
        };
    }

    private static View view(Waiting waiting, BrowserSession session, Language language) {
        return new View(session.id(), session.identity().username(),
                waiting.pending().askedFor().stream().map(scope -> scope(scope, language)).toList(),
                waiting.destination());
    }

    /** In words, where it is a scope of OpenID Connect; what others mean their application knows. */
    static String scope(String scope, Language language) {
        return language.messages().getOrDefault("scope-" + scope.replace('_', '-'), scope);
    }
}
