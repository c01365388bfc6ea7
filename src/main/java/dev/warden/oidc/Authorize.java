package dev.warden.oidc;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.security.BrowserCookie;

/** The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2), by GET and POST. */
@ApplicationScoped
class Authorize implements Endpoint {

    private final AuthorizationRequests requests;
    private final AuthorizationDecision decision;
    private final AuthorizationAnswers answers;
    private final BrowserCookie cookies;

    @Inject
    Authorize(AuthorizationRequests requests, AuthorizationDecision decision, AuthorizationAnswers answers,
            BrowserCookie cookies) {
        this.requests = requests;
        this.decision = decision;
        this.answers = answers;
        this.cookies = cookies;
    }

    protected Authorize() {
        this(null, null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.AUTHORIZE;
    }

    /** Core §3.1.2.1: "Authorization Servers MUST support the use of the HTTP GET and POST methods". */
    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST");
    }

    @Override
    public boolean isForPeople() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        AuthorizationRequests.Checked checked = requests.check(AuthorizationParameters.of(call.parameters()));
        if (checked.refusal().isPresent()) {
            return answers.refusal(checked.destination(), checked.refusal().get());
        }
        if (call.isPost()) {
            // A form from another site is sent without our SameSite=Lax cookie; a GET is sent with it.
            return decision.at(ProviderPaths.RESUME, checked.pending().orElseThrow());
        }
        return decision.decide(checked.pending().orElseThrow(), cookies.session(call.request()));
    }
}
