package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.audit.AuditLog;
import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Origin;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.platform.ClockSkew;
import dev.warden.platform.JsonText;
import dev.warden.security.ClientConnection;
import dev.warden.security.Failure;
import dev.warden.security.Form;
import dev.warden.signin.ThrottleSettings;
import dev.warden.token.ClientJwts;
import dev.warden.token.ClientKeys;
import dev.warden.token.KeysUnavailable;

/** {@code Rfc7523IT} and {@code Rfc6749IT} have what is answered. */
@OnEveryDatabase
@DisplayName("Clients that authenticate, and failures that count (RFC 6749 §2.3.1)")
class ClientAuthenticatorTest {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String OTHER_KEY = "{\"alg\":\"ES256\",\"kid\":\"another\"}";
    private static final String SECRET = "report-secret-0123456789abcdef0123456789";
    private static final int MANY = 30;

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final OidcSettings settings;
    private final ClientJwts jwts;
    private final ClientAuthenticator authenticator;

    ClientAuthenticatorTest(Engine engine) throws SQLException {
        Store store = engine.emptyStore();
        node = Node.on(store, clock, Map.of("warden.outbound.allowed-networks", "127.0.0.1"));
        settings = new OidcSettings(node.settings);
        jwts = new ClientJwts(new ClientKeys(node.http), node.clientSecrets);
        authenticator = new ClientAuthenticator(node.clients, node.clientSecrets, jwts,
                new SingleUse(node.database, clock),
                new FailedClients(new ThrottleSettings(node.settings), node.audit, clock),
                new RefusalLog(node.audit, clock), settings, clock);
    }

    private void save(String members) {
        save(Origin.DECLARED, members);
    }

    private void save(Origin origin, String members) {
        node.clients.save(ClientMetadata.read("report", origin, clock.instant(), Json.createReader(
                new StringReader(("{'redirect_uris': ['https://report.example/'], " + members + "}")
                        .replace('\'', '"'))).readObject()));
    }

    private String claims() {
        return claims(Duration.ofMinutes(1));
    }

    private String claims(Duration lifetime) {
        long now = clock.instant().getEpochSecond();
        return Json.createObjectBuilder().add("iss", "report").add("sub", "report").add("aud", settings.issuer())
                .add("iat", now).add("exp", now + lifetime.toSeconds()).add("jti", UUID.randomUUID().toString()).build()
                .toString();
    }

    private String authenticated(Map<String, String> parameters) {
        return authenticated(parameters, List.of());
    }

    private String authenticated(Map<String, String> parameters, List<String> authorization) {
        ClientConnection connection = new ClientConnection(Node.ELSEWHERE, true);
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(authorization);
                    case "getAttribute" -> connection;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return authenticator.authenticate(new Call(request, form(parameters))).id();
    }

    private static Form form(Map<String, String> parameters) {
        return Form.parse(parameters.entrySet().stream().map(each -> each.getKey() + "="
                + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&")),
                Set.of());
    }

    private String showingByBasic(String secret) {
        return authenticated(Map.of(), List.of("Basic " + Base64.getEncoder().encodeToString(("report:" + secret)
                .getBytes(StandardCharsets.UTF_8))));
    }

    private String showing(String assertion) {
        return authenticated(Map.of("client_assertion_type", TYPE, "client_assertion", assertion));
    }

    private String refusal(String assertion) {
        return assertThrows(ProtocolError.class, () -> showing(assertion)).code();
    }

    @Test
    void by_a_key_are_heard_however_many_signatures_were_wrong() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks': " + SignedJwt.JWKS);
        for (int i = 0; i < MANY; i++) {
            assertEquals("invalid_client", refusal(SignedJwt.es256(OTHER_KEY, claims())));
        }

        assertEquals("report", showing(SignedJwt.es256(claims())));
    }

    @Test
    void by_a_secret_are_not_heard_after_too_many_that_were_wrong() {
        save("'token_endpoint_auth_method': 'client_secret_post',"
                + " 'client_secret': '" + SECRET + "'");
        Map<String, String> wrong = Map.of("client_id", "report", "client_secret", "wrong");
        for (int i = 0; i < 10; i++) {
            assertEquals("invalid_client",
                    assertThrows(ProtocolError.class, () -> authenticated(wrong)).code());
        }

        assertEquals("temporarily_unavailable", assertThrows(ProtocolError.class, () -> authenticated(Map.of(
                "client_id", "report", "client_secret", SECRET))).code());
    }

