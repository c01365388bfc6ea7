package dev.warden.signin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.AddressQuery;
import dev.warden.session.ClientSessions;
import dev.warden.token.KeySettings;
import dev.warden.token.Subjects;

/**
 * Notifies the clients that a person was signed in to through a browser session that has ended: by a call after the
 * commit (back channel), or by pages that the browser shows (front channel).
 */
@ApplicationScoped
public class TellClients {

    private final ClientSessions sessions;
    private final Clients clients;
    private final LogoutCalls calls;
    private final Subjects subjects;
    private final String issuer;

    @Inject
    public TellClients(ClientSessions sessions, Clients clients, LogoutCalls calls, Subjects subjects,
            KeySettings keys) {
        this.sessions = sessions;
        this.clients = clients;
        this.calls = calls;
        this.subjects = subjects;
        this.issuer = keys == null ? null : keys.issuer();
    }

    protected TellClients() {
        this(null, null, null, null, null);
    }

    /**
     * Notifies the clients of a session, in the transaction that ends it.
     *
     * @return whether some have {@link #pages}
     */
    boolean tellOfEnd(String accountId, String sessionId) {
        List<RegisteredClient> signedInTo = known(sessions.clientsOf(sessionId));
        signedInTo.stream().filter(client -> client.logout().backChannel() != null)
                .forEach(client -> calls.add(client, accountId, sessionId));
        return signedInTo.stream().anyMatch(client -> client.logout().frontChannel() != null);
    }

    /** As {@link #tellOfEnd(String, String)}, for any number of sessions of one account. */
    void tellOfEnd(String accountId, List<String> sessionIds) {
        sessions.clientsOf(accountId, sessionIds).forEach((clientId, ids) -> tell(clientId, accountId, ids));
    }

    /** The pages of the clients of a session (OpenID Connect Front-Channel Logout 1.0 §3). */
    List<String> pages(String sessionId) {
        return known(sessions.clientsOf(sessionId)).stream().filter(client -> client.logout().frontChannel() != null)
                .map(client -> page(client, sessionId)).toList();
    }

    private List<RegisteredClient> known(List<String> clientIds) {
        return clientIds.stream().map(clients::find).flatMap(Optional::stream).toList();
    }

    /** Notifies one client that it has lost its part in sessions, which may continue for others. */
    void tell(String clientId, String accountId, List<String> sessionIds) {
        if (!sessionIds.isEmpty()) {
            clients.find(clientId).filter(client -> client.logout().backChannel() != null)
                    .ifPresent(client -> calls.add(client, accountId, sessionIds));
        }
    }

    /** Front-Channel Logout §2: with {@code iss} and {@code sid} for clients that require them. */
    private String page(RegisteredClient client, String sessionId) {
        String address = client.logout().frontChannel().toString();
        if (!client.logout().frontChannelWithSid()) {
            return address;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("iss", issuer);
        parameters.put("sid", subjects.sid(sessionId, client));
        return AddressQuery.extended(address, parameters);
    }
}
