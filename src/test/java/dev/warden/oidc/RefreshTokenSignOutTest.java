package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;
import dev.warden.session.Session;

/** {@code OwnClientsIT} has the client that does it. */
@OnEveryDatabase
@DisplayName("Sign-out by a refresh token")
class RefreshTokenSignOutTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final RefreshTokenSignOut signOut;

    RefreshTokenSignOutTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.refreshTokens.prepare();
        bob = node.register("bob").identity();
        saveShop();
        ClientAuthenticator authenticator = new ClientAuthenticator(node.clients, node.clientSecrets, null, null, null,
                null, new OidcSettings(node.settings), clock);
        signOut = new RefreshTokenSignOut(authenticator, node.refreshTokens, node.clientSessions, node.endSession,
                node.database);
    }

    private void saveShop() {
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("token_endpoint_auth_method", "none")
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/")).build()));
    }

    @AfterEach
    void reconnect() {
        store.reconnect();
    }

    private BrowserSession browser() {
        return node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty())).session();
    }

    private String refreshToken(BrowserSession browser) {
        return node.refreshTokens.of(redeemed(browser), "shop");
    }

    private Session redeemed(BrowserSession browser) {
        String code = node.clientSessions.issueCode(browser, new ClientGrant("shop", browser.id(), true, "{}"),
                Duration.ofMinutes(1));
        ClientSessions.Granted granted = node.clientSessions.present(code, "shop", Node.ELSEWHERE).orElseThrow();
        assertTrue(node.clientSessions.redeem(granted, Duration.ofDays(1), Node.ELSEWHERE));
        return granted.session();
    }

    private Reply post(String refreshToken) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> Collections.emptyEnumeration());
        return signOut.signOut(new Call(request,
                Form.parse("client_id=shop&refresh_token=" + refreshToken, Set.of())));
    }

    @Test
    void ends_the_browser_session_too_after_one_that_broke_off_at_any_statement() {
        int statements = 0;
        boolean isBrokenOff;
        node.clients.find("shop");
        do {
            BrowserSession browser = browser();
            String token = refreshToken(browser);
            store.breakOffAfter(statements++);
            isBrokenOff = !isAnswered(token);
            store.reconnect();

            // What could not be read of clients is not read again within a second.
            Eventually.holds("it is answered", Duration.ofSeconds(30), () -> isAnswered(token));

            assertEquals(1, store.count("browser_session WHERE id = ? AND ended_at IS NOT NULL", browser.id()));
            assertEquals(1, store.count("session WHERE browser_session = ? AND revoked_at IS NOT NULL", browser.id()));
        } while (isBrokenOff);
        assertTrue(statements > 5, "there is more than one to break off at");
    }

    @Test
    void ends_nothing_by_a_token_of_an_earlier_client_of_the_same_id() {
        String token = refreshToken(node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD,
                false, Node.HOME, Optional.empty())).session());
        node.clients.delete("shop");
        // Longer than clocks of nodes may differ.
        clock.advance(Duration.ofSeconds(61));
        saveShop();

        assertEquals(204, ((Reply.Document) post(token)).status());

        assertEquals(0, store.count("browser_session WHERE ended_at IS NOT NULL"));
    }

    @Test
    @DisplayName("ends nothing when the token has expired, and is answered as for one that never was (RFC 6749 §5.2)")
    void ends_nothing_when_the_token_has_expired() {
        BrowserSession browser = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, true,
                Node.HOME, Optional.empty())).session();
        String token = refreshToken(browser);
        clock.advance(Duration.ofDays(1));

        assertTrue(isAnswered(token));

        assertEquals(1, store.count("browser_session WHERE id = ? AND ended_at IS NULL", browser.id()));
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void takes_a_token_that_was_replaced_too_because_the_answer_with_the_next_may_have_been_lost() {
        BrowserSession browser = browser();
        Session session = redeemed(browser);
        String replaced = node.refreshTokens.of(session, "shop");
        node.sessions.rotate(session.id(), session.refreshTokenId(), Duration.ofDays(1), Node.ELSEWHERE);

        assertTrue(isAnswered(replaced));

        assertEquals(1, store.count("browser_session WHERE id = ? AND ended_at IS NOT NULL", browser.id()));
        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NOT NULL", session.id()));
    }

    @Test
    void ends_nothing_by_a_token_of_another_client() {
        Session session = redeemed(browser());

        assertTrue(isAnswered(node.refreshTokens.of(session, "other")));

        assertEquals(1, store.count("browser_session WHERE ended_at IS NULL"));
        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NULL", session.id()));
    }

    private boolean isAnswered(String token) {
        try {
            assertEquals(204, ((Reply.Document) post(token)).status());
            return true;
        } catch (DatabaseUnavailable brokenOff) {
            return false;
        }
    }
}
