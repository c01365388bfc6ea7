package dev.warden.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.warden.session.BrowserSession;

/**
 * A valid authorization request that waits for a person (OpenID Connect Core §3.1.2.1). Parameters that the request did
 * not have are empty or null.
 *
 * @param clientId      the client
 * @param redirectUri   where the answer goes; one of the client's redirect URIs
 * @param responseMode  {@code query} or {@code form_post}
 * @param scopes        the requested scopes that the client may request, in the order of the request
 * @param state         returned to the client; null if there was none
 * @param nonce         for the ID token; null if there was none
 * @param codeChallenge RFC 7636 §4.3, by method {@code S256}; null if there was none
 * @param prompts       values of {@code prompt}; also {@code login} if an {@code id_token_hint} did not verify
 * @param maxAge        maximum age of the sign-in; null for no limit
 * @param acrValues     values of {@code acr_values}, in order of preference; not those that the client registered
 * @param loginHint     who the client believes the person is; null if it does not say
 * @param hintedSubject {@code sub} of {@code id_token_hint}, as this client knows people; if none verified, the first
 *                      value of {@code sub} in {@code claims}; null if there is neither
 * @param uiLocales     values of {@code ui_locales}, in order of preference
 * @param claims        parameter {@code claims} (Core §5.5) as JSON; null if there was none
 * @param claimedScopes scopes by which the claims named in it could have been requested, as far as the client may
 * @param resources     resource indicators (RFC 8707 §2)
 * @param requestedAt   when it was requested
 * @param pushedId      the id of a pushed request (RFC 9126), so that it is answered with one code; null if it was not
 *                      pushed
 * @param steps         what the person has done for it so far
 */
public record PendingAuthorization(String clientId, String redirectUri, String responseMode, List<String> scopes,
        String state, String nonce, String codeChallenge, List<String> prompts, Duration maxAge, List<String> acrValues,
        String loginHint, String hintedSubject, List<String> uiLocales, String claims, List<String> claimedScopes,
        List<String> resources, Instant requestedAt, String pushedId, Steps steps) {

    /**
     * What a person has done for a request, each by the id of the browser session in which it was done: it counts in no
     * other session, and for no other request. Null for what was not done.
     *
     * @param signedInBy the session that the person signed in with when this request was waiting, by its own form
     * @param agreedBy   the session in which the person agreed
     * @param refusedBy  the session in which the person refused
     */
    public record Steps(String signedInBy, String agreedBy, String refusedBy) {

        public static final Steps NONE = new Steps(null, null, null);
    }

    public PendingAuthorization {
        scopes = List.copyOf(scopes);
        prompts = List.copyOf(prompts);
        acrValues = List.copyOf(acrValues);
        uiLocales = List.copyOf(uiLocales);
        claimedScopes = List.copyOf(claimedScopes);
        resources = List.copyOf(resources);
    }

    public boolean hasPrompt(String value) {
        return prompts.contains(value);
    }

    /** What the person is asked for: the scopes, and those of the claims requested by name. */
    public Set<String> askedFor() {
        Set<String> all = new LinkedHashSet<>(scopes);
        all.addAll(claimedScopes);
        return all;
    }

    /** The id of a pushed request; empty if it was not pushed. */
    public Optional<String> pushed() {
        return Optional.ofNullable(pushedId);
    }

    /** Whether somebody must sign in for this request who is signed in already. */
    public boolean wantsFreshSignIn() {
        return hasPrompt("login") || hasPrompt("select_account");
    }

    /** Whether the person signed in for this very request, with this session. */
    public boolean isSignedInWith(BrowserSession session) {
        return session.id().equals(steps.signedInBy);
    }

    /** Whether the person agreed to this very request, in this session. */
    public boolean isAgreedIn(BrowserSession session) {
        return session.id().equals(steps.agreedBy);
    }

    /** Whether the person refused this very request, in this session. */
    public boolean isRefusedIn(BrowserSession session) {
        return session.id().equals(steps.refusedBy);
    }

    /** The same request after other steps. */
    PendingAuthorization after(Steps others) {
        return new PendingAuthorization(clientId, redirectUri, responseMode, scopes, state, nonce, codeChallenge,
                prompts, maxAge, acrValues, loginHint, hintedSubject, uiLocales, claims, claimedScopes, resources,
                requestedAt, pushedId, others);
    }

    /** Omits what a client or a person wrote. */
    @Override
    public String toString() {
        return "PendingAuthorization[" + clientId + "]";
    }
}
