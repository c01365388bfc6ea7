package dev.warden.token;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/**
 * An access token of the provider whose signature, kind, issuer and times were verified. Only {@link ProviderTokens}
 * creates one.
 */
public final class VerifiedAccessToken {

    private final String id;
    private final String subject;
    private final String clientId;
    private final Set<String> scopes;
    private final List<String> audience;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final JwtClaims claims;

    private VerifiedAccessToken(JwtClaims claims, NumericDate expiry, Duration maxLifetime)
            throws MalformedClaimException {
        this.claims = claims;
        this.id = claims.getJwtId();
        this.subject = claims.getSubject();
        this.clientId = claims.getStringClaimValue("client_id");
        this.scopes = scopes(claims.getStringClaimValue("scope"));
        this.audience = List.copyOf(claims.getAudience());
        this.issuedAt = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
        Instant told = Instant.ofEpochSecond(expiry.getValue());
        Instant latest = issuedAt.plus(maxLifetime);
        this.expiresAt = told.isAfter(latest) ? latest : told;
    }

    /** Empty if a claim is missing that every access token has (RFC 9068 §2.2). */
    static Optional<VerifiedAccessToken> from(JwtClaims verified, Duration maxLifetime) {
        try {
            NumericDate expiry = verified.getExpirationTime();
            return expiry == null || verified.getJwtId() == null || verified.getSubject() == null
                    || verified.getStringClaimValue("client_id") == null || !verified.hasAudience() ? Optional.empty()
                    : Optional.of(new VerifiedAccessToken(verified, expiry, maxLifetime));
        } catch (MalformedClaimException e) {
            return Optional.empty();
        }
    }

    /** Claim {@code jti}. */
    public String id() {
        return id;
    }

    /** Claim {@code sub}, as the client knows the person; the client's id if there is no person. */
    public String subject() {
        return subject;
    }

    public String clientId() {
        return clientId;
    }

    public Set<String> scopes() {
        return scopes;
    }

    public List<String> audience() {
        return audience;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    /**
     * Claim {@code exp}, or the end of {@code warden.token.max-access-lifetime} if that comes first. The token may have
     * been issued when the setting was longer, but a revocation is remembered for no longer than it is now.
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The id of the client's session; empty if the client acts for itself. */
    public Optional<String> grantId() {
        return text("grant_id");
    }

    /** The id of the browser session that must still be valid; empty if there is none. */
    public Optional<String> sessionId() {
        return text("sid");
    }

    /** Another claim that is a string. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(claims.getClaimValue(name)).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Set<String> scopes(String text) {
        return text == null || text.isEmpty() ? Set.of() : Set.copyOf(new LinkedHashSet<>(List.of(text.split(" "))));
    }

    @Override
    public String toString() {
        return "VerifiedAccessToken[" + id + "]";
    }
}
