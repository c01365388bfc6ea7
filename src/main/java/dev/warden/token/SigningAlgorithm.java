package dev.warden.token;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The algorithms that tokens may be signed with: RFC 7518 §3.1 and RFC 8037. There is no {@code none}. */
public enum SigningAlgorithm {

    HS256(AlgorithmIdentifiers.HMAC_SHA256) {
        @Override
        JsonWebKey newKey() {
            return OctJwkGenerator.generateJwk(256);
        }
    },
    HS384(AlgorithmIdentifiers.HMAC_SHA384) {
        @Override
        JsonWebKey newKey() {
            return OctJwkGenerator.generateJwk(384);
        }
    },
    HS512(AlgorithmIdentifiers.HMAC_SHA512) {
        @Override
        JsonWebKey newKey() {
            return OctJwkGenerator.generateJwk(512);
        }
    },
    RS256(AlgorithmIdentifiers.RSA_USING_SHA256) {
        @Override
        JsonWebKey newKey() throws JoseException {
            return rsaKey();
        }
    },
    PS256(AlgorithmIdentifiers.RSA_PSS_USING_SHA256) {
        @Override
        JsonWebKey newKey() throws JoseException {
            return rsaKey();
        }
    },
    ES256(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256) {
        @Override
        JsonWebKey newKey() throws JoseException {
            return EcJwkGenerator.generateJwk(EllipticCurves.P256);
        }
    },
    EDDSA(AlgorithmIdentifiers.EDDSA) {
        @Override
        JsonWebKey newKey() throws JoseException {
            return OkpJwkGenerator.generateJwk("Ed25519");
        }
    };

    /**
     * Those with a public key, which the provider signs with. RS256 first: some clients take the first key in the set,
     * and every client supports this one (OpenID Connect Core §15.1).
     */
    static final List<SigningAlgorithm> WITH_PUBLIC_KEYS = List.of(RS256, PS256, ES256, EDDSA);

    private final String identifier;

    SigningAlgorithm(String identifier) {
        this.identifier = identifier;
    }

    /** The value of header {@code alg}. */
    public String identifier() {
        return identifier;
    }

    static String[] identifiers() {
        return Arrays.stream(values()).map(SigningAlgorithm::identifier).toArray(String[]::new);
    }

    static SigningAlgorithm of(String identifier) {
        return Arrays.stream(values()).filter(each -> each.identifier.equals(identifier)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such algorithm: " + identifier));
    }

    abstract JsonWebKey newKey() throws JoseException;

    private static JsonWebKey rsaKey() throws JoseException {
        KeyPair pair = SignatureEngines.newRsaPair();
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        key.setPrivateKey(pair.getPrivate());
        return key;
    }
}
