package dev.warden.client;

import java.time.Instant;

/**
 * What is kept of a client's secret.
 *
 * @param hash      {@code sha-256$} and a digest in base64url, for what Warden made; a PHC string for what a person
 *                  chose
 * @param sealed    the secret itself under the master key, where it is a key to both sides
 *                  ({@link AuthenticationMethod#sharesSecret}); null elsewhere
 * @param expiresAt when it ends; null if never
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
