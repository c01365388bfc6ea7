package dev.warden.consent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.warden.platform.AddressQuery;

/**
 * A sign-out that waits for a person, or for the front-channel pages of clients (OpenID Connect RP-Initiated Logout
 * 1.0).
 *
 * @param clientId     the client that requested it; null if unknown
 * @param redirectUri  where the person is redirected afterwards; one of the client's addresses; null if nowhere
 * @param state        returned there; null if there was none
 * @param uiLocales    values of {@code ui_locales}, in order of preference
 * @param isEnded      whether the session has ended already, so that only the pages of clients have to be shown
 * @param endedSession the browser session whose clients have pages, each for an iframe (Front-Channel Logout 1.0 §3);
 *                     null if there are none. The pages themselves may be many, and as long as clients like
 * @param requestedAt  when it was requested
 */
public record PendingLogout(String clientId, String redirectUri, String state, List<String> uiLocales, boolean isEnded,
        String endedSession, Instant requestedAt) {

    public PendingLogout {
        uiLocales = List.copyOf(uiLocales);
    }

    /** The same, after a session has ended whose clients have pages. */
    public PendingLogout ended(String sessionId) {
        return new PendingLogout(clientId, redirectUri, state, uiLocales, true, sessionId, requestedAt);
    }

    /** The same, after the session has ended and there is nothing to show. */
    public PendingLogout ended() {
        return ended(null);
    }

    /** Where the person is redirected in the end (RP-Initiated Logout §3); empty if nowhere. */
    public Optional<String> destination() {
        return Optional.ofNullable(redirectUri).map(uri -> state == null ? uri
                : AddressQuery.extended(uri, Map.of("state", state)));
    }

    /** Omits what a client wrote. */
    @Override
    public String toString() {
        return "PendingLogout[" + clientId + "]";
    }
}
