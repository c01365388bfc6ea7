package dev.warden.token;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

import org.jose4j.jca.ProviderContext;
import org.jose4j.jwa.AlgorithmInfo;
import org.jose4j.jwa.CryptoPrimitive;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.InvalidKeyException;
import org.jose4j.lang.JoseException;

/**
 * Computes one JWS algorithm with a security provider that is not registered with the JDK; jose4j itself only accepts
 * names of registered providers. Which keys are acceptable is still decided by jose4j's own class for the algorithm.
 */
final class SignatureEngine extends AlgorithmInfo implements JsonWebSignatureAlgorithm {

    private final JsonWebSignatureAlgorithm original;
    private final Provider provider;
    private final AlgorithmParameterSpec parameters;

    /**
     * @param javaAlgorithm the provider's name for it, producing signatures as in RFC 7518 §3
     * @param parameters    null if it has none
     */
    SignatureEngine(JsonWebSignatureAlgorithm original, Provider provider, String javaAlgorithm,
            AlgorithmParameterSpec parameters) {
        this.original = original;
        this.provider = provider;
        this.parameters = parameters;
        setAlgorithmIdentifier(original.getAlgorithmIdentifier());
        setJavaAlgorithm(javaAlgorithm);
        setKeyPersuasion(original.getKeyPersuasion());
        setKeyType(original.getKeyType());
    }

    /** The same key as an object of the provider, which spares it from converting a foreign one each time. */
    Key adopted(Key key) {
        try {
            KeyFactory factory = KeyFactory.getInstance(key.getAlgorithm(), provider);
            return key instanceof PrivateKey ? factory.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()))
                    : factory.generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException itTakesForeignOnesOnly) {
            return key;
        }
    }

    KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm, provider);
    }

    /** The same pair as objects of the JDK. */
    static KeyPair asJdk(KeyPair pair) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(pair.getPublic().getAlgorithm());
        return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())),
                factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())));
    }

    String providerName() {
        return provider.getName();
    }

    @Override
    public CryptoPrimitive prepareForSign(Key key, ProviderContext context) throws JoseException {
        try {
            Signature signature = signature();
            signature.initSign((PrivateKey) key);
            return new CryptoPrimitive(signature);
        } catch (GeneralSecurityException e) {
            throw new JoseException("A signature cannot be begun", e);
        }
    }

    @Override
    public byte[] sign(CryptoPrimitive primitive, byte[] input) throws JoseException {
        try {
            primitive.getSignature().update(input);
            return primitive.getSignature().sign();
        } catch (SignatureException e) {
            throw new JoseException("A signature cannot be made", e);
        }
    }

    @Override
    public boolean verifySignature(byte[] signed, Key key, byte[] input, ProviderContext context) throws JoseException {
        try {
            Signature signature = signature();
            signature.initVerify((PublicKey) key);
            signature.update(input);
            return signature.verify(signed);
        } catch (SignatureException notEvenASignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JoseException("A signature cannot be verified", e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(getJavaAlgorithm(), provider);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    @Override
    public void validateSigningKey(Key key) throws InvalidKeyException {
        original.validateSigningKey(key);
    }

    @Override
    public void validateVerificationKey(Key key) throws InvalidKeyException {
        original.validateVerificationKey(key);
    }

    @Override
    public boolean isAvailable() {
        return true;
    }
}