    @Test
    void by_a_method_that_is_not_theirs_have_made_no_guess() {
        save("'token_endpoint_auth_method': 'client_secret_basic', 'client_secret': '" + SECRET + "'");
        Map<String, String> byPost = Map.of("client_id", "report", "client_secret", SECRET);
        for (int i = 0; i < MANY; i++) {
            assertEquals("invalid_client", assertThrows(ProtocolError.class, () -> authenticated(byPost)).code());
        }
    }

    @Test
    void that_are_refused_are_told_operators_with_the_reason() {
        try (LogLines log = LogLines.of(AuditLog.class)) {
            save("'token_endpoint_auth_method': 'client_secret_basic', 'client_secret': '" + SECRET + "'");
            log.lines();

            assertThrows(ProtocolError.class,
                    () -> authenticated(Map.of("client_id", "report", "client_secret", SECRET)));
            assertEquals("wrong-method report is registered for client_secret_basic", detail(log));
            assertThrows(ProtocolError.class,
                    () -> authenticated(Map.of("client_id", "x".repeat(9_000), "client_secret", SECRET)));
            assertEquals("unknown-client " + "x".repeat(200) + "...", detail(log));
            assertThrows(ProtocolError.class, () -> authenticated(Map.of("client_secret", SECRET)));
            assertEquals("unreadable-credentials", detail(log));

            save("'token_endpoint_auth_method': 'client_secret_post', 'client_secret': '" + SECRET + "'");
            log.lines();
            assertThrows(ProtocolError.class,
                    () -> authenticated(Map.of("client_id", "report", "client_secret", "wrong")));
            assertEquals("wrong-secret report", detail(log));
        }
    }

