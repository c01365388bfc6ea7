package dev.warden.signin;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.session.ClientSessions;
import dev.warden.token.KeySettings;
import dev.warden.token.Subjects;

/**
 * Tells the clients that a person was signed in to by a browser session that it ended: those that listen at an address
 * by a call after the commit, those that listen in the browser by pages that somebody shows.
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
     * Tells them of the end of a session, in the transaction that ends it.
     *
     * @return pages of clients, each to be shown in an iframe (OpenID Connect Front-Channel Logout 1.0 §3)
     */
    List<String> ofTheEnd(String accountId, String sessionId) {
        List<RegisteredClient> signedInTo = sessions.endOf(sessionId).stream().map(clients::find)
                .flatMap(Optional::stream).toList();
        signedInTo.stream().filter(client -> client.logout().backChannel() != null)
                .forEach(client -> calls.add(client, accountId, sessionId));
        return signedInTo.stream().filter(client -> client.logout().frontChannel() != null)
                .map(client -> page(client, sessionId)).toList();
    }

    /** Tells one client alone that it has nothing more to do with a session, which may go on for others. */
    void one(String clientId, String accountId, String sessionId) {
        clients.find(clientId).filter(client -> client.logout().backChannel() != null)
                .ifPresent(client -> calls.add(client, accountId, sessionId));
    }

    /** Front-Channel Logout §2: {@code iss} and {@code sid}, for clients that need them. */
    private String page(RegisteredClient client, String sessionId) {
        URI uri = client.logout().frontChannel();
        return client.logout().frontChannelWithSid() ? uri + (uri.getRawQuery() == null ? "?" : "&") + "iss="
                + URLEncoder.encode(issuer, StandardCharsets.UTF_8) + "&sid=" + subjects.sid(sessionId, client)
                : uri.toString();
    }
}
