package dev.warden.contract.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.security.ClientConnection;
import dev.warden.session.Device;
import dev.warden.token.IssuedToken;

@DisplayName("Contract plain: the age of the cookie refreshToken")
class RefreshCookieTest {

    @Test
    void is_the_lifetime_of_the_token_whatever_the_clock_that_it_was_issued_by() {
        for (int ahead : new int[] {-30, 0, 30}) {
            Instant issuedAt = Instant.now().plusSeconds(ahead);
            IssuedToken token = new IssuedToken("jwt", "id", issuedAt, issuedAt.plusSeconds(86_400));

            assertEquals("refreshToken=jwt; Path=/; Max-Age=86400; HttpOnly; SameSite=Strict",
                    new RefreshCookie().of(token, new ClientConnection(new Device("192.0.2.1", ""), false)));
        }
    }
}
