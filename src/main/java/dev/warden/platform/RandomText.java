package dev.warden.platform;

import java.security.SecureRandom;
import java.util.Base64;

/** Random strings that nobody can guess. */
public final class RandomText {

    private static final int OCTETS = 32;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private RandomText() {
    }

    /** 256 random bits in base64url without padding: 43 characters. */
    public static String of256Bits(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return BASE64URL.encodeToString(octets);
    }
}
