package dev.warden.oidc;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.Authorization;
import dev.warden.consent.PendingAuthorization;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSession;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;

/** Issues the code for what a person authorized (RFC 6749 §4.1.2), and for a pushed request not more than one. */
@ApplicationScoped
class IssueCode {

    private final ClientSessions sessions;
    private final PushedRequests pushed;
    private final OidcSettings settings;
    private final Database database;

    @Inject
    IssueCode(ClientSessions sessions, PushedRequests pushed, OidcSettings settings, Database database) {
        this.sessions = sessions;
        this.pushed = pushed;
        this.settings = settings;
        this.database = database;
    }

    protected IssueCode() {
        this(null, null, null, null);
    }

    /** @return the code; empty if the request was pushed and has been answered with one before */
    Optional<String> issue(PendingAuthorization pending, BrowserSession session) {
        return pending.pushed().map(id -> database.transaction(() -> pushed.use(pending.clientId(), id)
                ? Optional.of(code(pending, session)) : Optional.<String>empty()))
                .orElseGet(() -> Optional.of(code(pending, session)));
    }

    private String code(PendingAuthorization pending, BrowserSession session) {
        ClientGrant grant = new ClientGrant(pending.clientId(), session.id(),
                pending.scopes().contains("offline_access"), Authorization.of(pending, session).json());
        return sessions.issueCode(session, grant, settings.codeLifetime());
    }
}
