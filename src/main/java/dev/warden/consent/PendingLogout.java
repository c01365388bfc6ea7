package dev.warden.consent;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sign-out that waits for a person, or for the front-channel pages of clients (OpenID Connect RP-Initiated Logout
 * 1.0).
 *
 * @param clientId     the client that requested it; null if unknown
 * @param redirectUri  where the person is redirected afterwards; one of the client's addresses; null if nowhere
 * @param state        returned there; null if there was none
 * @param isEnded      whether the session has ended already, so that only the pages of clients have to be shown
 * @param frontChannel pages of clients, each for an iframe (Front-Channel Logout 1.0 §3)
 * @param requestedAt  when it was requested
 */
public record PendingLogout(String clientId, String redirectUri, String state, boolean isEnded,
        List<String> frontChannel, Instant requestedAt) {

    public PendingLogout {
        frontChannel = List.copyOf(frontChannel);
    }

    /** The same, after the session has ended. */
    public PendingLogout ended(List<String> pages) {
        return new PendingLogout(clientId, redirectUri, state, true, pages, requestedAt);
    }

    /** Where the person is redirected in the end (RP-Initiated Logout §3); empty if nowhere. */
    public Optional<String> destination() {
        return Optional.ofNullable(redirectUri).map(uri -> state == null ? uri
                : uri + (uri.indexOf('?') < 0 ? '?' : '&') + "state="
                        + URLEncoder.encode(state, StandardCharsets.UTF_8));
    }

    /** Omits what a client wrote. */
    @Override
    public String toString() {
        return "PendingLogout[" + clientId + "]";
    }
}
