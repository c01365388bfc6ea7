package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.consent.Authorization;
import dev.warden.consent.Consents;
import dev.warden.platform.Sha256;
import dev.warden.session.ClientSessions;

/** The authorization code grant (RFC 6749 §4.1.3), with PKCE (RFC 7636 §4.6). */
@ApplicationScoped
class AuthorizationCodeGrant implements Grant {

    /** RFC 7636 §4.1: 43 to 128 unreserved characters. */
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final ClientSessions sessions;
    private final Consents consents;
    private final TokenResponses responses;
    private final OidcSettings settings;

    @Inject
    AuthorizationCodeGrant(ClientSessions sessions, Consents consents, TokenResponses responses,
            OidcSettings settings) {
        this.sessions = sessions;
        this.consents = consents;
        this.responses = responses;
        this.settings = settings;
    }

    protected AuthorizationCodeGrant() {
        this(null, null, null, null);
    }

    @Override
    public String type() {
        return "authorization_code";
    }

    @Override
    public Reply exchange(RegisteredClient client, Call call) {
        ClientSessions.Granted granted = sessions.present(call.required("code"), client.id(), call.device())
                .orElseThrow(AuthorizationCodeGrant::refused);
        Authorization authorization = Authorization.read(granted.session().client().orElseThrow().authorized());
        if (!isSameRedirect(call, authorization)
                || !isProved(call.value("code_verifier"), authorization.codeChallenge())
                || !client.existedAt(granted.session().createdAt()) || !authorization.isForSubjectsOf(client)
                || !isAgreed(granted, client, authorization)) {
            // Somebody has the code but not what belongs to it, so nobody can use it any more.
            sessions.revoke(granted.session().id());
            throw refused();
        }
        Reply reply = responses.forPerson(client, new TokenResponses.Person(granted, authorization,
                Scopes.left(authorization.scopes(), client),
                Resources.within(call, client, authorization.resources())));
        // Last, when nothing can be refused or fail any more: a client that gets an error keeps its code.
        if (!sessions.redeem(granted, lifetime(client), call.device())) {
            throw refused();
        }
        return reply;
    }

    /** Consent was given when the code was issued, and may have been withdrawn on another node at the same moment. */
    private boolean isAgreed(ClientSessions.Granted granted, RegisteredClient client, Authorization authorization) {
        return !client.rules().requiresConsent() || consents.find(granted.identity().id(), client)
                .filter(consent -> consent.covers(authorization.scopes())).isPresent();
    }

    private Duration lifetime(RegisteredClient client) {
        if (!client.mayUse("refresh_token")) {
            // The session lasts as long as its access token, so that there is something to revoke.
            return settings.longestAccessLifetime();
        }
        return settings.refreshLifetime(client.tokens());
    }

    /**
     * RFC 6749 §4.1.3: "ensure that the "redirect_uri" parameter is present if the "redirect_uri" parameter was
     * included in the initial authorization request […] and if included ensure that their values are identical."
     */
    private static boolean isSameRedirect(Call call, Authorization authorization) {
        return call.value("redirect_uri").filter(authorization.redirectUri()::equals).isPresent();
    }

    /**
     * RFC 7636 §4.6. RFC 9700 §4.8.2: "the authorization server MUST ensure that if there was no code_challenge in the
     * authorization request, a request to the token endpoint containing a code_verifier is rejected."
     */
    static boolean isProved(Optional<String> verifier, String challenge) {
        if (challenge == null) {
            return verifier.isEmpty();
        }
        return verifier.filter(text -> VERIFIER.matcher(text).matches()).filter(text -> MessageDigest.isEqual(
                challenge(text).getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    /** RFC 7636 §4.2: BASE64URL-ENCODE(SHA256(ASCII(code_verifier))). */
    static String challenge(String verifier) {
        return Sha256.base64url(verifier);
    }

    private static ProtocolError refused() {
        return ProtocolError.invalidGrant("The authorization code is not good, or not with this redirect_uri and "
                + "verifier.");
    }
}
