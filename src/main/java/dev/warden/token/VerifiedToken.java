package dev.warden.token;

import java.util.Optional;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * A token whose signature, type, use, issuer, audience and times were verified. Only {@link TokenVerifier} creates one.
 */
public final class VerifiedToken {

    private final String subject;
    private final String id;
    private final String sessionId;
    private final JwtClaims claims;

    private VerifiedToken(JwtClaims claims) throws MalformedClaimException {
        this.subject = claims.getSubject();
        this.id = claims.getJwtId();
        this.sessionId = claims.getStringClaimValue("sid");
        this.claims = claims;
    }

    static VerifiedToken from(JwtClaims verified) throws MalformedClaimException {
        return new VerifiedToken(verified);
    }

    /** Claim {@code sub}: the id of the account. */
    public String subject() {
        return subject;
    }

    /** Claim {@code jti}. */
    public String id() {
        return id;
    }

    /** Claim {@code sid}. */
    public String sessionId() {
        return sessionId;
    }

    /** Another claim, if it is present and a string. */
    public Optional<String> claim(String name) {
        return Optional.ofNullable(claims.getClaimValue(name)).filter(String.class::isInstance).map(String.class::cast);
    }

    @Override
    public String toString() {
        return "VerifiedToken[" + id + "]";
    }
}
