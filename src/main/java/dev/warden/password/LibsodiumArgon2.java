package dev.warden.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.goterl.lazysodium.SodiumJava;
import com.goterl.lazysodium.utils.LibraryLoader;
import com.sun.jna.NativeLong;

import dev.warden.password.Argon2Parameters.Type;

/**
 * libsodium through JNA. The only class that links either of them, so that without them only this class fails to load.
 *
 * <p>{@code crypto_pwhash} has one lane, salts of 16 bytes and tags of 16 bytes at least; what is outside of that, or
 * finds no memory, is computed by another implementation.
 */
final class LibsodiumArgon2 implements Argon2 {

    private static final int ARGON2ID13 = 2;
    private static final int SALT_LENGTH = 16;
    private static final int LEAST_TAG_LENGTH = 16;

    private final SodiumJava sodium;
    private final Argon2 others;

    /**
     * Unpacks the library and loads it.
     *
     * @throws LinkageError         if the library or JNA does not load
     * @throws UncheckedIOException if it cannot be unpacked
     */
    LibsodiumArgon2(Argon2 others) {
        this.sodium = unpackedAndLoaded();
        this.others = others;
    }

    /**
     * Not by lazysodium's own loader: it leaves a folder behind at each start, and cannot read a WAR on WildFly, whose
     * resources have addresses of another kind.
     */
    private static SodiumJava unpackedAndLoaded() {
        String name = LibraryLoader.getSodiumPathInResources().replace('\\', '/');
        try (InputStream packed = SodiumJava.class.getClassLoader().getResourceAsStream(name)) {
            if (packed == null) {
                throw new UnsatisfiedLinkError("there is no libsodium for this platform: " + name);
            }
            Path library = Files.createTempFile("warden-", name.substring(name.lastIndexOf('/') + 1));
            try {
                Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
                return new SodiumJava(library.toString());
            } finally {
                // What is loaded stays loaded. Windows alone keeps the file until the process ends.
                if (!library.toFile().delete()) {
                    library.toFile().deleteOnExit();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt, int length) {
        byte[] tag = new byte[length];
        return isWithinReach(parameters, salt, length) && computes(parameters, password, salt, tag)
                ? tag : others.tag(parameters, password, salt, length);
    }

    @Override
    public String name() {
        return "libsodium";
    }

    private static boolean isWithinReach(Argon2Parameters parameters, byte[] salt, int length) {
        return parameters.type() == Type.ID && parameters.version() == Argon2Parameters.VERSION_1_3
                && parameters.lanes() == 1 && salt.length == SALT_LENGTH && length >= LEAST_TAG_LENGTH;
    }

    private boolean computes(Argon2Parameters parameters, byte[] password, byte[] salt, byte[] tag) {
        return sodium.crypto_pwhash(tag, tag.length, password, password.length, salt, parameters.passes(),
                new NativeLong(parameters.memory() * 1024L), ARGON2ID13) == 0;
    }
}
