package dev.warden.security;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

import dev.warden.platform.WebOrigin;

/**
 * Whether a browser sent a request from one of our own pages: by {@code Sec-Fetch-Site} (Fetch Metadata §2.3), or by
 * {@code Origin} (RFC 6454 §7) if the browser sends no other, as over plain http. No page elsewhere can forge either. A
 * client that sends neither is not a supported browser, and is refused.
 */
@Dependent
public class SameOrigin {

    private final String ours;

    @Inject
    public SameOrigin(PublicAddress address) {
        this.ours = WebOrigin.of(address.value());
    }

    public boolean sent(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        // Attackers can choose Host in their own requests only, not in those of their victim's browser.
        return origin != null && (origin.equals(ours) || host != null && origin.equals(WebOrigin.of(
                ClientConnection.of(request).isSecure() ? "https" : "http", host)));
    }
}
