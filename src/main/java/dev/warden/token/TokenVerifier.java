package dev.warden.token;

import java.security.Key;
import java.time.Clock;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;

import dev.warden.platform.ClockSkew;

/**
 * Verifies tokens of the contracts according to RFC 8725: one algorithm per key, chosen by Warden; neither keys nor
 * addresses are taken from the token; issuer, audience, type, use and times are given by the caller and never by the
 * token.
 */
@ApplicationScoped
public class TokenVerifier {

    private static final AlgorithmConstraints ALGORITHMS =
            new AlgorithmConstraints(ConstraintType.PERMIT, SigningAlgorithm.identifiers());

    private final SigningKeys keys;
    private final KeySettings settings;
    private final Clock clock;

    @Inject
    public TokenVerifier(SigningKeys keys, KeySettings settings, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    protected TokenVerifier() {
        this(null, null, null);
    }

    /**
     * Verifies a token. The caller has to check whether its session is revoked.
     *
     * @param token   the compact form, untrusted
     * @param profile the name of the required profile
     * @param use     the required use
     * @return empty if anything is wrong with it, never saying what
     */
    public Optional<VerifiedToken> verify(String token, String profile, TokenUse use) {
        if (!CompactForm.isWellFormed(token)) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer(keys.profile(profile), use).processToClaims(token);
            boolean rightUse = use.claim().equals(claims.getStringClaimValue("token_use"));
            return rightUse && claims.getStringClaimValue("sid") != null
                    ? Optional.of(VerifiedToken.from(claims)) : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    private JwtConsumer consumer(TokenProfile profile, TokenUse use) {
        long lifetime = profile.lifetime(use).toSeconds();
        int skew = (int) ClockSkew.TOLERATED.toSeconds();
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setVerificationKeyResolver((jws, nesting) -> key(profile, jws))
                .setExpectedType(true, "JWT")
                .setExpectedIssuer(settings.issuer())
                .setExpectedAudience(profile.name())
                .setRequireSubject()
                .setRequireJwtId()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes((int) (lifetime + skew) / 60 + 1)
                .setIssuedAtRestrictions(skew, (int) (lifetime + skew))
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
    }

    private Key key(TokenProfile profile, JsonWebSignature jws) throws UnresolvableKeyException {
        JwsHeaders.requirePlain(jws);
        return Optional.ofNullable(jws.getKeyIdHeaderValue())
                .flatMap(id -> keys.verifying(profile, id))
                // RFC 8725 §3.1: each key is used with exactly one algorithm.
                .filter(key -> key.algorithm().identifier().equals(jws.getAlgorithmHeaderValue()))
                .map(KeyRing.OpenKey::verifying)
                .orElseThrow(() -> new UnresolvableKeyException("No key of this profile"));
    }
}
