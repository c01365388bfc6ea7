package dev.warden.session;

import java.time.Instant;

import dev.warden.account.Identity;

/**
 * A sign-in session of a browser.
 *
 * @param id              a UUID; the {@code sid} of the clients that the person signs in to with it (OpenID Connect
 *                        Front-Channel Logout §3); constant for one browser and person
 * @param identity        the account as it is now
 * @param authenticatedAt when the person last authenticated: {@code auth_time}
 * @param assurance       how the person authenticated
 * @param remembered      whether the person asked to stay signed in after the browser is closed
 * @param usedAt          when it was last used, to the minute
 * @param endsAt          when it ends even if it is in use
 * @param network         from where the person signed in, see {@link Device#network()}
 * @param userAgent       of the browser, at sign-in
 */
public record BrowserSession(String id, Identity identity, Instant authenticatedAt, Assurance assurance,
        boolean remembered, Instant usedAt, Instant endsAt, String network, String userAgent) {

    public String accountId() {
        return identity.id();
    }
}
