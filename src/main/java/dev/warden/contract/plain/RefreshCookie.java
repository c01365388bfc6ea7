package dev.warden.contract.plain;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.ClientConnection;
import dev.warden.token.IssuedToken;

/**
 * The cookie that carries the refresh token: HttpOnly, SameSite=Strict, Path=/, with the lifetime of the token, and
 * Secure if the client used https.
 */
@ApplicationScoped
class RefreshCookie {

    static final String NAME = "refreshToken";

    /**
     * The value of a Set-Cookie header (RFC 6265 §4.1.1); JAX-RS would write it differently on each server. The times
     * of a refreshed token are by the database's clock, so our own would not tell what is left of it.
     */
    String of(IssuedToken token, ClientConnection connection) {
        Duration lifetime = Duration.between(token.issuedAt(), token.expiresAt());
        return header(token.jwt(), lifetime.toSeconds(), connection);
    }

    String cleared(ClientConnection connection) {
        return header("", 0, connection);
    }

    private static String header(String value, long maxAge, ClientConnection connection) {
        return NAME + "=" + value + "; Path=/; Max-Age=" + maxAge + (connection.isSecure() ? "; Secure" : "")
                + "; HttpOnly; SameSite=Strict";
    }
}
