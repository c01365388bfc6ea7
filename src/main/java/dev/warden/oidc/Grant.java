package dev.warden.oidc;

import dev.warden.client.RegisteredClient;

/**
 * One way to come by tokens (RFC 6749 §1.3). Authentication of the client, and that it may use this grant, are seen to
 * before (§5.2 {@code unauthorized_client}), so no grant can forget them.
 */
interface Grant {

    /** Parameter {@code grant_type}. */
    String type();

    /** @throws ProtocolError if the request is refused */
    Reply exchange(RegisteredClient client, Call call);
}
