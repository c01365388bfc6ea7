package dev.warden.session;

import dev.warden.account.Identity;

/**
 * A session of a browser that was not ended yet. It may have expired: then nobody is signed in by it, but clients still
 * hold the refresh tokens that they were given through it, and have to be told of its end (OpenID Connect Back-Channel
 * Logout 1.0 §2.7). A type of its own, so that nobody takes it for a {@link BrowserSession}.
 *
 * @param id       see {@link BrowserSession#id()}
 * @param identity the account as it is now
 */
public record EndableSession(String id, Identity identity) {

    public String accountId() {
        return identity.id();
    }
}
