package dev.warden.oidc;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.Authorization;
import dev.warden.consent.PendingAuthorization;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;

/** Issues the code for what a person authorized (RFC 6749 §4.1.2), and for a pushed request not more than one. */
@ApplicationScoped
class IssueCode {

    private final BrowserSessions browsers;
    private final ClientSessions sessions;
    private final PushedRequests pushed;
    private final OidcSettings settings;
    private final Database database;

    @Inject
    IssueCode(BrowserSessions browsers, ClientSessions sessions, PushedRequests pushed, OidcSettings settings,
            Database database) {
        this.browsers = browsers;
        this.sessions = sessions;
        this.pushed = pushed;
        this.settings = settings;
        this.database = database;
    }

    protected IssueCode() {
        this(null, null, null, null, null);
    }

    sealed interface Result {
    }

    record Issued(String code) implements Result {
    }

    /** The person's session ended since it was looked at: what would come of it would outlive it. */
    record SignedOut() implements Result {
    }

    /** The request was pushed and has been answered with a code before. */
    record UsedBefore() implements Result {
    }

    Result issue(PendingAuthorization pending, BrowserSession session) {
        return database.transaction(() -> {
            if (!browsers.hold(session)) {
                return new SignedOut();
            }
            boolean isNew = pending.pushed().map(id -> pushed.use(pending.clientId(), id)).orElse(true);
            return isNew ? new Issued(code(pending, session)) : new UsedBefore();
        });
    }

    private String code(PendingAuthorization pending, BrowserSession session) {
        ClientGrant grant = new ClientGrant(pending.clientId(), session.id(),
                pending.scopes().contains("offline_access"), Authorization.of(pending, session).json());
        return sessions.issueCode(session, grant, settings.codeLifetime());
    }
}
