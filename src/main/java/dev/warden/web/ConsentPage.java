package dev.warden.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.ClientMetadata;
import dev.warden.consent.Consents;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.consent.PendingPaths;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.session.BrowserSession;

/** Asks a person whether an application may have what it requests (OpenID Connect Core §3.1.2.4). */
@ApplicationScoped
class ConsentPage implements FormPage {

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
     * The values of the page.
     *
     * @param session     the session in which it is asked: an answer counts in no other
     * @param who         the person who is asked
     * @param scopes      what the application requests, in words
     * @param destination where the person is sent afterwards
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
        if (visit.pendingRequest().isEmpty()) {
            return new Answer.Error(400, Reason.EXPIRED_REQUEST);
        }
        PendingRequest pendingRequest = visit.pendingRequest().get();
        Optional<BrowserSession> session = visit.session();
        return session.isEmpty() ? new Answer.SeeOther(pendingRequest.at(WebPaths.SIGN_IN))
                : Answer.Document.of(TEMPLATE, view(pendingRequest, session.get(), visit.language()));
    }

    /** If somebody else has signed in meanwhile, they are asked again. */
    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session()
                .filter(it -> it.id().equals(visit.input().text("session")));
        if (visit.pendingRequest().isEmpty() || session.isEmpty()) {
            return show(visit);
        }
        PendingRequest pendingRequest = visit.pendingRequest().get();
        return switch (visit.input().text("decision")) {
            case "allow" -> {
                consents.grant(session.get().accountId(), pendingRequest.client(), pendingRequest.pending());
                yield onwards(pending.sealAgreed(pendingRequest.pending(), session.get()));
            }
            case "deny" -> onwards(pending.sealRefused(pendingRequest.pending(), session.get()));
            default -> show(visit);
        };
    }

    private static Answer onwards(String sealed) {
        return new Answer.SeeOther(PendingPaths.at(WebPaths.CONTINUE, sealed));
    }

    private static View view(PendingRequest pendingRequest, BrowserSession session, Language language) {
        return new View(session.id(), session.identity().username(),
                inWords(pendingRequest.pending().askedFor(), language),
                pendingRequest.destination());
    }

    /** What scopes let an application do, always in the same order: first those that are told in words. */
    static List<String> inWords(Set<String> scopes, Language language) {
        return Stream.concat(ClientMetadata.OPENID_SCOPES.stream().filter(scopes::contains),
                scopes.stream().filter(scope -> !ClientMetadata.OPENID_SCOPES.contains(scope)).sorted())
                .map(scope -> scope(scope, language)).toList();
    }

    /**
     * In words for a scope of OpenID Connect; any other scope as it is, because only its application knows what it
     * means.
     */
    private static String scope(String scope, Language language) {
        return language.messages().getOrDefault("scope-" + scope.replace('_', '-'), scope);
    }
}
