package dev.warden.token;

import java.security.Key;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;

import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecrets;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.StrictJson;

/**
 * Verifies JWTs that clients sign: assertions (RFC 7523 §3) and request objects (RFC 9101 §6). The algorithm must be
 * one that the caller allows, and the key one of the client's own for that algorithm; a secret only verifies HMAC, and
 * a public key never does (RFC 8725 §2.1). The caller has to check the type and the claims.
 */
@ApplicationScoped
public class ClientJwts {

    private final ClientKeys keys;
    private final ClientSecrets secrets;

    @Inject
    public ClientJwts(ClientKeys keys, ClientSecrets secrets) {
        this.keys = keys;
        this.secrets = secrets;
    }

    protected ClientJwts() {
        this(null, null);
    }

    /**
     * The claims of a token that the client signed.
     *
     * @param algorithms the allowed algorithms
     * @return empty if it is malformed or not signed by this client, never saying which
     * @throws KeysUnavailable if the keys of the client could not be fetched
     */
    public Optional<ClientClaims> verify(String token, RegisteredClient client, Set<String> algorithms) {
        Optional<String> algorithm = algorithm(token).filter(algorithms::contains);
        if (!CompactForm.isWellFormed(token) || algorithm.isEmpty()) {
            return Optional.empty();
        }
        if (ClientMetadata.SECRET_ALGORITHMS.contains(algorithm.get())) {
            // Secrets have 256 random bits; RFC 7518 §3.2 requires more for HS384 and HS512.
            return secret(client).flatMap(secret -> verified(token,
                    consumer(algorithm.get(), (jws, nesting) -> secret).setRelaxVerificationKeyValidation()));
        }
        return verified(token, consumer(algorithm.get(), (jws, nesting) -> publicKey(client, jws, nesting)));
    }

    private static JwtConsumerBuilder consumer(String algorithm, VerificationKeyResolver keys) {
        return new JwtConsumerBuilder().setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithm)
                .setVerificationKeyResolver((jws, nesting) -> {
                    JwsHeaders.requirePlain(jws);
                    return keys.resolveKey(jws, nesting);
                }).setSkipAllValidators();
    }

    private static Optional<ClientClaims> verified(String token, JwtConsumerBuilder consumer) {
        try {
            return Optional.of(claims(consumer.build().process(token)));
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof KeysUnavailable unavailable) {
                throw unavailable;
            }
            return Optional.empty();
        }
    }

    /**
     * The claims of an unsigned request object (alg {@code none}, RFC 7519 §6), which prove no more than request
     * parameters do.
     *
     * @return empty if it is malformed, or signed
     */
    public Optional<ClientClaims> unsigned(String token) {
        if (!isWellFormedUnsigned(token)) {
            return Optional.empty();
        }
        try {
            return Optional.of(claims(new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, "none").setDisableRequireSignature()
                    .setSkipVerificationKeyResolutionOnNone().setSkipAllValidators().build().process(token)));
        } catch (InvalidJwtException e) {
            return Optional.empty();
        }
    }

    private static ClientClaims claims(JwtContext context) {
        return new ClientClaims(context.getJwtClaims(),
                context.getJoseObjects().get(0).getHeaders().getObjectHeaderValue("typ"));
    }

    /** Header {@code alg} of a token, if it can be read; nothing is verified. */
    public static Optional<String> algorithm(String token) {
        return isWellFormed(token) || isWellFormedUnsigned(token)
                ? unverified(token).map(jws -> jws.getHeaders().getObjectHeaderValue("alg")).flatMap(ClientJwts::text)
                : Optional.empty();
    }

    /** Claim {@code sub} of a token, if it can be read; nothing is verified. */
    public static Optional<String> unverifiedSubject(String token) {
        return isWellFormed(token) ? unverified(token).flatMap(ClientJwts::subject) : Optional.empty();
    }

    private static boolean isWellFormed(String token) {
        return CompactForm.isWellFormed(token) && isStrictJson(token);
    }

    /** Whether it has the form of a token without a signature, whose third part is empty (RFC 7515 appendix A.5). */
    private static boolean isWellFormedUnsigned(String token) {
        return token != null && token.endsWith(".") && CompactForm.isWellFormed(token + "AA") && isStrictJson(token);
    }

    /** Of header and claims: whatever is deeply nested there, or no text, would be written as JSON or text again. */
    private static boolean isStrictJson(String token) {
        String[] parts = token.split("\\.");
        try {
            StrictJson.requireObject(StrictJson.decoded(Base64.getUrlDecoder().decode(parts[0])));
            StrictJson.requireObject(StrictJson.decoded(Base64.getUrlDecoder().decode(parts[1])));
            return true;
        } catch (JsonException notTheJsonOfAToken) {
            return false;
        }
    }

    private static Optional<JsonWebSignature> unverified(String token) {
        JsonWebSignature jws = new JsonWebSignature();
        try {
            jws.setCompactSerialization(token);
            return Optional.of(jws);
        } catch (JoseException notAJws) {
            return Optional.empty();
        }
    }

    private static Optional<String> subject(JsonWebSignature jws) {
        try {
            return text(JsonUtil.parseJson(jws.getUnverifiedPayload()).get("sub"));
        } catch (JoseException notClaims) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private Key publicKey(RegisteredClient client, JsonWebSignature jws, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        // RFC 8725 §3.1: "each key MUST be used with exactly one algorithm". A key may say which (RFC 7517 §4.4).
        List<JsonWebKey> candidates = keys.of(client, jws.getKeyIdHeaderValue()).stream()
                .filter(key -> key.getAlgorithm() == null
                        || key.getAlgorithm().equals(jws.getAlgorithmHeaderValue())).toList();
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(candidates);
        resolver.setDisambiguateWithVerifySignature(true);
        return resolver.resolveKey(jws, nesting);
    }

    private Optional<HmacKey> secret(RegisteredClient client) {
        return client.authentication().method().sharesSecret() ? secrets.shared(client).map(HmacKey::new)
                : Optional.empty();
    }
}
