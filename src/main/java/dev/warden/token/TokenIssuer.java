package dev.warden.token;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.session.Session;

/** Creates and signs the tokens of a session. */
@ApplicationScoped
public class TokenIssuer {

    private final SigningKeys keys;
    private final KeySettings settings;
    private final Clock clock;

    @Inject
    public TokenIssuer(SigningKeys keys, KeySettings settings, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    protected TokenIssuer() {
        this(null, null, null);
    }

    /**
     * The access token and the refresh token of a session. The refresh token is determined by the session, with the
     * same id and times each time; the access token is a new one each time.
     */
    public IssuedTokens issue(TokenProfile profile, Session session, Identity identity) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant refreshedAt = session.refreshedAt().truncatedTo(ChronoUnit.SECONDS);
        Instant expiry = session.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        Instant accessExpiry = now.plus(profile.accessLifetime());
        return new IssuedTokens(
                sign(profile, session, identity, TokenUse.ACCESS, UUID.randomUUID().toString(), now, accessExpiry),
                sign(profile, session, identity, TokenUse.REFRESH, session.refreshTokenId(), refreshedAt, expiry));
    }

    private IssuedToken sign(TokenProfile profile, Session session, Identity identity, TokenUse use, String id,
            Instant issuedAt, Instant expiresAt) {
        Claims claims = new Claims().set("iss", settings.issuer()).set("sub", identity.id()).set("aud", profile.name())
                .set("iat", issuedAt).set("exp", expiresAt).set("jti", id).set("sid", session.id())
                .set("token_use", use.claim());
        profile.claims().apply(identity).forEach(claims::set);
        return new IssuedToken(TokenSigner.signed("JWT", claims.json(), keys.signing(profile)), id, issuedAt,
                expiresAt);
    }
}
