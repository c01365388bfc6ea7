package dev.warden.oidc;

import java.time.Clock;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.Authorization;
import dev.warden.session.ClientSessions;
import dev.warden.token.Claims;
import dev.warden.token.TokenSigner;
import dev.warden.token.VerifiedAccessToken;

/**
 * The userinfo endpoint (OpenID Connect Core §5.3): by GET and POST, as JSON, or signed if the client registered an
 * algorithm.
 */
@ApplicationScoped
class Userinfo implements Endpoint {

    private final AccessTokens tokens;
    private final ClientSessions sessions;
    private final Clients clients;
    private final TokenSigner signer;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    Userinfo(AccessTokens tokens, ClientSessions sessions, Clients clients, TokenSigner signer, OidcSettings settings,
            Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clients = clients;
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
    }

    protected Userinfo() {
        this(null, null, null, null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.USERINFO;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        VerifiedAccessToken token = tokens.verify(AccessTokens.shown(call))
                // A token for another resource is not accepted: whoever received it there must not learn more here (RFC
                // 8707 §3).
                .filter(verified -> verified.audience().contains(settings.issuer())
                        || verified.audience().contains(settings.at(ProviderPaths.USERINFO)))
                .orElseThrow(BearerError::invalidToken);
        if (!token.scopes().contains("openid")) {
            throw BearerError.insufficientScope("openid");
        }
        RegisteredClient client = clients.find(token.clientId()).orElseThrow(BearerError::invalidToken);
        // The account as it is now, if it still exists.
        ClientSessions.Granted holder = token.grantId().flatMap(sessions::find).orElseThrow(BearerError::invalidToken);
        Authorization authorization = Authorization.read(holder.session().client().orElseThrow().authorized());
        Claims claims = new Claims().set("sub", token.subject());
        PersonClaims person = new PersonClaims(holder.identity(), holder.claims());
        person.addByScope(claims, token.scopes().stream().filter(client.scopes()::contains).toList());
        person.addByName(claims, ClaimsRequest.read(authorization.claims()).userinfoNames(), client.scopes());
        return client.signed().userinfo() == null ? Reply.json(200, claims) : signed(client, claims);
    }

    /** Core §5.3.2: "If signed, the UserInfo Response MUST contain the Claims iss […] and aud". */
    private Reply signed(RegisteredClient client, Claims claims) {
        claims.set("iss", settings.issuer()).set("aud", client.id()).set("iat", clock.instant());
        return Reply.text(200, "application/jwt", signer.sign("JWT", client.signed().userinfo(), claims));
    }
}
