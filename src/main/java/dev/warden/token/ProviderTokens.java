package dev.warden.token;

import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;

import dev.warden.platform.ClockSkew;
import dev.warden.session.SessionSettings;

/**
 * Verifies tokens that the provider itself signed: access tokens (RFC 9068 §4), and ID tokens used as hints (OpenID
 * Connect Core §3.1.2.1). Only the provider's keys are used, each with one algorithm (RFC 8725 §3.1). The caller has to
 * check whether a token was revoked.
 */
@ApplicationScoped
public class ProviderTokens {

    /** Claim {@code token_use} of access tokens. ID tokens, which only have claims of OpenID Connect, have none. */
    public static final String ACCESS = TokenUse.ACCESS.claim();

    private static final Set<String> ACCESS_TYPES = Set.of("JWT", "at+jwt");
    private static final Set<String> ID_TYPES = Set.of("JWT");

    private final ProviderKeys keys;
    private final String issuer;
    private final Duration maxAccessLifetime;
    private final Clock clock;
    /** Created once. It only checks the signature; the claims are checked below, by our own clock. */
    private final JwtConsumer signatures;

    @Inject
    public ProviderTokens(ProviderKeys keys, KeySettings settings, SessionSettings sessions, Clock clock) {
        this.keys = keys;
        this.issuer = settings.issuer();
        this.maxAccessLifetime = sessions.maxAccessLifetime();
        this.clock = clock;
        this.signatures = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ProviderKeys.algorithms().toArray(String[]::new))
                .setVerificationKeyResolver((jws, nesting) -> key(jws))
                .setSkipAllValidators().build();
    }

    protected ProviderTokens() {
        this.keys = null;
        this.issuer = null;
        this.maxAccessLifetime = null;
        this.clock = null;
        this.signatures = null;
    }

    /** @return empty if anything is wrong with the token, never saying what */
    public Optional<VerifiedAccessToken> access(String token) {
        Instant now = clock.instant();
        return verified(token, ACCESS_TYPES).filter(claims -> ACCESS.equals(claims.getClaimValue("token_use")))
                .flatMap(claims -> VerifiedAccessToken.from(claims, maxAccessLifetime))
                .filter(verified -> now.isBefore(verified.expiresAt())
                        && verified.expiresAt().isAfter(verified.issuedAt()));
    }

    /**
     * An ID token of ours as a hint about a person. RP-Initiated Logout §2: "The OP SHOULD accept ID Tokens when the RP
     * identified by the ID Token's aud claim and/or sid claim has a current session or had a recent session at the OP,
     * even when the exp time has passed." So {@code exp} is ignored.
     */
    public Optional<VerifiedIdToken> hint(String token) {
        return verified(token, ID_TYPES).filter(ProviderTokens::isIdToken).flatMap(VerifiedIdToken::from);
    }

    /**
     * Of the tokens that the provider signs with type JWT, access tokens have {@code token_use}, and userinfo answers
     * have no {@code auth_time}.
     */
    private static boolean isIdToken(JwtClaims claims) {
        return !claims.hasClaim("token_use") && claims.hasClaim("auth_time") && claims.hasClaim("exp");
    }

    private Optional<JwtClaims> verified(String token, Set<String> types) {
        if (!CompactForm.isWellFormed(token)) {
            return Optional.empty();
        }
        try {
            var context = signatures.process(token);
            JwtClaims claims = context.getJwtClaims();
            Instant latest = clock.instant().plus(ClockSkew.TOLERATED);
            return types.contains(context.getJoseObjects().get(0).getHeader("typ"))
                    && issuer.equals(claims.getIssuer())
                    && claims.getIssuedAt() != null && claims.getIssuedAt().getValue() <= latest.getEpochSecond()
                    ? Optional.of(claims) : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    private Key key(JsonWebSignature jws) throws UnresolvableKeyException {
        JwsHeaders.requirePlain(jws);
        return Optional.ofNullable(jws.getKeyIdHeaderValue())
                .flatMap(id -> keys.verifying(jws.getAlgorithmHeaderValue(), id)).map(KeyRing.OpenKey::verifying)
                .orElseThrow(() -> new UnresolvableKeyException("No key of the provider"));
    }
}
