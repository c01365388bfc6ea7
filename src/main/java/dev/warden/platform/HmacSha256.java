package dev.warden.platform;

import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Mac;

/** HMAC-SHA-256 (RFC 2104, FIPS 180-4). */
public final class HmacSha256 {

    private HmacSha256() {
    }

    /** The 32 octets of the code of the concatenated octets. */
    public static byte[] of(Key key, byte[]... octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] each : octets) {
                mac.update(each);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java platform", e);
        }
    }
}
