package dev.warden.oidc;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.platform.Database;
import dev.warden.session.ClientSessions;
import dev.warden.session.Session;
import dev.warden.signin.EndSession;
import dev.warden.token.RefreshTokens;

/**
 * Signs a person out when the server of a client posts a refresh token. No specification has this; the OpenID Connect
 * client of WildFly posts it to the end session endpoint and expects 204. A token that is not good, whether unknown,
 * revoked or expired (RFC 6749 §5.2, {@code invalid_grant}), is answered the same and ends nothing.
 *
 * <p>Any token of the session counts, as it does for {@link Revoke}: the answer with the current one may have been
 * lost, and who sent the former one would be told that the person is signed out.
 */
@ApplicationScoped
class RefreshTokenSignOut {

    private final ClientAuthenticator authenticator;
    private final RefreshTokens refreshTokens;
    private final ClientSessions sessions;
    private final EndSession endSession;
    private final Database database;

    @Inject
    RefreshTokenSignOut(ClientAuthenticator authenticator, RefreshTokens refreshTokens, ClientSessions sessions,
            EndSession endSession, Database database) {
        this.authenticator = authenticator;
        this.refreshTokens = refreshTokens;
        this.sessions = sessions;
        this.endSession = endSession;
        this.database = database;
    }

    protected RefreshTokenSignOut() {
        this(null, null, null, null, null);
    }

    Reply signOut(Call call) {
        RegisteredClient client = authenticator.authenticate(call);
        refreshTokens.read(call.required("refresh_token"), client.id())
                .flatMap(named -> sessions.find(named.sessionId())
                        .filter(found -> client.existedAt(found.session().createdAt())))
                .ifPresent(found -> end(found.session()));
        return Reply.empty(204);
    }

    /** Both or neither: the token could not be presented again for the one that failed. */
    private void end(Session session) {
        database.transaction(() -> {
            endSession.end(session.accountId(), session.client().orElseThrow().browserSessionId());
            sessions.revoke(session.id());
        });
    }
}
