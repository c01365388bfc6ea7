package dev.warden.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in session, as far as its tokens need it.
 *
 * @param id             a UUID; claim {@code sid} of its tokens
 * @param accountId      whose it is
 * @param profile        where its tokens are good, for example {@code users}
 * @param refreshTokenId the id of the one refresh token that is good; claim {@code jti} of it
 * @param createdAt      when it began; a client's, when its code was issued
 * @param refreshedAt    when that token was made
 * @param expiresAt      when that token, and the session with it, ends
 * @param client         what makes it a client's; empty for those of the contracts
 */
public record Session(String id, String accountId, String profile, String refreshTokenId, Instant createdAt,
        Instant refreshedAt, Instant expiresAt, Optional<ClientGrant> client) {

    /** One of a contract that just began. */
    public Session(String id, String accountId, String profile, String refreshTokenId, Instant createdAt,
            Instant expiresAt) {
        this(id, accountId, profile, refreshTokenId, createdAt, createdAt, expiresAt, Optional.empty());
    }
}
