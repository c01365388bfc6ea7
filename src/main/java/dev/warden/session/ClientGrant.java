package dev.warden.session;

/**
 * What makes a session a client's.
 *
 * @param clientId         the client that uses its tokens
 * @param browserSessionId the {@code sid} of the browser session it was authorized in
 * @param isOffline        whether it continues when that session ends (OpenID Connect Core §11)
 * @param authorized       what was authorized, in the format of package {@code consent}
 */
public record ClientGrant(String clientId, String browserSessionId, boolean isOffline, String authorized) {
}
