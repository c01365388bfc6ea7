package dev.warden.platform;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Encrypts what the database stores but must not reveal, with AES-256-GCM (NIST SP 800-38D) under a 256-bit key that is
 * never in the database: {@code warden.master-key}, or the file {@code warden.master-key-file}, which is created when
 * the first secret is sealed. A sealed secret is bound to its place and cannot be opened as anything else. Secrets that
 * follow from others are derived from it, with HMAC-SHA-256 (RFC 2104).
 *
 * <p>While the master key is being replaced there are several: the first one seals and derives, all of them open.
 */
@ApplicationScoped
public class MasterKey {

    private static final Logger LOG = System.getLogger(MasterKey.class.getName());
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final SecureRandom random;
    private volatile List<SecretKeySpec> keys;

    @Inject
    public MasterKey(MasterKeySettings settings, SecureRandom random) {
        this.file = settings.file();
        this.random = random;
        this.keys = settings.keys();
    }

    protected MasterKey() {
        this.file = null;
        this.random = null;
        this.keys = List.of();
    }

    /**
     * Seals a secret. Creates the master key if there is none yet.
     *
     * @param place what it is and whose, for example {@code signing-key/users/…}
     * @return nonce, ciphertext and tag, in base64
     */
    public String seal(byte[] secret, String place) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place, first()).doFinal(secret);
            return Base64.getEncoder().encodeToString(
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }

    /**
     * Opens a secret that was sealed for the same place.
     *
     * @throws InvalidSetting if it was sealed under another master key or for another place, or if there is no master
     *                        key
     */
    public byte[] open(String sealed, String place) {
        return existing().stream().flatMap(key -> opened(sealed, place, key).stream()).findFirst().orElseThrow(
                () -> new InvalidSetting(MasterKeySettings.KEY,
                        "is not the one under which this database's keys are sealed"));
    }

    /**
     * Seals a stored secret under the first master key, if another one sealed it.
     *
     * @return empty if it can remain as it is
     * @throws InvalidSetting as {@link #open}
     */
    public Optional<String> sealAgain(String sealed, String place) {
        return keys.size() < 2 || opened(sealed, place, first()).isPresent() ? Optional.empty()
                : Optional.of(seal(open(sealed, place), place));
    }

    private static Optional<byte[]> opened(String sealed, String place, SecretKeySpec key) {
        byte[] octets = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(octets, NONCE_OCTETS);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, place, key)
                    .doFinal(octets, NONCE_OCTETS, octets.length - NONCE_OCTETS));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }

    /**
     * Derives a secret from another one, the same on every node. Whoever knows the other one knows nothing about it.
     *
     * @param place what it is, and nothing else is derived for
     * @return 32 octets
     */
    public byte[] derive(String from, String place) {
        return HmacSha256.of(first(), (place + ' ' + from).getBytes(StandardCharsets.UTF_8));
    }

    private static Cipher cipher(int mode, byte[] nonce, String place, SecretKeySpec key)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private List<SecretKeySpec> existing() {
        if (keys.isEmpty()) {
            keys = MasterKeySettings.in(file);
        }
        return keys;
    }

    /** Made now if there is none. */
    private SecretKeySpec first() {
        if (keys.isEmpty() && !Files.exists(file)) {
            makeFile();
        }
        return existing().get(0);
    }

    /**
     * Writes to a temporary file and links it, so that nobody reads half a key, and of two processes the first one
     * wins.
     */
    private void makeFile() {
        byte[] octets = new byte[MasterKeySettings.KEY_OCTETS];
        random.nextBytes(octets);
        try {
            Path folder = OwnerOnly.folder(file.toAbsolutePath().getParent());
            Path aside = OwnerOnly.temporaryFile(folder, "master", ".key");
            try {
                Files.writeString(aside, Base64.getEncoder().encodeToString(octets) + "\n", StandardCharsets.US_ASCII);
                Files.createLink(file, aside);
            } finally {
                Files.delete(aside);
            }
            LOG.log(Level.INFO, "A master key was made in {0}. Keep a copy: without it this database signs nothing.",
                    file);
        } catch (FileAlreadyExistsException e) {
            LOG.log(Level.DEBUG, "Another node made the master key first");
        } catch (IOException | UnsupportedOperationException e) {
            throw new InvalidSetting(MasterKeySettings.KEY_FILE, "cannot be made: " + e);
        }
    }
}
