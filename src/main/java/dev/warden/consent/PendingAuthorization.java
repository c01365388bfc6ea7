package dev.warden.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization request that was found good and waits for a person (OpenID Connect Core §3.1.2.1). What the request
 * did not have is empty or null.
 *
 * @param clientId      who asks
 * @param redirectUri   where the answer goes: it is one of the client's
 * @param responseMode  how: {@code query} or {@code form_post}
 * @param scopes        what for, as far as the client may ask for it, in the order of the request
 * @param state         to be given back; null if there was none
 * @param nonce         for the ID token; null if there was none
 * @param codeChallenge RFC 7636 §4.3, by method {@code S256}; null if there was none
 * @param prompts       values of {@code prompt}
 * @param maxAge        how long ago the person may have signed in; null if any time
 * @param acrValues     values of {@code acr_values}, the best first
 * @param loginHint     who the client believes it is; null if it does not say
 * @param hintedSubject {@code sub} of {@code id_token_hint}, as this client knows people; null if there was none
 * @param uiLocales     values of {@code ui_locales}, the best first
 * @param claims        parameter {@code claims} (Core §5.5) as JSON; null if there was none
 * @param claimedScopes scopes by which the claims could have been asked for that it names, as far as the client may
 * @param resources     resource indicators (RFC 8707 §2)
 * @param requestedAt   when it was asked
 * @param pushedId      which pushed request it is (RFC 9126), so that it is answered with one code; null if it was none
 * @param refusedBy     the id of the browser session in which a person refused; null if nobody did
 */
public record PendingAuthorization(String clientId, String redirectUri, String responseMode, List<String> scopes,
        String state, String nonce, String codeChallenge, List<String> prompts, Duration maxAge, List<String> acrValues,
        String loginHint, String hintedSubject, List<String> uiLocales, String claims, List<String> claimedScopes,
        List<String> resources, Instant requestedAt, String pushedId, String refusedBy) {

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

    /** What the person is asked about: the scopes, and those of the claims that are asked for one by one. */
    public Set<String> askedFor() {
        Set<String> all = new LinkedHashSet<>(scopes);
        all.addAll(claimedScopes);
        return all;
    }

    /** Which pushed request it is; empty if it was none. */
    public Optional<String> pushed() {
        return Optional.ofNullable(pushedId);
    }

    /** Whether whoever signed in before this request must do so again. */
    public boolean wantsFreshSignIn() {
        return hasPrompt("login") || hasPrompt("select_account");
    }

    public Optional<String> hintOfLogin() {
        return Optional.ofNullable(loginHint);
    }

    /** The same, refused by a person in a browser session. */
    PendingAuthorization refusedIn(String browserSessionId) {
        return new PendingAuthorization(clientId, redirectUri, responseMode, scopes, state, nonce, codeChallenge,
                prompts, maxAge, acrValues, loginHint, hintedSubject, uiLocales, claims, claimedScopes, resources,
                requestedAt, pushedId, browserSessionId);
    }

    /** Without what a client or a person wrote. */
    @Override
    public String toString() {
        return "PendingAuthorization[" + clientId + "]";
    }
}
