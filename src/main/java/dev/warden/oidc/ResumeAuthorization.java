package dev.warden.oidc;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorizations;
import dev.warden.consent.PendingPaths;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ErrorPages.Reason;

/** Where a person returns after a page: the pending request is decided again. */
@ApplicationScoped
class ResumeAuthorization implements Endpoint {

    private final PendingAuthorizations pendingAuthorizations;
    private final AuthorizationDecision decision;
    private final BrowserCookie cookies;

    @Inject
    ResumeAuthorization(PendingAuthorizations pendingAuthorizations, AuthorizationDecision decision,
            BrowserCookie cookies) {
        this.pendingAuthorizations = pendingAuthorizations;
        this.decision = decision;
        this.cookies = cookies;
    }

    protected ResumeAuthorization() {
        this(null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.RESUME;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public boolean isForPeople() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        return decision.decide(call.value(PendingPaths.PARAMETER).flatMap(pendingAuthorizations::open)
                .orElseThrow(() -> new UntrustedRequest(Reason.EXPIRED_REQUEST)), cookies.session(call.request()));
    }
}
