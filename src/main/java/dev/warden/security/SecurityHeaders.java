package dev.warden.security;

import java.time.Clock;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers of every answer, whatever its status: the date, which not every server adds (RFC 9110 §6.6.1), and those
 * that browsers protect people by. A page may extend the policy by what it uses.
 */
public final class SecurityHeaders {

    private static final String OPENER_POLICY = "Cross-Origin-Opener-Policy";

    private SecurityHeaders() {
    }

    static void set(HttpServletResponse response, boolean isSecure, Clock clock) {
        response.setDateHeader("Date", clock.millis());
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
     * Lets a window that an application opened keep its connection to the opener (HTML §7.1.3.1), on a person's way to
     * an application and back. Any other value, even on a redirect, separates the window from its opener permanently.
     */
    public static void keepOpener(HttpServletResponse response) {
        response.setHeader(OPENER_POLICY, "unsafe-none");
    }
}
