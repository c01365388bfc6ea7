package dev.warden.signin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.platform.OutboundHttp;
import dev.warden.token.Claims;
import dev.warden.token.KeySettings;
import dev.warden.token.Subjects;
import dev.warden.token.TokenSigner;

/** Posts logout tokens to clients (OpenID Connect Back-Channel Logout 1.0 §2.5). */
@ApplicationScoped
public class BackChannelLogout {

    private static final Logger LOG = System.getLogger(BackChannelLogout.class.getName());
    /** §4: "it is RECOMMENDED that Logout Tokens have expiration times of at most two minutes". */
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(2);
    private static final int FAILED_THERE = 400;
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final Subjects subjects;
    private final TokenSigner signer;
    private final OutboundHttp http;
    private final KeySettings keys;
    private final Clock clock;

    @Inject
    public BackChannelLogout(Subjects subjects, TokenSigner signer, OutboundHttp http, KeySettings keys, Clock clock) {
        this.subjects = subjects;
        this.signer = signer;
        this.http = http;
        this.keys = keys;
        this.clock = clock;
    }

    protected BackChannelLogout() {
        this(null, null, null, null, null);
    }

    /**
     * Tells a client that a session has ended. §2.8: a client answers 200, in some frameworks 204, or 400 if the
     * request was invalid or the sign-out failed there. That is no failure to tell it: the same call would get the same
     * answer again. Whatever else answers may not be the client, such as a proxy while the client is away.
     *
     * @param client with an address for that
     * @param sid    the id of the session
     * @return why it has to be told again; empty if it was told
     */
    Optional<String> tell(RegisteredClient client, String accountId, String sid) {
        OutboundHttp.Outcome outcome;
        try {
            outcome = http.postForm(client.logout().backChannel(), client.origin().giver(), "logout_token="
                    + URLEncoder.encode(token(client, accountId, sid), StandardCharsets.US_ASCII));
        } catch (RuntimeException e) {
            // It is tried again in time, and given up, as what the client itself fails at.
            return Optional.of(e.toString());
        }
        if (outcome instanceof OutboundHttp.Answered answer) {
            if (answer.status() == FAILED_THERE) {
                LOG.log(Level.WARNING, "Client {0} was told that a person signed out, and answered status {1}",
                        client.id(), FAILED_THERE);
                return Optional.empty();
            }
            return answer.isOk() ? Optional.empty() : Optional.of("status " + answer.status());
        }
        return Optional.of(((OutboundHttp.Failed) outcome).reason());
    }

    /** §2.4; it has no nonce, and a type of its own (§4). */
    private String token(RegisteredClient client, String accountId, String sid) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return signer.sign("logout+jwt", client.signed().idToken(), new Claims().set("iss", keys.issuer())
                .set("sub", subjects.of(accountId, client)).set("aud", client.id()).set("iat", now)
                .set("exp", now.plus(TOKEN_LIFETIME)).set("jti", UUID.randomUUID().toString())
                .set("events", new Claims().set(EVENT, new Claims())).set("sid", subjects.sid(sid, client)));
    }
}
