package dev.warden.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.MasterKey;
import dev.warden.platform.RandomText;
import dev.warden.platform.Sha256;

/**
 * Creates and compares client secrets. A secret that Warden created has 256 random bits and cannot be guessed, so a
 * plain digest is stored. A secret that a person chose is hashed like a password; that it was right is then remembered
 * in memory, or every token would cost a hash.
 */
@ApplicationScoped
public class ClientSecrets {

    /** Longer secrets are never compared, because hashing them takes longer. */
    public static final int MAX_LENGTH = 512;

    private static final Logger LOG = System.getLogger(ClientSecrets.class.getName());
    private static final int OCTETS = 32;
    private static final String DIGEST = "sha-256$";

    private final SecureRandom random;
    private final PasswordHashing hashing;
    private final MasterKey masterKey;
    private final Clock clock;
    private final byte[] pepper = new byte[OCTETS];
    private final Map<String, Known> knownByClient = new ConcurrentHashMap<>();

    @Inject
    public ClientSecrets(SecureRandom random, PasswordHashing hashing, MasterKey masterKey, Clock clock) {
        this.random = random;
        this.hashing = hashing;
        this.masterKey = masterKey;
        this.clock = clock;
        random.nextBytes(pepper);
    }

    protected ClientSecrets() {
        this.random = null;
        this.hashing = null;
        this.masterKey = null;
        this.clock = null;
    }

    /**
     * A secret that was just created.
     *
     * @param value shown to the client once
     */
    public record Made(String value, ClientSecret stored) {
        @Override
        public String toString() {
            return "Made[redacted]";
        }
    }

    /** A chosen secret that was found right for a hash, as a digest that is useless to any other process. */
    private record Known(String hash, byte[] digest) {
    }

    /**
     * Creates a secret.
     *
     * @param expiresAt null if it does not expire
     */
    public Made make(String clientId, AuthenticationMethod method, Instant expiresAt) {
        String value = RandomText.of256Bits(random);
        return new Made(value, new ClientSecret(digest(value), sealed(clientId, method, value), expiresAt));
    }

    /** The stored form of a secret that somebody chose. Takes the time of a hash. */
    public ClientSecret chosen(String clientId, AuthenticationMethod method, String value) {
        String hash = hashing.inTurn(turn -> turn.hash(value)).value();
        return new ClientSecret(hash, sealed(clientId, method, value), null);
    }

    /** Whether this is the client's secret and has not expired. */
    public boolean matches(RegisteredClient client, String presented) {
        return matches(client, presented, () -> { });
    }

    /**
     * As {@link #matches(RegisteredClient, String)}.
     *
     * @param beforeHashing runs when a turn to hash has come, and may refuse by an exception: there may have been
     *                      further failures while this request waited
     */
    public boolean matches(RegisteredClient client, String presented, Runnable beforeHashing) {
        ClientSecret stored = client.authentication().secret();
        if (stored == null || presented == null || presented.length() > MAX_LENGTH
                || stored.isExpired(clock.instant())) {
            return false;
        }
        return stored.hash().startsWith(DIGEST) ? isSame(digest(presented), stored.hash())
                : matchesChosen(client.id(), stored.hash(), presented, beforeHashing);
    }

    private boolean matchesChosen(String clientId, String hash, String presented, Runnable beforeHashing) {
        byte[] digest = Sha256.digest(pepper, presented.getBytes(StandardCharsets.UTF_8));
        Known known = knownByClient.get(clientId);
        if (known != null && known.hash.equals(hash) && MessageDigest.isEqual(known.digest, digest)) {
            return true;
        }
        boolean matches = hashing.inTurn(turn -> {
            beforeHashing.run();
            return turn.matches(presented, new PasswordHash(hash));
        });
        if (matches) {
            knownByClient.put(clientId, new Known(hash, digest));
        }
        return matches;
    }

    /**
     * The secret as a symmetric key, the octets of its UTF-8 form (OpenID Connect Core 1.0 §10.1).
     *
     * @return empty if the client's method does not share it, or it has expired
     */
    public Optional<byte[]> shared(RegisteredClient client) {
        ClientSecret secret = client.authentication().secret();
        return secret == null || secret.sealed() == null || secret.isExpired(clock.instant()) ? Optional.empty()
                : Optional.of(masterKey.open(secret.sealed(), place(client.id())));
    }

    /** Seals again what a former master key sealed. Nodes that still seal under that one can open it too. */
    void start(@Observes DatabaseReady ready, Database database) {
        ClientRows rows = new ClientRows(database);
        rows.sealedSecrets().forEach((id, sealed) -> {
            try {
                masterKey.sealAgain(sealed, place(id)).ifPresent(again -> {
                    rows.replaceSealedSecret(id, sealed, again);
                    LOG.log(Level.INFO, "The secret of client {0} is now sealed under the new master key", id);
                });
            } catch (InvalidSetting notItsKey) {
                LOG.log(Level.WARNING, "The secret of client {0} is sealed under another master key: the client needs"
                        + " a new secret", id);
            }
        });
    }

    /** A new registration access token (RFC 7592 §3), as shown to the client. */
    public String makeRegistrationToken() {
        return RandomText.of256Bits(random);
    }

    /** The stored form of a random string. */
    public String digest(String value) {
        return DIGEST + Sha256.base64url(value);
    }

    /** Whether a registration access token is the client's. */
    public boolean matchesRegistrationToken(RegisteredClient client, String presented) {
        return client.registrationTokenHash() != null && isSame(digest(presented), client.registrationTokenHash());
    }

    private String sealed(String clientId, AuthenticationMethod method, String value) {
        return method.sharesSecret() ? masterKey.seal(value.getBytes(StandardCharsets.UTF_8), place(clientId)) : null;
    }

    private static String place(String clientId) {
        return "client-secret/" + clientId;
    }

    private static boolean isSame(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
