package dev.warden.client;

/**
 * The JWS algorithms for what a client receives and sends signed (OpenID Connect Dynamic Client Registration 1.0 §2).
 *
 * @param idToken       of ID tokens
 * @param userinfo      of userinfo responses; null if they are plain JSON
 * @param requestObject of request objects; {@code none} if they are unsigned; null for any supported one
 */
public record SignedResponses(String idToken, String userinfo, String requestObject) {
}
