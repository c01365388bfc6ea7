package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.WardenClient;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.Authorization;
import dev.warden.consent.PendingAuthorization;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.token.TokenSigner;

@OnEveryDatabase
@DisplayName("Codes and refresh tokens, and what uses them up (RFC 6749 §4.1.3, §6)")
class TokenExchangeTest {

    private static final String CALLBACK = "https://shop.example/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final AuthorizationCodeGrant codes;
    private final RefreshTokenGrant refreshTokens;
    private RegisteredClient shop;
    private BrowserSession browser;

    TokenExchangeTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.prepareProviderKeys();
        node.refreshTokens.prepare();
        node.subjects.prepare();
        bob = node.register("bob").identity();
        OidcSettings settings = new OidcSettings(node.settings);
        TokenResponses responses = new TokenResponses(new TokenSigner(node.providerKeys), node.refreshTokens,
                node.subjects, node.roles, settings, clock);
        codes = new AuthorizationCodeGrant(node.clientSessions, node.consents, responses, settings);
        refreshTokens = new RefreshTokenGrant(node.refreshTokens, node.sessions, responses, settings);
    }

    @BeforeEach
    void signIn() {
        shop = client(false);
        browser = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty())).session();
    }

    @AfterEach
    void reconnect() {
        store.reconnect();
    }

    private RegisteredClient client(boolean requiresConsent) {
        return client(requiresConsent, "openid email profile");
    }

    private RegisteredClient client(boolean requiresConsent, String scope) {
        return ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createReader(new StringReader("""
                {"redirect_uris": ["https://shop.example/callback"], "scope": "%s",
                 "resources": ["https://orders.example/"], "require_consent": %s}""".formatted(scope, requiresConsent)))
                .readObject());
    }

    /** For {@code openid email}, with a claim by its name in the ID token. */
    private String code() {
        Authorization authorization = new Authorization(CALLBACK, AuthorizationCodeGrant.challenge(VERIFIER),
                List.of("openid", "email"), "nonce", clock.instant(), "1", List.of("pwd"),
                "{\"id_token\":{\"name\":null}}", List.of(), "");
        return node.clientSessions.issueCode(browser,
                new ClientGrant("shop", browser.id(), false, authorization.json()), Duration.ofMinutes(1));
    }

    private String redeemed(String code, String... others) {
        return json(exchanged(code, others)).getString("refresh_token");
    }

    private Reply exchanged(String code, String... others) {
        return codes.exchange(shop, call(others, "code", code, "redirect_uri", CALLBACK, "code_verifier", VERIFIER));
    }

    private String refreshed(String token, String... others) {
        return json(refreshTokens.exchange(shop, call(others, "refresh_token", token))).getString("refresh_token");
    }

    private static JsonObject json(Reply reply) {
        return WardenClient.json(new String(((Reply.Document) reply).body(), StandardCharsets.UTF_8));
    }

    private static Call call(String[] others, String... own) {
        String form = form(own) + form(others);
        ClientConnection connection = new ClientConnection(Node.ELSEWHERE, true);
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                TokenExchangeTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> connection);
        return new Call(request, Form.parse(form, Set.of("resource")));
    }

    private static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(namesAndValues[i]).append('=').append(URLEncoder.encode(namesAndValues[i + 1],
                    StandardCharsets.UTF_8)).append('&');
        }
        return form.toString();
    }

    @Test
    void a_code_is_good_still_after_an_exchange_that_broke_off_at_any_statement() {
        int statements = 0;
        while (isBrokenOffAfter(statements, code(), this::redeemed)) {
            statements++;
        }
        assertEquals(2, statements, "one that looks and one that redeems");
    }

    @Test
    void a_refresh_token_is_good_still_after_a_refresh_that_broke_off_at_any_statement() {
        int statements = 0;
        while (isBrokenOffAfter(statements, redeemed(code()), this::refreshed)) {
            statements++;
        }
        assertEquals(2, statements, "one that looks and one that replaces");
    }

    private interface Exchange {
        String of(String token, String... others);
    }

    /** If so, it is done again long after, when no answer that was lost is given again, and must be good. */
    private boolean isBrokenOffAfter(int statements, String token, Exchange exchange) {
        store.breakOffAfter(statements);
        try {
            exchange.of(token);
            return false;
        } catch (DatabaseUnavailable brokenOff) {
            store.reconnect();
            clock.advance(Duration.ofSeconds(30));
            exchange.of(token);
            return true;
        } finally {
            store.reconnect();
        }
    }

    @Test
    void a_code_is_good_still_after_a_request_for_too_much() {
        String code = code();

        assertEquals("invalid_target", assertThrows(ProtocolError.class,
                () -> redeemed(code, "resource", "https://evil.example/")).code());

        redeemed(code);
    }

    @Test
    @DisplayName("Core §12.2, RFC 6749 §6: a response that is not for openid, though the grant was, has no ID token")
    void an_id_token_comes_with_the_scope_openid_only() {
        JsonObject first = json(exchanged(code()));
        assertTrue(first.containsKey("id_token"));
        JsonObject narrowed = json(refreshTokens.exchange(shop,
                call(new String[] {"scope", "email"}, "refresh_token", first.getString("refresh_token"))));
        assertEquals("email", narrowed.getString("scope"));
        assertFalse(narrowed.containsKey("id_token"));
        JsonObject whole = json(refreshTokens.exchange(shop,
                call(new String[0], "refresh_token", narrowed.getString("refresh_token"))));
        assertTrue(whole.containsKey("id_token"));

        shop = client(false, "email");

        JsonObject left = json(refreshTokens.exchange(shop,
                call(new String[0], "refresh_token", whole.getString("refresh_token"))));
        assertEquals("email", left.getString("scope"));
        assertFalse(left.containsKey("id_token"));
        assertFalse(json(exchanged(code())).containsKey("id_token"), "by a code that was issued before");
    }

    @ParameterizedTest
    @CsvSource({"scope,openid email profile,invalid_scope", "scope,nothing,invalid_scope",
        "resource,https://evil.example/,invalid_target"})
    @DisplayName(
            "§6: \"The requested scope MUST NOT include any scope not originally granted\", RFC 8707 §2.2; who asks "
            + "for "
            + "too much keeps the token")
    void a_refresh_token_is_good_still_after_a_request_for_too_much(String parameter, String value, String error) {
        String token = redeemed(code());
        store.statements();

        assertEquals(error, assertThrows(ProtocolError.class, () -> refreshed(token, parameter, value)).code());

        assertEquals(List.of(), store.statements().stream().filter(sql -> sql.startsWith("UPDATE")).toList());
        clock.advance(Duration.ofMinutes(1));
        refreshed(token);
    }

    @Test
    @DisplayName("RFC 9700 §4.14.2: a token that was replaced ends the session, whatever is asked for with it")
    void who_reuses_a_refresh_token_and_asks_for_too_much_ends_the_session() {
        String first = redeemed(code());
        String second = refreshed(first);
        clock.advance(Duration.ofMinutes(1));

        assertEquals("invalid_grant",
                assertThrows(ProtocolError.class, () -> refreshed(first, "scope", "profile")).code());

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> refreshed(second)).code());
    }

    @Test
    @DisplayName(
            "RFC 6749 §4.1.2: a code that is used again ends what it gave, whatever else is wrong with the request")
    void who_uses_a_code_again_ends_what_it_gave() {
        String code = code();
        String token = redeemed(code);

        assertThrows(ProtocolError.class, () -> redeemed(code, "resource", "https://evil.example/"));

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> refreshed(token)).code());
    }

    /**
     * As it may be when another node took it back, or ended the session, at the moment in which the code was issued.
     */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM consent", "UPDATE consent SET scopes = 'openid'",
        "UPDATE browser_session SET ended_at = created_at"})
    void a_code_is_not_good_when_what_it_was_issued_by_is_gone(String change) {
        shop = client(true);
        node.consents.grant(browser.accountId(), shop, new PendingAuthorization("shop", CALLBACK, "query",
                List.of("openid", "email"), null, null, null, List.of(), null, List.of(), null, null, List.of(), null,
                List.of(), List.of(), clock.instant(), null, PendingAuthorization.Steps.NONE));
        redeemed(code());
        String code = code();
        store.database().update(change);

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> redeemed(code)).code());
    }

    @Test
    void what_a_client_of_the_same_id_held_that_was_removed_is_not_good_for_the_next() {
        String token = redeemed(code());
        String code = code();
        // Longer than clocks of nodes may differ.
        clock.advance(Duration.ofSeconds(61));
        shop = client(false);
        clock.advance(Duration.ofSeconds(-2));

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> redeemed(code)).code());
        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> refreshed(token)).code());
        redeemed(code());
    }

    @Test
    @DisplayName("Core §12.2: a refreshed ID token has the sub of the original one, or there is none")
    void what_a_client_holds_is_not_good_when_it_knows_people_by_other_subjects() {
        String token = redeemed(code());
        String code = code();
        RegisteredClient before = shop;
        shop = ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add(CALLBACK)).add("subject_type", "pairwise").build());

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> redeemed(code)).code());
        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> refreshed(token)).code());
        shop = before;
        refreshed(token);
    }

    @Test
    @DisplayName("Core §8.1: a client with pairwise subjects learns neither names nor roles, nor how others know them")
    void a_client_with_pairwise_subjects_learns_no_name_and_no_role() {
        shop = client("\"scope\": \"openid profile\", \"subject_type\": \"pairwise\"");
        Authorization authorization = new Authorization(CALLBACK, AuthorizationCodeGrant.challenge(VERIFIER),
                List.of("openid", "profile"), null, clock.instant(), "1", List.of("pwd"), null, List.of(),
                shop.subjects().sector());
        JsonObject tokens = json(exchanged(node.clientSessions.issueCode(browser,
                new ClientGrant("shop", browser.id(), false, authorization.json()), Duration.ofMinutes(1))));

        for (String name : List.of("access_token", "id_token")) {
            String claims = claims(tokens.getString(name));
            assertTrue(Collections.disjoint(WardenClient.json(claims).keySet(),
                    Set.of("preferred_username", "upn", "name", "roles", "groups", "realm_access")), claims);
            assertFalse(claims.contains(bob.id()), claims);
            assertFalse(claims.contains(browser.id()), claims);
        }
    }

    private RegisteredClient client(String members) {
        return ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), WardenClient.json(
                "{\"redirect_uris\": [\"" + CALLBACK + "\"], \"require_consent\": false, " + members + "}"));
    }

    private static String claims(String jwt) {
        return new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    @Test
    void an_access_token_lives_no_longer_than_a_revoked_session_is_remembered() {
        shop = client("\"access_token_lifetime\": \"PT2H\"");

        assertEquals(3600, json(exchanged(code())).getInt("expires_in"));
    }

    @Test
    void a_client_that_may_not_refresh_holds_nothing_longer_than_its_access_token_may_live() {
        shop = client("\"grant_types\": [\"authorization_code\"]");
        exchanged(code());
        assertEquals(1, node.clientSessions.holdersFor(bob.id()).size());

        clock.advance(Duration.ofHours(1));

        assertEquals(List.of(), node.clientSessions.holdersFor(bob.id()));
    }

    @ParameterizedTest
    @CsvSource({"42,a,false", "43,a,true", "128,~,true", "129,a,false", "43,+,false"})
    @DisplayName("RFC 7636 §4.1: a verifier has 43 to 128 unreserved characters")
    void a_verifier_has_43_to_128_unreserved_characters(int length, String character, boolean isOne) {
        String verifier = character.repeat(length);

        assertEquals(isOne, AuthorizationCodeGrant.isProved(Optional.of(verifier),
                AuthorizationCodeGrant.challenge(verifier)));
    }

    @ParameterizedTest
    @CsvSource({"https://shop.example/other,a-verifier-of-forty-three-characters-or-more",
        "https://shop.example/callback,another-verifier-of-forty-three-characters-or-more"})
    void who_has_a_code_and_not_what_belongs_to_it_spoils_it(String redirectUri, String verifier) {
        String code = code();

        assertThrows(ProtocolError.class, () -> codes.exchange(shop, call(new String[0], "code", code,
                "redirect_uri", redirectUri, "code_verifier", verifier)));

        assertEquals("invalid_grant", assertThrows(ProtocolError.class, () -> redeemed(code)).code());
    }
}