    @Test
    void whose_assertions_are_refused_are_told_operators_with_the_reason() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks': " + SignedJwt.JWKS);
        try (LogLines log = LogLines.of(AuditLog.class)) {
            refusal(SignedJwt.es256(OTHER_KEY, claims()));
            assertEquals("wrong-signature report", detail(log));
            refusal(SignedJwt.es256(claims().replace("\"iss\":\"report\"", "\"iss\":\"else\"")));
            assertEquals("wrong-claims report", detail(log));
            refusal(SignedJwt.es256(claims().replace(settings.issuer(), "https://else.example")));
            assertEquals("wrong-audience report", detail(log));
            String used = SignedJwt.es256(claims());
            showing(used);
            refusal(used);
            assertEquals("used-assertion report", detail(log));
            clock.advance(Duration.ofHours(1));
            refusal(used);
            assertEquals("wrong-time report", detail(log));
        }
    }

    @Test
    @DisplayName("by an assertion that was used are refused as long as a node takes it, whatever another one forgets")
    void by_an_assertion_that_was_used() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks': " + SignedJwt.JWKS);
        String assertion = SignedJwt.es256(claims());
        assertEquals("report", showing(assertion));
        Instant expiry = Instant.ofEpochSecond(clock.instant().getEpochSecond()).plusSeconds(60);
        MutableClock ahead = new MutableClock();

        clock.set(expiry.plusSeconds(60).minusMillis(1));
        ahead.set(clock.instant().plusSeconds(60));
        new SingleUse(node.database, ahead).forget();

        try (LogLines log = LogLines.of(AuditLog.class)) {
            refusal(assertion);
            assertEquals("used-assertion report", detail(log));
        }
    }

    @Test
    @DisplayName("use assertions of an hour, or of 5 minutes if they registered themselves (RFC 7523 §3)")
    void use_assertions_of_a_limited_lifetime() {
        Duration hour = Duration.ofHours(1);
        Duration fiveMinutes = Duration.ofMinutes(5);
        Duration more = ClockSkew.TOLERATED.plusSeconds(1);
        String members = "'token_endpoint_auth_method': 'private_key_jwt', 'jwks': " + SignedJwt.JWKS;
        save(members);
        assertEquals("report", showing(SignedJwt.es256(claims(hour))));
        assertEquals("invalid_client", refusal(SignedJwt.es256(claims(hour.plus(more)))));

        save(Origin.REGISTERED, members);
        assertEquals("report", showing(SignedJwt.es256(claims(fiveMinutes))));
        assertEquals("invalid_client", refusal(SignedJwt.es256(claims(fiveMinutes.plus(more)))));
    }

    @Test
    @DisplayName("may name the issuer or any endpoint where clients authenticate as the audience (RFC 7523 §3)")
    void whose_assertions_are_for_an_endpoint() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks': " + SignedJwt.JWKS);
        String ours = "\"aud\":\"" + settings.issuer();

        for (String path : List.of("", "/oauth2/token", "/oauth2/par", "/oauth2/introspect", "/oauth2/revoke",
                "/oauth2/logout")) {
            assertEquals("report", showing(SignedJwt.es256(claims().replace(ours, ours + path))), path);
        }
        for (String path : List.of("/", "/oauth2/authorize", "/oauth2/userinfo")) {
            assertEquals("invalid_client", refusal(SignedJwt.es256(claims().replace(ours, ours + path))), path);
        }
    }

    private static String detail(LogLines log) {
        List<String> lines = log.lines();
        assertEquals(1, lines.size(), lines::toString);
        JsonObject event = Json.createReader(new StringReader(lines.get(0))).readObject();
        assertEquals("client-refused", event.getString("event"));
        return event.getString("detail");
    }

    @Test
    @DisplayName("by a secret that is not ASCII and was not encoded are refused, not taken for others (§2.3.1)")
    void by_a_secret_that_is_not_encoded() {
        ClientSecrets.Made secret = node.clientSecrets.make("report", AuthenticationMethod.CLIENT_SECRET_BASIC, null);
        node.clients.save(ClientMetadata.read("report", Origin.DECLARED, clock.instant(),
                JsonText.object("{\"redirect_uris\": [\"https://report.example/\"]}")).with(secret.stored()));
        assertEquals("report", showingByBasic(secret.value()));
        char first = secret.value().charAt(0);
        assertEquals("report", showingByBasic("%" + Integer.toHexString(first) + secret.value().substring(1)));

        String withSameLowOctet = (char) (first + 0x100) + secret.value().substring(1);
        assertEquals("invalid_client",
                assertThrows(ProtocolError.class, () -> showingByBasic(withSameLowOctet)).code());
    }

    @Test
    @DisplayName("whose keys cannot be fetched are told to come again, not that they are wrong (RFC 9110 §15.6.4)")
    void whose_keys_cannot_be_fetched() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks_uri': 'http://127.0.0.1:1/jwks'");

        Failure failure = null;
        for (int i = 0; i < MANY; i++) {
            failure = Failure.of(assertThrows(KeysUnavailable.class, () -> showing(SignedJwt.es256(claims()))));
        }

        assertEquals(503, failure.status());
        assertEquals("2", failure.headers().get("Retry-After"));
    }

    @Test
    @DisplayName("whose keys for a request object cannot be fetched learn that at their redirect URI (§4.1.2.1)")
    void whose_keys_for_a_request_object_cannot_be_fetched() {
        save("'token_endpoint_auth_method': 'private_key_jwt', 'jwks_uri': 'http://127.0.0.1:1/jwks'");
        AuthorizationRequests requests = new AuthorizationRequests(node.clients,
                new RequestObjects(jwts, node.http, settings, clock), null, null, clock);
        AuthorizationParameters raw = AuthorizationParameters.of(form(Map.of("client_id", "report", "response_type",
                "code", "redirect_uri", "https://report.example/", "request",
                SignedJwt.es256("{\"scope\":\"openid\"}"))));

        AuthorizationRequests.Checked checked = requests.check(raw);

        assertEquals("temporarily_unavailable", checked.refusal().orElseThrow().code());
        assertEquals("https://report.example/", checked.destination().redirectUri());
        assertThrows(KeysUnavailable.class,
                () -> requests.checkPushed(raw, node.clients.find("report").orElseThrow()), "answered 503");
    }
}
