package dev.warden.client;

import java.time.Instant;

/**
 * What is stored of a client's secret.
 *
 * @param hash      {@code sha-256$} and a digest in base64url, if Warden created it; a PHC string if a person chose it
 * @param sealed    the secret itself, sealed under the master key, if both sides use it as a key
 *                  ({@link AuthenticationMethod#sharesSecret}); otherwise null
 * @param expiresAt when it expires; null if never
 */
public record ClientSecret(String hash, String sealed, Instant expiresAt) {

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "ClientSecret[redacted]";
    }
}
