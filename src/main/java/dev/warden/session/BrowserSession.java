package dev.warden.session;

import java.time.Instant;

import dev.warden.account.Identity;

/**
 * A person who is signed in with a browser.
 *
 * @param id              a UUID; the {@code sid} of whatever clients are given through it (OpenID Connect Front-Channel
 *                        Logout §3), the same as long as the browser and the person are
 * @param identity        whose it is, as the account is now
 * @param authenticatedAt when the person last proved who it is: {@code auth_time}
 * @param assurance       how
 * @param remembered      whether the person asked to stay signed in when the browser is closed
 * @param usedAt          when it was last used, to the minute
 * @param endsAt          when it ends however busy it is
 * @param network         from where the person signed in, see {@link Device#network()}
 * @param userAgent       of the browser, as it said when the person signed in
 */
public record BrowserSession(String id, Identity identity, Instant authenticatedAt, Assurance assurance,
        boolean remembered, Instant usedAt, Instant endsAt, String network, String userAgent) {

    public String accountId() {
        return identity.id();
    }
}
