package dev.warden.token;

import java.util.List;
import java.util.Optional;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * An ID token of the provider whose signature, kind and issuer were verified, whatever its age. Only
 * {@link ProviderTokens} creates one.
 *
 * @param subject  claim {@code sub}, as the client knows the person
 * @param clientId claim {@code aud}
 * @param sid      claim {@code sid}; null if there is none
 */
public record VerifiedIdToken(String subject, String clientId, String sid) {

    static Optional<VerifiedIdToken> from(JwtClaims verified) {
        try {
            List<String> audience = verified.getAudience();
            return verified.getSubject() == null || audience.size() != 1 ? Optional.empty()
                    : Optional.of(new VerifiedIdToken(verified.getSubject(), audience.get(0),
                            verified.getStringClaimValue("sid")));
        } catch (MalformedClaimException e) {
            return Optional.empty();
        }
    }
}
