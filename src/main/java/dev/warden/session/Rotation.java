package dev.warden.session;

import dev.warden.account.Identity;
import dev.warden.account.StandardClaims;

/** What became of a refresh token that was presented. */
public sealed interface Rotation {

    /**
     * The session goes on with the refresh token named in it: a new one, or within the grace period the same again.
     *
     * @param claims what is known of the owner besides
     */
    record Rotated(Session session, Identity identity, StandardClaims claims) implements Rotation {
    }

    /** The token was replaced long ago. Whoever copied it and whoever owns it are both signed out. */
    record Reused(String accountId) implements Rotation {
    }

    /** There is no such session, it has ended, or its account is out of use. */
    record Refused() implements Rotation {
    }
}
