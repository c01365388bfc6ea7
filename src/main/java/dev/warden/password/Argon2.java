package dev.warden.password;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;

import dev.warden.platform.NativeLibrary;

/** Computes Argon2 tags (RFC 9106 §3.2). All implementations give the same tags. */
interface Argon2 {

    /**
     * @param salt   at least 8 bytes
     * @param length of the tag, at least 4 bytes
     */
    byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt, int length);

    /** The name of the implementation, for the operator. */
    String name();

    /** libsodium if it is allowed, loads and gives the same results as Bouncy Castle; otherwise Bouncy Castle. */
    static Argon2 fastest(HashingSettings settings) {
        Argon2 everywhere = new BouncyCastleArgon2(settings.memory());
        if (settings.library() == NativeLibrary.OFF) {
            return everywhere;
        }
        Logger log = System.getLogger(Argon2.class.getName());
        try {
            Argon2 faster = new LibsodiumArgon2(everywhere);
            if (agree(faster, everywhere)) {
                return faster;
            }
            log.log(Level.WARNING, "libsodium computes wrong Argon2id tags on this machine and is not used");
        } catch (VirtualMachineError outOfMemory) {
            throw outOfMemory;
        } catch (Error | RuntimeException unavailable) {
            // LinkageError if there is no build for this platform or it may not be executed, RuntimeException if it
            // cannot be unpacked, a plain Error of JNA if the server has another version of it. In any case people can
            // still sign in.
            log.log(Level.WARNING, "libsodium does not load, Bouncy Castle computes Argon2id instead: "
                    + unavailable.toString().replaceAll("\\s+", " "));
        }
        return everywhere;
    }

    private static boolean agree(Argon2 one, Argon2 other) {
        Argon2Parameters small = Argon2Parameters.current(64, 3);
        byte[] salt = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        return Arrays.equals(one.tag(small, salt, salt, 32), other.tag(small, salt, salt, 32));
    }
}
