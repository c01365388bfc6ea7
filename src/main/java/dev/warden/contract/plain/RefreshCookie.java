package dev.warden.contract.plain;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.NewCookie;

import dev.warden.security.ClientConnection;
import dev.warden.token.IssuedToken;

/**
 * The cookie that carries the refresh token: HttpOnly, SameSite=Strict, Path=/, living as long as the token, and Secure
 * where the client came over https.
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

    NewCookie of(IssuedToken token, ClientConnection connection) {
        long maxAge = Duration.between(clock.instant().truncatedTo(ChronoUnit.SECONDS), token.expiresAt()).toSeconds();
        return cookie(token.jwt(), (int) Math.min(maxAge, Integer.MAX_VALUE), connection);
    }

    NewCookie cleared(ClientConnection connection) {
        return cookie("", 0, connection);
    }

    private static NewCookie cookie(String value, int maxAge, ClientConnection connection) {
        return new NewCookie.Builder(NAME).value(value).path("/").maxAge(maxAge).httpOnly(true)
                .secure(connection.isSecure()).sameSite(NewCookie.SameSite.STRICT).build();
    }
}
