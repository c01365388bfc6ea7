package dev.warden.oidc;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RedirectUris;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.consent.PendingPaths;
import dev.warden.platform.InvalidValue;
import dev.warden.session.BrowserSession;
import dev.warden.token.Subjects;

/**
 * Decides how to answer a valid request, depending on who is signed in (OpenID Connect Core §3.1.2.3 to §3.1.2.5): with
 * a code, an error, or a page on which the person does what is missing. From there the person returns, and the decision
 * is made again.
 */
@ApplicationScoped
class AuthorizationDecision {

    private final Clients clients;
    private final IssueCode issueCode;
    private final PendingAuthorizations pendingAuthorizations;
    private final Subjects subjects;
    private final AuthorizationAnswers answers;
    private final Clock clock;

    @Inject
    AuthorizationDecision(Clients clients, IssueCode issueCode, PendingAuthorizations pendingAuthorizations,
            Subjects subjects, AuthorizationAnswers answers, Clock clock) {
        this.clients = clients;
        this.issueCode = issueCode;
        this.pendingAuthorizations = pendingAuthorizations;
        this.subjects = subjects;
        this.answers = answers;
        this.clock = clock;
    }

    protected AuthorizationDecision() {
        this(null, null, null, null, null, null);
    }

    Reply decide(PendingAuthorization pending, Optional<BrowserSession> signedIn) {
        // The client was registered when the request came; it may be gone by now.
        RegisteredClient client = clients.find(pending.clientId())
                .orElseThrow(() -> UntrustedRequest.ofUnknown(pending.clientId()));
        if (client.redirectUris().match(pending.redirectUri()) == RedirectUris.Match.NONE) {
            throw UntrustedRequest.to("redirect-uri", pending.redirectUri(), client);
        }
        if (signedIn.isEmpty()) {
            return ask(pending, pending.hasPrompt("create") ? PendingPaths.SIGN_UP : PendingPaths.SIGN_IN,
                    "login_required");
        }
        BrowserSession session = signedIn.get();
        // Core §3.1.2.1: the server must "actively re-authenticate the End-User". It has if they signed in by the form
        // of this very request. That they signed in after it was made does not tell: it may have been for another one,
        // and the two times are those of nodes whose clocks differ.
        boolean isFresh = pending.isSignedInWith(session);
        if (!isFresh && pending.hasPrompt("create")) {
            return ask(pending, PendingPaths.SIGN_UP, "login_required");
        }
        if (!isFresh && (pending.wantsFreshSignIn() || isTooOld(pending, session))) {
            return ask(pending, PendingPaths.SIGN_IN, "login_required");
        }
        ClaimsRequest claims = ClaimsRequest.read(pending.claims());
        if (!isMeant(subjects.of(session.accountId(), client), pending, claims)) {
            // Core §3.1.2.1: "If the End-User identified by the ID Token is already logged in […] the Authorization
            // Server returns a positive response; otherwise, it SHOULD return an error, such as login_required."
            return isFresh ? answers.refusal(pending, "login_required", "Another person is signed in.")
                    : ask(pending, PendingPaths.SIGN_IN, "login_required");
        }
        List<String> acrs = claims.essentialAcrs();
        if (!acrs.isEmpty() && !acrs.contains(session.assurance().level())) {
            // Core §5.5.1.1: the server "MUST treat that outcome as a failed authentication attempt".
            return answers.refusal(pending, "unmet_authentication_requirements",
                    "The acr that is essential cannot be met.");
        }
        if (pending.isRefusedIn(session)) {
            return answers.refusal(pending, "access_denied", "The person refused.");
        }
        IssueCode.Result result = issueCode.issue(pending, client, session);
        if (result instanceof IssueCode.SignedOut) {
            return ask(pending, PendingPaths.SIGN_IN, "login_required");
        }
        if (result instanceof IssueCode.NotAgreed) {
            return ask(pending, PendingPaths.CONSENT, "consent_required");
        }
        return result instanceof IssueCode.Issued issued ? answers.code(pending, issued.code())
                : answers.refusal(pending, "invalid_request_uri", "The pushed request was used before.");
    }

    /**
     * Whether a person may be the one that the request is about. Core §5.5.1: of several values of {@code sub} each is
     * acceptable, also beside a hint that names one of them: §3.1.2.1 lets us evaluate "other information beyond the ID
     * Token".
     */
    private static boolean isMeant(String subject, PendingAuthorization pending, ClaimsRequest claims) {
        return pending.hintedSubject() == null || pending.hintedSubject().equals(subject)
                || claims.subjects().contains(subject);
    }

    /** Not asked of who has just signed in for the request: max_age=0 could never be met. */
    private boolean isTooOld(PendingAuthorization pending, BrowserSession session) {
        Instant now = clock.instant();
        return pending.maxAge() != null && session.authenticatedAt().plus(pending.maxAge()).isBefore(now);
    }

    /**
     * Core §3.1.2.1: with prompt=none "the Authorization Server MUST NOT display any authentication or consent […]
     * pages".
     */
    private Reply ask(PendingAuthorization pending, String page, String error) {
        return pending.hasPrompt("none") ? answers.refusal(pending, error, "A person would have to be asked.")
                : at(page, pending);
    }

    /** Takes the request to one of our addresses; back to the client if it does not fit into one. */
    Reply at(String path, PendingAuthorization pending) {
        try {
            return new Reply.SeeOther(PendingPaths.at(path, pendingAuthorizations.seal(pending)));
        } catch (InvalidValue tooLarge) {
            return answers.refusal(pending, "invalid_request", "The request is too large.");
        }
    }
}
