package dev.warden.token;

import java.time.Instant;

/**
 * A token that was just created. It does not print itself.
 *
 * @param jwt       the compact form
 * @param id        claim {@code jti}
 * @param issuedAt  claim {@code iat}, a whole second
 * @param expiresAt claim {@code exp}, a whole second
 */
public record IssuedToken(String jwt, String id, Instant issuedAt, Instant expiresAt) {

    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
