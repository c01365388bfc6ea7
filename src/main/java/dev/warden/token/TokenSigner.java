package dev.warden.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs JWTs of the provider (RFC 7519 §7.1). The caller decides on the claims. */
@ApplicationScoped
public class TokenSigner {

    private final ProviderKeys keys;

    @Inject
    public TokenSigner(ProviderKeys keys) {
        this.keys = keys;
    }

    protected TokenSigner() {
        this(null);
    }

    /**
     * The compact form.
     *
     * @param type      header {@code typ}
     * @param algorithm one of {@link ProviderKeys#algorithms()}
     */
    public String sign(String type, String algorithm, Claims claims) {
        return signed(type, claims.json(), keys.signing(SigningAlgorithm.of(algorithm)));
    }

    static String signed(String type, String payload, KeyRing.OpenKey key) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", type);
        jws.setAlgorithmHeaderValue(key.algorithm().identifier());
        jws.setKeyIdHeaderValue(key.id());
        jws.setKey(key.signing());
        jws.setPayload(payload);
        // It is our own key, and was checked when it was created.
        jws.setDoKeyValidation(false);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("A key of ours does not sign: " + key.id(), e);
        }
    }
}
