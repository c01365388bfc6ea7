package dev.warden.oidc;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingLogout;
import dev.warden.consent.PendingLogouts;
import dev.warden.consent.PendingPaths;
import dev.warden.platform.AddressQuery;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.session.EndableSession;
import dev.warden.session.EndedSession;
import dev.warden.signin.EndSession;
import dev.warden.token.ProviderTokens;
import dev.warden.token.Subjects;
import dev.warden.token.VerifiedIdToken;

/**
 * The end session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2), by GET and POST. A request with an ID token of
 * the very session that the browser has signs out at once. Anybody could have sent the person here with any other
 * request, so the person is asked (§2: "the OP MUST ask the End-User […] if an id_token_hint was not provided or if the
 * supplied ID Token does not belong to the current OP session").
 *
 * <p>Who comes with an ID token that does not verify, for example because its key was revoked, or that is of a client
 * that was removed, can sign out too: §4 allows to ask where it finds an error, and forbids to redirect to a client.
 *
 * <p>A session that has expired counts here until it is ended, because what clients hold through it has not expired.
 */
@ApplicationScoped
class Logout implements Endpoint {

    private static final int MAX_STATE = 1000;
    private static final int MAX_LOCALES = 10;
    private static final int MAX_LOCALE = 35;

    private final Clients clients;
    private final ProviderTokens tokens;
    private final Subjects subjects;
    private final PendingLogouts pendingLogouts;
    private final EndSession endSession;
    private final BrowserCookie cookies;
    private final RefreshTokenSignOut byRefreshToken;
    private final Clock clock;

    @Inject
    Logout(Clients clients, ProviderTokens tokens, Subjects subjects, PendingLogouts pendingLogouts,
            EndSession endSession, BrowserCookie cookies, RefreshTokenSignOut byRefreshToken, Clock clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.subjects = subjects;
        this.pendingLogouts = pendingLogouts;
        this.endSession = endSession;
        this.cookies = cookies;
        this.byRefreshToken = byRefreshToken;
        this.clock = clock;
    }

    protected Logout() {
        this(null, null, null, null, null, null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.LOGOUT;
    }

    /** §2: "OpenID Providers MUST support the use of the HTTP GET and POST methods". */
    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST");
    }

