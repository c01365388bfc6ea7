package dev.warden.client;

import java.net.URI;
import java.util.List;

/**
 * How a client is notified of a sign-out.
 *
 * @param postLogout          where a browser may be redirected afterwards (OpenID Connect RP-Initiated Logout 1.0
 *                            §3.1), compared exactly
 * @param frontChannel        a page for an iframe (Front-Channel Logout 1.0 §2); null if there is none
 * @param frontChannelWithSid whether that page needs {@code iss} and {@code sid}
 * @param backChannel         where a logout token is posted (Back-Channel Logout 1.0 §2.2); null if nowhere
 * @param backChannelWithSid  whether that token must contain {@code sid}
 */
public record LogoutUris(List<RedirectUri> postLogout, URI frontChannel, boolean frontChannelWithSid, URI backChannel,
        boolean backChannelWithSid) {

    public LogoutUris {
        postLogout = List.copyOf(postLogout);
    }

    /** Whether a browser may be redirected to an address after signing out. */
    public boolean allowsAfterwards(String requested) {
        return postLogout.stream().anyMatch(uri -> uri.value().equals(requested));
    }
}
