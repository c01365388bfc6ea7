package dev.warden.session;

import dev.warden.account.Identity;
import dev.warden.account.StandardClaims;

/** The outcome of presenting a refresh token. */
public sealed interface Rotation {

    /**
     * The session continues with the refresh token named in it: a new one, or within the grace period the same again.
     *
     * @param claims the standard claims about the owner
     */
    record Rotated(Session session, Identity identity, StandardClaims claims) implements Rotation {
    }

    /**
     * The token was replaced long ago. The session is revoked, for its owner as well as for whoever copied the token.
     */
    record Reused(String accountId) implements Rotation {
    }

    /** There is no such session, it has ended, or its account is disabled. */
    record Refused() implements Rotation {
    }
}