    @Override
    public boolean isForPeople() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        if (call.isPost() && call.value("refresh_token").isPresent()) {
            return byRefreshToken.signOut(call);
        }
        Optional<VerifiedIdToken> hint = call.value("id_token_hint").flatMap(tokens::hint)
                .filter(token -> clients.find(token.clientId()).isPresent());
        Optional<RegisteredClient> client = client(call, hint);
        PendingLogout logout = logout(call, client);
        if (call.isPost()) {
            // A form from another site is sent without our SameSite=Lax cookie; the page is requested with it, and
            // asks.
            return hint.isPresent() ? again(call) : ask(logout);
        }
        Optional<EndableSession> session = cookies.endable(call.request());
        if (session.isEmpty()) {
            return hint.isPresent() ? done(call, endedBefore(call, logout, hint.get(), client.orElseThrow()))
                    : ask(logout);
        }
        return hint.isPresent() && isOf(hint.get(), session.get().id(), session.get().accountId(), client.orElseThrow())
                ? end(call, logout, hint.get(), client.orElseThrow(), session.get()) : ask(logout);
    }

    /**
     * What is requested. Where no client is known, there is nowhere to redirect to: §3 forbids it "unless the OP has
     * other means of confirming the legitimacy of the post-logout redirection target".
     */
    private PendingLogout logout(Call call, Optional<RegisteredClient> client) {
        return new PendingLogout(client.map(RegisteredClient::id).orElse(null),
                client.flatMap(known -> redirectUri(call, known)).orElse(null),
                client.flatMap(known -> state(call)).orElse(null), uiLocales(call), false, null, clock.instant());
    }

    private static Optional<String> state(Call call) {
        Optional<String> state = call.value("state");
        if (state.filter(text -> text.length() > MAX_STATE).isPresent()) {
            throw new UntrustedRequest(Reason.INVALID_REQUEST);
        }
        return state;
    }

    /** §2: "An error SHOULD NOT result if some or all of the requested locales are not supported". */
    private static List<String> uiLocales(Call call) {
        return call.value("ui_locales").map(text -> Stream.of(text.split(" "))
                .filter(tag -> !tag.isBlank() && tag.length() <= MAX_LOCALE).limit(MAX_LOCALES).toList())
                .orElse(List.of());
    }

    /** Repeats the request by GET. Nobody sees an ID token in our own address who did not have it before. */
    private static Reply again(Call call) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : List.of("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales")) {
            call.value(name).ifPresent(value -> parameters.put(name, value));
        }
        return new Reply.SeeOther(AddressQuery.extended(ProviderPaths.LOGOUT, parameters));
    }

    /**
     * §2: "When both client_id and id_token_hint are present, the OP MUST verify that the Client Identifier matches".
     * If the ID token cannot be verified, neither can that.
     */
    private Optional<RegisteredClient> client(Call call, Optional<VerifiedIdToken> hint) {
        if (hint.isEmpty() && call.value("id_token_hint").isPresent()) {
            return Optional.empty();
        }
        Optional<String> named = call.value("client_id");
        if (hint.isPresent() && named.filter(id -> !id.equals(hint.get().clientId())).isPresent()) {
            throw new UntrustedRequest(Reason.INVALID_REQUEST);
        }
        Optional<String> id = named.or(() -> hint.map(VerifiedIdToken::clientId));
        Optional<RegisteredClient> client = id.flatMap(clients::find);
        if (id.isPresent() && client.isEmpty()) {
            throw UntrustedRequest.ofUnknown(id.get());
        }
        return client;
    }

    /**
     * §3: "the OP MUST NOT perform post-logout redirection if the post_logout_redirect_uri value supplied does not
     * exactly match one of the previously registered post_logout_redirect_uris values."
     */
    private static Optional<String> redirectUri(Call call, RegisteredClient client) {
        Optional<String> uri = call.value("post_logout_redirect_uri");
        if (uri.filter(it -> !client.logout().allowsAfterwards(it)).isPresent()) {
            throw UntrustedRequest.to("post-logout-redirect-uri", uri.get(), client);
        }
        return uri;
    }

    private boolean isOf(VerifiedIdToken hint, String sessionId, String accountId, RegisteredClient client) {
        return subjects.sid(sessionId, client).equals(hint.sid())
                && subjects.of(accountId, client).equals(hint.subject());
    }

    private Reply end(Call call, PendingLogout logout, VerifiedIdToken hint, RegisteredClient client,
            EndableSession session) {
        boolean hasPages = endSession.end(session.accountId(), session.id());
        return done(call, hasPages ? logout.ended(session.id()) : endedBefore(call, logout, hint, client));
    }

    /** After a second click the browser goes where the answer to that one leads, so it leads to the pages too. */
    private PendingLogout endedBefore(Call call, PendingLogout logout, VerifiedIdToken hint, RegisteredClient client) {
        return cookies.justEnded(call.request()).filter(it -> isOf(hint, it.id(), it.accountId(), client))
                .map(EndedSession::id).filter(id -> !endSession.pages(id).isEmpty()).map(logout::ended)
                .orElseGet(logout::ended);
    }

    /** Redirects to the client, unless there are front-channel pages to show first, or there is nowhere to go. */
    private Reply done(Call call, PendingLogout logout) {
        // Only a cookie that was sent is cleared: in a frame of another site a request comes without it.
        String cookie = cookies.secret(call.request())
                .map(sent -> cookies.cleared(ClientConnection.of(call.request()))).orElse(null);
        return logout.endedSession() == null && logout.destination().isPresent()
                ? new Reply.SeeOther(logout.destination().get(), cookie)
                : new Reply.SeeOther(PendingPaths.at(PendingPaths.SIGN_OUT, pendingLogouts.seal(logout)), cookie);
    }

    private Reply ask(PendingLogout logout) {
        return new Reply.SeeOther(PendingPaths.at(PendingPaths.SIGN_OUT, pendingLogouts.seal(logout)));
    }
}
