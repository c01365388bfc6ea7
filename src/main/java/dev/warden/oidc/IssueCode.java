package dev.warden.oidc;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.consent.Authorization;
import dev.warden.consent.Consents;
import dev.warden.consent.PendingAuthorization;
import dev.warden.platform.Database;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;

/**
 * Issues the code for what a person authorized (RFC 6749 §4.1.2), and at most one for a pushed request. The account,
 * the session and the consent it depends on are locked meanwhile: whoever ends one of them waits, and then ends the
 * code.
 */
@ApplicationScoped
class IssueCode {

    private final BrowserSessions browsers;
    private final Consents consents;
    private final ClientSessions sessions;
    private final PushedRequests pushed;
    private final OidcSettings settings;
    private final Database database;

    @Inject
    IssueCode(BrowserSessions browsers, Consents consents, ClientSessions sessions, PushedRequests pushed,
            OidcSettings settings, Database database) {
        this.browsers = browsers;
        this.consents = consents;
        this.sessions = sessions;
        this.pushed = pushed;
        this.settings = settings;
        this.database = database;
    }

    protected IssueCode() {
        this(null, null, null, null, null, null);
    }

    sealed interface Result {
    }

    record Issued(String code) implements Result {
    }

    /** The person's session ended after it was read: a code would outlive it. */
    record SignedOut() implements Result {
    }

    /** The person has to be asked for consent, or withdrew it. */
    record NotAgreed() implements Result {
    }

    /** The request was pushed and has already been answered with a code. */
    record UsedBefore() implements Result {
    }

    Result issue(PendingAuthorization pending, RegisteredClient client, BrowserSession session) {
        return database.transaction(() -> {
            if (!browsers.hold(session)) {
                return new SignedOut();
            }
            if (!isAgreed(pending, client, session)) {
                return new NotAgreed();
            }
            boolean isNew = pending.pushed().map(id -> pushed.use(pending.clientId(), id)).orElse(true);
            return isNew ? new Issued(code(pending, client, session)) : new UsedBefore();
        });
    }

    /**
     * Core §3.1.2.4. No consent is needed for clients that the operator trusts, unless the client itself requests it.
     * An earlier consent does not count for a client that another program could pose as. RFC 8252 §8.6: "authorization
     * servers SHOULD NOT process authorization requests automatically without user consent or interaction, except when
     * the identity of the client can be assured." Nor does one given since then to another request: that program can
     * have a request of its own ready, and present it when the person has just agreed to the client's.
     */
    private boolean isAgreed(PendingAuthorization pending, RegisteredClient client, BrowserSession session) {
        boolean isRequested = pending.hasPrompt("consent");
        boolean isRequired = client.rules().requiresConsent();
        if (!isRequested && !isRequired) {
            return true;
        }
        boolean isAnew = isRequested || !client.isIdentified();
        if (isAnew && !pending.isAgreedIn(session)) {
            return false;
        }
        return consents.hold(session.accountId(), client).filter(consent -> consent.covers(pending.askedFor()))
                .isPresent();
    }

    private String code(PendingAuthorization pending, RegisteredClient client, BrowserSession session) {
        ClientGrant grant = new ClientGrant(pending.clientId(), session.id(),
                pending.scopes().contains("offline_access"), Authorization.of(pending, client, session).json());
        return sessions.issueCode(session, grant, settings.codeLifetime());
    }
}
