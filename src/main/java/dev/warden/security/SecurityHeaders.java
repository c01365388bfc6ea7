package dev.warden.security;

import jakarta.servlet.http.HttpServletResponse;

/** The headers that every answer has, whatever its status. A page may widen the policy by what it uses. */
final class SecurityHeaders {

    private SecurityHeaders() {
    }

    static void set(HttpServletResponse response, boolean isSecure) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        if (isSecure) {
            // RFC 6797 §7.2: not over plain http.
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
