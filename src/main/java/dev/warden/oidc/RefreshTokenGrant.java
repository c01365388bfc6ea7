package dev.warden.oidc;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.consent.Authorization;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;
import dev.warden.session.Rotation;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.RefreshTokens;

/** The refresh token grant (RFC 6749 §6, RFC 9700 §4.14.2): each use replaces the refresh token. */
@ApplicationScoped
class RefreshTokenGrant implements Grant {

    private final RefreshTokens tokens;
    private final Sessions sessions;
    private final TokenResponses responses;
    private final OidcSettings settings;

    @Inject
    RefreshTokenGrant(RefreshTokens tokens, Sessions sessions, TokenResponses responses, OidcSettings settings) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.responses = responses;
        this.settings = settings;
    }

    protected RefreshTokenGrant() {
        this(null, null, null, null);
    }

    @Override
    public String type() {
        return "refresh_token";
    }

    @Override
    public Reply exchange(RegisteredClient client, Call call) {
        RefreshTokens.Named named = tokens.read(call.required("refresh_token"), client.id())
                .orElseThrow(RefreshTokenGrant::refused);
        // The request is checked before anything changes: a client that requests too much keeps its token.
        if (!(sessions.rotate(named.sessionId(), named.tokenId(),
                settings.refreshLifetime(client.tokens()), call.device(),
                session -> wanted(call, client, session)) instanceof Rotation.Rotated rotated)) {
            throw refused();
        }
        Wanted wanted = wanted(call, client, rotated.session());
        return responses.forPerson(client, new TokenResponses.Person(new ClientSessions.Granted(rotated.session(),
                rotated.identity(), rotated.claims()), wanted.authorization, wanted.scopes, wanted.resources));
    }

    /** What a request asks for, within what was authorized. */
    private record Wanted(Authorization authorization, List<String> scopes, List<String> resources) {
    }

    private static Wanted wanted(Call call, RegisteredClient client, Session session) {
        ClientGrant grant = session.client().filter(it -> client.existedAt(session.createdAt()))
                .orElseThrow(RefreshTokenGrant::refused);
        Authorization authorization = Authorization.read(grant.authorized()).withoutNonce();
        if (!authorization.isForSubjectsOf(client)) {
            throw refused();
        }
        return new Wanted(authorization, scopes(call, client, authorization),
                Resources.within(call, client, authorization.resources()));
    }

    /**
     * RFC 6749 §6: "The requested scope MUST NOT include any scope not originally granted by the resource owner, and
     * if omitted is treated as equal to the scope originally granted by the resource owner."
     */
    private static List<String> scopes(Call call, RegisteredClient client, Authorization authorization) {
        List<String> requested = call.value("scope").map(Scopes::of)
                .orElse(authorization.scopes());
        if (!authorization.scopes().containsAll(requested)) {
            throw new ProtocolError("invalid_scope", "A scope was not granted.");
        }
        return Scopes.left(requested, client);
    }

    private static ProtocolError refused() {
        return ProtocolError.invalidGrant("The refresh token is not good.");
    }
}
