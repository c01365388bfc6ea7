package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingLogout;
import dev.warden.consent.PendingLogouts;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSessions;
import dev.warden.session.BrowserSessions.Started;
import dev.warden.session.ClientGrant;
import dev.warden.token.Claims;
import dev.warden.token.TokenSigner;

/** {@code LogoutIT} has sessions that are in use. */
@OnEveryDatabase
@DisplayName("Sign-out when the browser session has expired and clients went on with refresh tokens"
        + " (RP-Initiated Logout 1.0 §2, Back-Channel Logout 1.0 §2.7)")
class ExpiredSessionLogoutTest {

    private static final String BYE = "https://shop.example/bye";
    private static final ClientConnection CONNECTION = new ClientConnection(Node.HOME, true);

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final Logout logout;
    private final PendingLogouts pendingLogouts;
    private Started bobs;

    ExpiredSessionLogoutTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.prepareProviderKeys();
        node.subjects.prepare();
        bob = node.register("bob").identity();
        pendingLogouts = new PendingLogouts(node.sealedText, clock);
        logout = new Logout(node.clients, node.providerTokens, node.subjects, pendingLogouts, node.endSession,
                new BrowserCookie(node.browserSessions, clock), null, clock);
    }

    @BeforeEach
    void signIn() {
        bobs = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty()));
    }

    private RegisteredClient client(String id, String members) {
        RegisteredClient client = ClientMetadata.read(id, Origin.DECLARED, clock.instant(),
                Json.createReader(new StringReader("""
                        {"redirect_uris": ["https://%1$s.example/callback"],
                         "post_logout_redirect_uris": ["https://%1$s.example/bye"] %2$s}""".formatted(id, members)))
                        .readObject());
        node.clients.save(client);
        return client;
    }

    /** Called by nobody: an address that may not be called. */
    private RegisteredClient told(String id, String members) {
        return client(id, ", \"backchannel_logout_uri\": \"https://127.0.0.1/" + id + "\"" + members);
    }

    private void signInTo(RegisteredClient client, boolean isOffline) {
        String code = node.clientSessions.issueCode(bobs.session(),
                new ClientGrant(client.id(), bobs.session().id(), isOffline, "{}"), Duration.ofMinutes(1));
        assertTrue(node.clientSessions.redeem(
                node.clientSessions.present(code, client.id(), Node.ELSEWHERE).orElseThrow(), Duration.ofDays(14),
                Node.ELSEWHERE));
    }

    private String hint(RegisteredClient client, String sessionId) {
        return new TokenSigner(node.providerKeys).sign("JWT", "ES256", new Claims()
                .set("iss", new OidcSettings(node.settings).issuer()).set("sub", node.subjects.of(bob.id(), client))
                .set("aud", client.id()).set("iat", MutableClock.START).set("auth_time", MutableClock.START)
                .set("exp", MutableClock.START.plusSeconds(600)).set("sid", node.subjects.sid(sessionId, client)));
    }

    private void passIdleTime() {
        clock.advance(Duration.ofHours(8));
        assertEquals(Optional.empty(), node.browserSessions.find(bobs.secret()));
    }

    private Reply.SeeOther answer(List<String> cookies, String... namesAndValues) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "GET";
                    case "getHeaders" -> Collections.enumeration(cookies);
                    case "getAttribute" -> CONNECTION;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.append(namesAndValues[i]).append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8)).append('&');
        }
        return (Reply.SeeOther) logout.answer(new Call(request, Form.parse(query.toString(), Set.of())));
    }

    private List<String> cookie() {
        return List.of("__Host-warden-session=" + bobs.secret().value());
    }

    private PendingLogout pending(Reply.SeeOther answer) {
        assertTrue(answer.location().startsWith("/signout?request="), answer.location());
        return pendingLogouts.open(answer.location().substring("/signout?request=".length())).orElseThrow();
    }

    private long refreshable() {
        return store.count("session WHERE browser_session = ? AND revoked_at IS NULL", bobs.session().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "pairwise"})
    void ends_what_clients_hold_and_tells_all_of_them(String subjectType) {
        String subjects = ", \"subject_type\": \"" + subjectType + "\"";
        RegisteredClient shop = client("shop", subjects);
        signInTo(shop, false);
        signInTo(told("orders", subjects), false);
        signInTo(told("reports", subjects), true);
        passIdleTime();

        Reply.SeeOther answer = answer(cookie(), "id_token_hint", hint(shop, bobs.session().id()),
                "post_logout_redirect_uri", BYE);

        assertEquals(BYE, answer.location());
        assertTrue(answer.cookie().contains("Max-Age=0"), answer.cookie());
        assertEquals(1, refreshable(), "but what is offline");
        assertEquals(1, store.count("logout_call WHERE client_id = 'orders' AND account_id = ? AND sid = ?", bob.id(),
                bobs.session().id()));
        assertEquals(1, store.count("logout_call WHERE client_id = 'reports'"));
        assertEquals(1, store.count("audit_event WHERE type = 'signed-out' AND session_id = ?", bobs.session().id()));
        assertEquals(Optional.empty(), node.browserSessions.findEndable(bobs.secret()));
    }

    @Test
    @DisplayName("Front-Channel Logout 1.0 §3: the pages of clients are shown")
    void shows_pages() {
        RegisteredClient shop = client("shop", ", \"frontchannel_logout_uri\": \"https://shop.example/front\"");
        signInTo(shop, false);
        passIdleTime();

        Reply.SeeOther answer = answer(cookie(), "id_token_hint", hint(shop, bobs.session().id()),
                "post_logout_redirect_uri", BYE);

        PendingLogout pending = pending(answer);
        assertEquals(bobs.session().id(), pending.endedSession());
        assertEquals(Optional.of(BYE), pending.destination());
        assertEquals(List.of("https://shop.example/front"), node.endSession.pages(pending.endedSession()));
    }

    @Test
    @DisplayName("Front-Channel Logout 1.0 §3: the pages of clients are shown to who requests it twice, for a minute")
    void shows_pages_the_second_time_too() {
        RegisteredClient shop = client("shop", ", \"frontchannel_logout_uri\": \"https://shop.example/front\"");
        signInTo(shop, false);
        String[] request = {"id_token_hint", hint(shop, bobs.session().id()), "post_logout_redirect_uri", BYE};
        answer(cookie(), request);
        clock.advance(Duration.ofSeconds(59));

        assertEquals(bobs.session().id(), pending(answer(cookie(), request)).endedSession());

        assertEquals(BYE, answer(cookie(), "id_token_hint", hint(shop, "another"), "post_logout_redirect_uri", BYE)
                .location(), "another session");
        clock.advance(Duration.ofSeconds(1));
        assertEquals(BYE, answer(cookie(), request).location());
    }

    @Test
    @DisplayName("RP-Initiated Logout 1.0 §2: without an ID token of this very session the person is asked first")
    void asks_as_for_a_session_in_use() {
        RegisteredClient shop = client("shop", "");
        signInTo(shop, false);
        passIdleTime();

        for (Reply.SeeOther answer : List.of(answer(cookie()), answer(cookie(), "client_id", "shop"),
                answer(cookie(), "id_token_hint", hint(shop, "another"), "post_logout_redirect_uri", BYE))) {
            assertEquals(false, pending(answer).isEnded());
        }
        assertEquals(1, refreshable());
        assertTrue(node.browserSessions.findEndable(bobs.secret()).isPresent());
    }

    @Test
    @DisplayName("RP-Initiated Logout 1.0 §4: when its key was revoked, an ID token signs nobody out and leads nowhere")
    void asks_when_a_key_was_revoked() {
        String hint = hint(client("shop", ""), bobs.session().id());
        node.keys.revoke(RelyingParty.read(hint).header().replaceFirst(".*\"kid\":\"([^\"]+)\".*", "$1"));

        PendingLogout asked = pending(answer(cookie(), "id_token_hint", hint, "post_logout_redirect_uri", BYE));

        assertEquals(false, asked.isEnded());
        assertEquals(Optional.empty(), asked.destination());
        assertTrue(node.browserSessions.findEndable(bobs.secret()).isPresent());
    }

    @Test
    void clears_a_cookie_whose_session_is_gone_but_none_that_was_not_sent() {
        RegisteredClient shop = client("shop", "");
        node.endSession.end(bob.id(), bobs.session().id());
        String hint = hint(shop, bobs.session().id());

        Reply.SeeOther sent = answer(cookie(), "id_token_hint", hint, "post_logout_redirect_uri", BYE);
        Reply.SeeOther notSent = answer(List.of(), "id_token_hint", hint, "post_logout_redirect_uri", BYE);

        assertEquals(BYE, sent.location());
        assertTrue(sent.cookie().contains("Max-Age=0"), sent.cookie());
        assertEquals(new Reply.SeeOther(BYE), notSent);
    }
}
