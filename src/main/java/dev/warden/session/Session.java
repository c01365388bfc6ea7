package dev.warden.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in session, as far as its tokens need it.
 *
 * @param id             a UUID; claim {@code sid} of its tokens
 * @param accountId      whose it is
 * @param profile        where its tokens are accepted, for example {@code users}
 * @param refreshTokenId the id of the current refresh token; its claim {@code jti}
 * @param createdAt      when it began; for a client's session, when the code was issued
 * @param refreshedAt    when the current refresh token was created; by the database's clock if by a refresh
 * @param expiresAt      when that token, and the session with it, expires; by the same clock as {@code refreshedAt}
 * @param client         what makes it a client's; empty for sessions of the contracts
 */
public record Session(String id, String accountId, String profile, String refreshTokenId, Instant createdAt,
        Instant refreshedAt, Instant expiresAt, Optional<ClientGrant> client) {

    /** A new session of a contract. */
    public Session(String id, String accountId, String profile, String refreshTokenId, Instant createdAt,
            Instant expiresAt) {
        this(id, accountId, profile, refreshTokenId, createdAt, createdAt, expiresAt, Optional.empty());
    }
}
