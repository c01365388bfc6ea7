package dev.warden.oidc;

import dev.warden.client.RegisteredClient;

/**
 * A grant type (RFC 6749 §1.3). The client has been authenticated and may use this grant (§5.2
 * {@code unauthorized_client}) before it is called, so no grant can forget these checks.
 */
interface Grant {

    /** Parameter {@code grant_type}. */
    String type();

    /** @throws ProtocolError if the request is refused */
    Reply exchange(RegisteredClient client, Call call);
}
