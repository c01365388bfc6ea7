package dev.warden.signin;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientSessions;
import dev.warden.token.KeySettings;

/**
 * Ends what a person holds by a browser: the session, what clients hold through it and, by its {@code sid}, every
 * access token that came of it. Clients are told: those that listen at an address by a call after the commit, those
 * that listen in the browser by pages that the caller shows.
 */
@ApplicationScoped
public class EndSession {

    private final BrowserSessions sessions;
    private final ClientSessions clientSessions;
    private final Clients clients;
    private final LogoutCalls calls;
    private final AuditLog audit;
    private final Database database;
    private final String issuer;

    @Inject
    public EndSession(BrowserSessions sessions, ClientSessions clientSessions, Clients clients, LogoutCalls calls,
            AuditLog audit, Database database, KeySettings keys) {
        this.sessions = sessions;
        this.clientSessions = clientSessions;
        this.clients = clients;
        this.calls = calls;
        this.audit = audit;
        this.database = database;
        this.issuer = keys == null ? null : keys.issuer();
    }

    protected EndSession() {
        this(null, null, null, null, null, null, null);
    }

    /**
     * @param sessionId of an account's session, whichever of its owner's browsers has it; what is not the account's
     *                  goes on
     * @return pages of clients, each to be shown in an iframe (OpenID Connect Front-Channel Logout 1.0 §3)
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; the session then goes on
     */
    public List<String> end(String accountId, String sessionId) {
        return database.transaction(() -> {
            if (!sessions.end(accountId, sessionId)) {
                return List.of();
            }
            audit.record(new AuditEvent.SignedOut(accountId, sessionId));
            List<RegisteredClient> signedInTo = clientSessions.endOf(sessionId).stream().map(clients::find)
                    .flatMap(Optional::stream).toList();
            signedInTo.stream().filter(client -> client.logout().backChannel() != null)
                    .forEach(client -> calls.add(client, accountId, sessionId));
            return signedInTo.stream().filter(client -> client.logout().frontChannel() != null)
                    .map(client -> page(client, sessionId)).toList();
        });
    }

    /** Front-Channel Logout §2: {@code iss} and {@code sid}, for clients that need them. */
    private String page(RegisteredClient client, String sessionId) {
        URI uri = client.logout().frontChannel();
        return client.logout().frontChannelWithSid() ? uri + (uri.getRawQuery() == null ? "?" : "&") + "iss="
                + URLEncoder.encode(issuer, StandardCharsets.UTF_8) + "&sid=" + sessionId : uri.toString();
    }
}
