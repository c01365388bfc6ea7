package dev.warden.contract.plain;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.security.ClientConnection;
import dev.warden.token.IssuedToken;

/**
 * The cookie that carries the refresh token: HttpOnly, SameSite=Strict, Path=/, with the lifetime of the token, and
 * Secure if the client used https.
 */
@ApplicationScoped
class RefreshCookie {

    static final String NAME = "refreshToken";

    private final Clock clock;

    @Inject
    RefreshCookie(Clock clock) {
        this.clock = clock;
    }

    protected RefreshCookie() {
        this(null);
    }

    /** The value of a Set-Cookie header (RFC 6265 §4.1.1); JAX-RS would write it differently on each server. */
    String of(IssuedToken token, ClientConnection connection) {
        Duration left = Duration.between(clock.instant().truncatedTo(ChronoUnit.SECONDS), token.expiresAt());
        return header(token.jwt(), left.toSeconds(), connection);
    }

    String cleared(ClientConnection connection) {
        return header("", 0, connection);
    }

    private static String header(String value, long maxAge, ClientConnection connection) {
        return NAME + "=" + value + "; Path=/; Max-Age=" + maxAge + (connection.isSecure() ? "; Secure" : "")
                + "; HttpOnly; SameSite=Strict";
    }
}
