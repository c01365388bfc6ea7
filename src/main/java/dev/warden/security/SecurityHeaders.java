package dev.warden.security;

import jakarta.servlet.http.HttpServletResponse;

/** The headers that every answer has, whatever its status. A page may widen the policy by what it uses. */
public final class SecurityHeaders {

    private static final String OPENER_POLICY = "Cross-Origin-Opener-Policy";

    private SecurityHeaders() {
    }

    static void set(HttpServletResponse response, boolean isSecure) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader(OPENER_POLICY, "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        if (isSecure) {
            // RFC 6797 §7.2: not over plain http.
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /**
     * Lets what an application opened in a window of its own come back to it (HTML §7.1.3.1): on the way of a person to
     * an application and back. Any other value, even on a redirect, parts the window from its opener for good.
     */
    public static void keepOpener(HttpServletResponse response) {
        response.setHeader(OPENER_POLICY, "unsafe-none");
    }
}
