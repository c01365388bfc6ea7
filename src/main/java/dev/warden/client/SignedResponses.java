package dev.warden.client;

/**
 * With which JWS algorithms a client exchanges what is signed (OpenID Connect Dynamic Client Registration 1.0 §2).
 *
 * @param idToken       of ID tokens
 * @param userinfo      of answers of the userinfo endpoint; null if they are plain JSON
 * @param requestObject of request objects; {@code none} if they are unsigned; null if any supported one will do
 */
public record SignedResponses(String idToken, String userinfo, String requestObject) {
}
