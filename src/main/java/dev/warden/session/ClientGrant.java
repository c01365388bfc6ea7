package dev.warden.session;

/**
 * What makes a session a client's.
 *
 * @param clientId         whose tokens it is used by
 * @param browserSessionId the {@code sid} of the browser session that it came of
 * @param isOffline        whether it goes on when that ends (OpenID Connect Core §11)
 * @param authorized       what was authorized, as the package {@code consent} writes it
 */
public record ClientGrant(String clientId, String browserSessionId, boolean isOffline, String authorized) {
}
