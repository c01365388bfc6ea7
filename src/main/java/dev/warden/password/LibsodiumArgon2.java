package dev.warden.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

import dev.warden.password.Argon2Parameters.Type;

/**
 * libsodium through JNA. The only class that links to either of them, so that without them only this class fails to
 * load.
 *
 * <p>{@code crypto_pwhash} supports one lane, salts of exactly 16 bytes, and tags of at least 16 bytes. Anything else,
 * and anything for which there is not enough memory, is computed by another implementation.
 */
final class LibsodiumArgon2 implements Argon2 {

    private static final int ARGON2ID13 = 2;
    private static final int SALT_LENGTH = 16;
    private static final int LEAST_TAG_LENGTH = 16;

    /** The library for each platform, by JNA's name of the platform. */
    private static final Map<String, String> BUILDS = Map.of(
            "linux-x86-64", "linux64/libsodium.so",
            "linux-aarch64", "arm64/libsodium.so",
            "darwin-x86-64", "mac/intel/libsodium.dylib",
            "darwin-aarch64", "mac/aarch64/libsodium.dylib",
            "win32-x86-64", "windows64/libsodium.dll");

    private final Argon2 others;

    /**
     * Unpacks the library and loads it.
     *
     * @throws LinkageError         if the library or JNA does not load
     * @throws UncheckedIOException if it cannot be unpacked
     */
    LibsodiumArgon2(Argon2 others) {
        onThreadOfItsOwn(LibsodiumArgon2::unpackAndLoad);
        this.others = others;
    }

    /**
     * JNA leaves an object of its own on the thread that loads a library. On a thread of the server it would keep all
     * classes of the application in memory after it ended, and Payara would complain.
     */
    private static void onThreadOfItsOwn(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        new Thread(task, "Warden loads libsodium").start();
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void unpackAndLoad() {
        String build = BUILDS.get(Platform.RESOURCE_PREFIX);
        if (build == null) {
            throw new UnsatisfiedLinkError("there is no libsodium for " + Platform.RESOURCE_PREFIX);
        }
        try (InputStream packed = LibsodiumArgon2.class.getResourceAsStream("libsodium/" + build)) {
            Path library = Files.createTempFile("warden-", build.substring(build.lastIndexOf('/') + 1));
            try {
                Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
                Native.register(Sodium.class, NativeLibrary.getInstance(library.toString()));
            } finally {
                // A loaded library stays loaded. Only Windows keeps the file until the process ends.
                if (!library.toFile().delete()) {
                    library.toFile().deleteOnExit();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Sodium.sodium_init() < 0) {
            throw new UnsatisfiedLinkError("libsodium does not initialize");
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
        return Sodium.crypto_pwhash(tag, tag.length, password, password.length, salt, parameters.passes(),
                new NativeLong(parameters.memory() * 1024L), ARGON2ID13) == 0;
    }

    /** The functions of libsodium that are used, under their native names. */
    private static final class Sodium {

        static native int sodium_init();

        static native int crypto_pwhash(byte[] out, long outLength, byte[] password, long passwordLength, byte[] salt,
                long passes, NativeLong octets, int algorithm);
    }
}
