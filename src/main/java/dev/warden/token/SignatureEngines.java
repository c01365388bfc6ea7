package dev.warden.token;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import org.jose4j.jca.ProviderContext;
import org.jose4j.jwa.AlgorithmFactory;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.JoseException;

/**
 * Who computes signatures: for each algorithm the first of Amazon Corretto Crypto Provider, Bouncy Castle (for the
 * curves alone; with RSA it is no faster) and the JDK that loads here and agrees with the JDK. Chosen once at start.
 * jose4j's table of algorithms is this application's own, so nobody else on the server is affected.
 */
final class SignatureEngines {

    private static final Logger LOG = System.getLogger(SignatureEngines.class.getName());

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    private static final byte[] SAMPLE = "what both must agree on".getBytes(StandardCharsets.US_ASCII);
    private static final String RSA = "RSA";
    private static final int RSA_BITS = 2048;

    private static final List<SigningAlgorithm> ALGORITHMS = List.of(SigningAlgorithm.RS256, SigningAlgorithm.PS256,
            SigningAlgorithm.ES256, SigningAlgorithm.EDDSA);
    private static final List<SigningAlgorithm> CURVES = List.of(SigningAlgorithm.ES256, SigningAlgorithm.EDDSA);

    private static final Map<SigningAlgorithm, JsonWebSignatureAlgorithm> ORIGINALS =
            ALGORITHMS.stream().collect(Collectors.toUnmodifiableMap(each -> each, SignatureEngines::registered));
    private static final Map<SigningAlgorithm, SignatureEngine> CHOSEN = new ConcurrentHashMap<>();

    private SignatureEngines() {
    }

    /** Chooses, and tells the log. */
    static synchronized void choose() {
        Optional<Provider> corretto = CorrettoProvider.load();
        List<SigningAlgorithm> left = ALGORITHMS.stream()
                .filter(algorithm -> corretto.flatMap(provider -> agreeing(algorithm, provider)).isEmpty()).toList();
        if (left.stream().anyMatch(CURVES::contains)) {
            // Loading it takes a third of a second, so only where it is of use.
            Provider bouncyCastle = new BouncyCastleProvider();
            left.stream().filter(CURVES::contains).forEach(algorithm -> agreeing(algorithm, bouncyCastle));
        }
        LOG.log(Level.INFO, "Signatures are computed by: {0}", ALGORITHMS.stream()
                .map(algorithm -> algorithm.identifier() + " " + nameOf(algorithm)).collect(Collectors.joining(", ")));
    }

    /**
     * A pair of RSA keys of 2,048 bits as the JDK's own objects, made by whoever signs with them: the JDK's own
     * generator takes half a second of CPU of a first start.
     */
    static KeyPair newRsaPair() {
        try {
            SignatureEngine engine = CHOSEN.get(SigningAlgorithm.RS256);
            return engine == null ? rsaPair(KeyPairGenerator.getInstance(RSA)) : rsaPair(engine.generator(RSA));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform makes RSA keys", e);
        }
    }

    private static KeyPair rsaPair(KeyPairGenerator generator) throws GeneralSecurityException {
        generator.initialize(RSA_BITS);
        return SignatureEngine.asJdk(generator.generateKeyPair());
    }

    /** Leaves everything to the JDK. */
    static synchronized void leaveToTheJdk() {
        CHOSEN.clear();
        ORIGINALS.values().forEach(factory()::registerAlgorithm);
    }

    /** A key in the form that whoever computes the algorithm likes best. */
    static Key adopted(SigningAlgorithm algorithm, Key key) {
        SignatureEngine engine = CHOSEN.get(algorithm);
        return engine == null ? key : engine.adopted(key);
    }

    static String nameOf(SigningAlgorithm algorithm) {
        SignatureEngine engine = CHOSEN.get(algorithm);
        return engine == null ? "JDK" : engine.providerName();
    }

    /** The provider's engine for an algorithm, in use from now on; empty if it has none that agrees with the JDK's. */
    private static Optional<SignatureEngine> agreeing(SigningAlgorithm algorithm, Provider provider) {
        SignatureEngine engine = new SignatureEngine(ORIGINALS.get(algorithm), provider, javaName(algorithm, provider),
                parameters(algorithm));
        if (!agrees(algorithm, engine)) {
            return Optional.empty();
        }
        CHOSEN.put(algorithm, engine);
        factory().registerAlgorithm(engine);
        return Optional.of(engine);
    }

    /** Whether each of the two takes what the other signed, and nothing else. */
    static boolean agrees(SigningAlgorithm algorithm, SignatureEngine engine) {
        try {
            KeyPair pair = newPair(algorithm, engine);
            JsonWebSignatureAlgorithm original = ORIGINALS.get(algorithm);
            ProviderContext context = new ProviderContext();
            Key ours = engine.adopted(pair.getPrivate());
            Key verifying = engine.adopted(pair.getPublic());
            byte[] signed = engine.sign(engine.prepareForSign(ours, context), SAMPLE);
            byte[] expected = original.sign(original.prepareForSign(pair.getPrivate(), context), SAMPLE);
            byte[] forged = signed.clone();
            forged[forged.length / 2] ^= 1;
            return original.verifySignature(signed, pair.getPublic(), SAMPLE, context)
                    && engine.verifySignature(expected, verifying, SAMPLE, context)
                    && !engine.verifySignature(forged, verifying, SAMPLE, context);
        } catch (GeneralSecurityException | JoseException | RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "{0} does not compute {1}: {2}", engine.providerName(), algorithm.identifier(), e);
            return false;
        }
    }

    private static KeyPair newPair(SigningAlgorithm algorithm, SignatureEngine engine) throws GeneralSecurityException {
        switch (algorithm) {
            case RS256, PS256 -> {
                return rsaPair(engine.generator(RSA));
            }
            case ES256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            }
            default -> {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
        }
    }

    private static String javaName(SigningAlgorithm algorithm, Provider provider) {
        return switch (algorithm) {
            case RS256 -> "SHA256withRSA";
            case PS256 -> "RSASSA-PSS";
            case ES256 -> provider instanceof BouncyCastleProvider ? "SHA256withPLAIN-ECDSA"
                    : "SHA256withECDSAinP1363Format";
            case EDDSA -> "Ed25519";
            default -> throw new IllegalArgumentException("Not a signature: " + algorithm);
        };
    }

    private static AlgorithmParameterSpec parameters(SigningAlgorithm algorithm) {
        return algorithm == SigningAlgorithm.PS256 ? PSS : null;
    }

    private static JsonWebSignatureAlgorithm registered(SigningAlgorithm algorithm) {
        try {
            return factory().getAlgorithm(algorithm.identifier());
        } catch (JoseException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    private static AlgorithmFactory<JsonWebSignatureAlgorithm> factory() {
        return AlgorithmFactoryFactory.getInstance().getJwsAlgorithmFactory();
    }
}
