package dev.warden.session;

import java.time.Instant;

/**
 * A sign-in session, as far as its tokens need it.
 *
 * @param id             a UUID; claim {@code sid} of its tokens
 * @param accountId      whose it is
 * @param profile        where its tokens are good, for example {@code users}
 * @param refreshTokenId the id of the one refresh token that is good; claim {@code jti} of it
 * @param refreshedAt    when that token was made
 * @param expiresAt      when that token, and the session with it, ends
 */
public record Session(String id, String accountId, String profile, String refreshTokenId, Instant refreshedAt,
        Instant expiresAt) {
}
