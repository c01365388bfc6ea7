package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Map;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.WardenClient;

@DisplayName("The OAuth 2.0 Authorization Framework (RFC 6749)")
class Rfc6749IT extends BlackBox {

    private final RelyingParty shop = RelyingParty.shop(warden);
    private final RelyingParty post = RelyingParty.of(warden, "shop-post", "https://post.example/callback");

    @Nested
    @DisplayName("§2.3 Client authentication")
    class ClientAuthentication {

        private final Map<String, String> request = Map.of("grant_type", "client_credentials");

        @Test
        void by_basic() {
            ok(report().send("POST", "oauth2/token", Browser.body(request)));
        }

        @Test
        @DisplayName("§2.3.1: id and secret are form-encoded before they are base64")
        void by_basic_encoded() {
            ok(shop.basic("rep%6Frt", "report%2Dsecret-0123456789abcdef012345").send("POST", "oauth2/token",
                    Browser.body(request)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"report:wrong", "report:", "nobody:report-secret-0123456789abcdef012345", ":x",
                "report",
            "Report:report-secret-0123456789abcdef012345", "report:report-secret-0123456789abcdef012345 ",
            "shop-post:shop-secret-0123456789abcdef0123456789", "app:", "report%zz:x",
                    "report-jwt:report-secret-0123456789abcdef0123456789"})
        @DisplayName("§5.2: invalid_client, with a challenge of the scheme that was used")
        void by_wrong_basic(String credentials) {
            String[] parts = credentials.split(":", 2);
            WardenClient client = RelyingParty.form(shop.warden()).with("Authorization", "Basic "
                    + java.util.Base64.getEncoder()
                    .encodeToString((parts.length == 1 ? credentials : parts[0] + ":" + parts[1]).getBytes()));
            assertInvalidClient(client.send("POST", "oauth2/token", Browser.body(request)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Bearer abc", "Digest username=x", "basic:abc"})
        void by_no_scheme_of_ours(String header) {
            assertInvalidClient(RelyingParty.form(shop.warden()).with("Authorization", header).send("POST",
                    "oauth2/token",
                    Browser.body(request)));
        }

        @Test
        @DisplayName("§2.3: \"The client MUST NOT use more than one authentication method in each request.\"")
        void by_two_methods() {
            assertError(400, "invalid_request", report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&client_id=report&client_secret=report-secret-0123456789abcdef012345"
                    + ""));
        }

        @Test
        void by_two_clients() {
            assertError(400, "invalid_request", report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&client_id=shop"));
        }

        @Test
        void by_a_method_that_is_not_the_clients() {
            assertInvalidClient(shop.post("oauth2/token", Map.of("grant_type", "client_credentials", "client_id",
                    "report",
                    "client_secret", "report-secret-0123456789abcdef012345")));
            assertInvalidClient(shop.post("oauth2/token", Map.of("grant_type", "client_credentials", "client_id",
                    "report")));
        }

        @Test
        @DisplayName("§2.3.1: \"MUST protect any endpoint utilizing it against brute force attacks\"")
        void by_guessing() {
            for (int i = 0; i < 10; i++) {
                assertInvalidClient(shop.basic("report", "guess-" + i).send("POST", "oauth2/token",
                        Browser.body(request)));
            }
            HttpResponse<String> stopped = report().send("POST", "oauth2/token", Browser.body(request));
            assertEquals(429, stopped.statusCode());
            assertTrue(stopped.headers().firstValue("Retry-After").isPresent());
            ok(RelyingParty.shop(warden).basic("report", "report-secret-0123456789abcdef012345").send("POST",
                    "oauth2/token",
                    Browser.body(request)));
        }

        @Test
        void by_guessing_at_a_client_that_has_no_secret_without_harm_to_its_people() {
            for (int i = 0; i < 11; i++) {
                assertInvalidClient(shop.post("oauth2/token", Map.of("grant_type", "refresh_token", "client_id", "app",
                        "client_secret", "guess-" + i)));
            }
            assertError(400, "invalid_grant", shop.post("oauth2/token", Map.of("grant_type", "refresh_token",
                    "client_id", "app", "refresh_token", "none")));
        }

        @Test
        @DisplayName("§2.3.1: credentials \"MUST NOT be included in the request URI\"")
        void never_by_query() {
            assertInvalidClient(RelyingParty.form(shop.warden()).send("POST",
                    "oauth2/token?client_id=shop-post&client_secret=" + RelyingParty.SECRET,
                            "grant_type=authorization_code"));
        }
    }

    @Nested
    @DisplayName("§3.2 Token endpoint")
    class TokenEndpoint {

        @Test
        @DisplayName("§3.2: \"The client MUST use the HTTP \\\"POST\\\" method\"")
        void by_post_alone() {
            HttpResponse<String> answer = shop.warden().get("oauth2/token?grant_type=client_credentials");
            assertEquals(405, answer.statusCode());
            assertEquals("OPTIONS, POST", answer.headers().firstValue("Allow").orElseThrow());
        }

        @Test
        @DisplayName("§3.2: \"Request and response parameters MUST NOT be included more than once.\"")
        void parameters_once() {
            assertError(400, "invalid_request", report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&grant_type=client_credentials"));
        }

        @Test
        @DisplayName("§3.2: \"Parameters sent without a value MUST be treated as if they were omitted\"; unknown "
                + "ones are ignored")
        void empty_and_unknown_parameters() {
            ok(report().send("POST", "oauth2/token", "grant_type=client_credentials&scope=&foo=bar"));
            assertError(400, "invalid_request", report().send("POST", "oauth2/token", "grant_type="));
        }

        @ParameterizedTest
        @CsvSource({"password,unsupported_grant_type", "implicit,unsupported_grant_type",
                "CLIENT_CREDENTIALS,unsupported_grant_type",
            "authorization_code,unauthorized_client", "refresh_token,unauthorized_client"})
        @DisplayName("§5.2: grants that there are not, or not for this client")
        void grants(String grant, String error) {
            assertError(400, error, report().send("POST", "oauth2/token", "grant_type=" + grant
                    + "&code=x&refresh_token=x"));
        }

        @Test
        void a_body_of_another_kind() {
            WardenClient json = shop.basic("report", "report-secret-0123456789abcdef012345").with("Content-Type",
                    "application/json");
            assertEquals(415, json.send("POST", "oauth2/token", "{\"grant_type\":\"client_credentials\"}")
                    .statusCode());
            assertEquals(413, report().send("POST", "oauth2/token", "a=" + "x".repeat(70_000)).statusCode());
            assertError(400, "invalid_request", report().send("POST", "oauth2/token", "grant_type=%ff"));
            assertError(400, "invalid_request", report().send("POST", "oauth2/token", "grant_type=%zz"));
            assertError(400, "invalid_request", report().send("POST", "oauth2/token", "grant_type=a%00"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"charset=ISO-8859-1", "charset=us-ascii", "charset=nonsense", "charset=\"UTF-8\"; a=b"})
        @DisplayName("Appendix B: UTF-8, whatever the type says; HTML, URL-encoded form data: \"Parameters on the "
                + "application/x-www-form-urlencoded MIME type are ignored\"")
        void parameters_of_the_type(String parameters) {
            WardenClient form = report().with("Content-Type", "application/x-www-form-urlencoded; " + parameters);
            ok(form.send("POST", "oauth2/token", "grant_type=client_credentials"));
            assertError(400, "invalid_request", form.send("POST", "oauth2/token",
                    "grant_type=client_credentials&foo=%E9"));
        }

        @Test
        @DisplayName("§5.1: \"The authorization server MUST include the HTTP \\\"Cache-Control\\\" response header "
                + "field […] no-store\"")
        void is_not_cached() {
            HttpResponse<String> answer = report().send("POST", "oauth2/token", "grant_type=client_credentials");
            assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
            assertEquals("no-cache", answer.headers().firstValue("Pragma").orElseThrow());
            assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Nested
    @DisplayName("§4.1 Authorization code grant")
    class AuthorizationCode {

        @Test
        @DisplayName("§4.1.2: a code that is used again is refused, and ends what it had given")
        void a_code_used_again() {
            shop.signUp();
            String code = shop.code();
            JsonObject tokens = ok(shop.redeem(code));
            ok(shop.userinfo(tokens.getString("access_token")));

            assertError(400, "invalid_grant", shop.redeem(code));

            assertEquals(401, shop.userinfo(tokens.getString("access_token")).statusCode());
            assertError(400, "invalid_grant", shop.refresh(tokens.getString("refresh_token")));
            assertError(400, "invalid_grant", shop.redeem(code));
        }

        @Test
        @DisplayName("§4.1.3: \"ensure that the authorization code was issued to the authenticated confidential "
                + "client\"")
        void anothers_code() {
            shop.signUp();
            String code = shop.code();
            assertError(400, "invalid_grant", shop.basic("shop-consent", RelyingParty.SECRET).send("POST",
                    "oauth2/token",
                    Browser.body(shop.redemption(code))));
            ok(shop.redeem(code));
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://shop.example/callback?from=warden", "https://shop.example/callback/",
                "https://evil.example/",
            "HTTPS://shop.example/callback"})
        @DisplayName("§4.1.3: the redirect_uri must be identical")
        void another_redirect_uri(String redirectUri) {
            shop.signUp();
            String code = shop.code();
            assertError(400, "invalid_grant", shop.redeem(code, "redirect_uri", redirectUri));
            assertError(400, "invalid_grant", shop.redeem(code), "it was spent");
        }

        @Test
        void no_redirect_uri() {
            shop.signUp();
            assertError(400, "invalid_grant", shop.redeem(shop.code(), "redirect_uri", null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR '1'='1", "\u0000"})
        void what_is_no_code(String code) {
            HttpResponse<String> answer = shop.redeem(code);
            assertEquals(400, answer.statusCode());
        }

        @ParameterizedTest
        @CsvSource({"response_type,,invalid_request", "response_type,none,unsupported_response_type",
            "response_type,code code,unsupported_response_type", "response_type,tokens,unsupported_response_type",
            "response_mode,fragment,invalid_request", "response_mode,web_message,invalid_request",
                    "scope,,invalid_scope",
            "scope,nothing of ours,invalid_scope", "prompt,none login,invalid_request",
                    "prompt,perhaps,invalid_request",
            "max_age,-1,invalid_request", "max_age,soon,invalid_request", "claims,{,invalid_request",
                    "claims,[],invalid_request",
            "claims,\"{\"\"id_token\"\":1}\",invalid_request", "code_challenge,short,invalid_request",
            "code_challenge_method,S256,invalid_request", "registration,{},registration_not_supported",
            "request,abc,invalid_request_object", "request_uri,https://evil.example/r,invalid_request_uri",
            "request_uri,http://127.0.0.1:22/,invalid_request_uri",
                    "request_uri,urn:ietf:params:oauth:request_uri:abc,invalid_request_uri",
            "resource,https://evil.example/,invalid_target", "resource,https://api.shop.example/#x,invalid_target"})
        @DisplayName("§4.1.2.1: what is wrong is told the client, with its state")
        void errors_are_told_the_client(String parameter, String value, String error) {
            shop.signUp();
            Map<String, String> answer = shop.answer(shop.authorize(parameter, value));
            assertEquals(error, answer.get("error"));
            assertEquals("state-1", answer.get("state"));
            assertTrue(answer.containsKey("iss"));
            assertFalse(answer.containsKey("code"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"token", "id_token", "id_token token", "code token", "code id_token",
            "code id_token token"})
        @DisplayName("§4.2.2.1, OpenID Connect Core §3.2.2.6, §3.3.2.6: who asks for a token is told in the fragment")
        void errors_are_told_in_the_fragment(String responseType) {
            shop.signUp();
            for (String responseMode : new String[] {null, "fragment"}) {
                String location = shop.authorize("response_type", responseType, "response_mode", responseMode)
                        .headers().firstValue("Location").orElseThrow();
                assertTrue(location.startsWith("https://shop.example/callback#error=unsupported_response_type&"),
                        location);
                assertTrue(location.contains("&state=state-1&iss="), location);
            }
            assertEquals("unsupported_response_type", shop.answer(shop.authorize("response_type", responseType,
                    "response_mode", "query")).get("error"));
            assertEquals(200, shop.authorize("response_type", responseType, "response_mode", "form_post")
                    .statusCode());
        }

        @Test
        @DisplayName("§3.1: \"The authorization server MUST ignore unrecognized request parameters.\"")
        void unknown_parameters() {
            shop.signUp();
            shop.code("extra", "foobar");
        }

        @Test
        @DisplayName("Core §3.1.2.1: by POST too, from another site, which comes without our cookie")
        void by_post() {
            shop.signUp();
            HttpResponse<String> answer = shop.browser().post("oauth2/authorize", Browser.body(shop.request()),
                    "cross-site");
            assertTrue(shop.answer(shop.goOn(answer)).containsKey("code"));
        }
    }

    @Nested
    @DisplayName("§4.4 Client credentials grant")
    class ClientCredentials {

        @Test
        @DisplayName("§4.4.3: \"A refresh token SHOULD NOT be included.\" RFC 9068 §2.2: the client is the subject")
        void an_access_token_alone() {
            JsonObject answer = ok(report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&scope=orders:read"));
            assertEquals(java.util.Set.of("access_token", "token_type", "expires_in", "scope"), answer.keySet());
            JsonObject claims = RelyingParty.claims(answer.getString("access_token"));
            assertEquals("report", claims.getString("sub"));
            assertEquals("report", claims.getString("client_id"));
            assertFalse(claims.containsKey("sid"));
            assertEquals(403, shop.userinfo(answer.getString("access_token")).statusCode(), "it is about nobody");
        }

        @Test
        @DisplayName("RFC 8707 §2.2: for the resources that were asked for and no other")
        void resources() {
            JsonObject one = ok(report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&resource=https%3A%2F%2Forders.example%2Fapi"));
            assertEquals("https://orders.example/api", RelyingParty.claims(one.getString("access_token"))
                    .getString("aud"));
            JsonObject two = ok(report().send("POST", "oauth2/token", "grant_type=client_credentials"
                    + "&resource=https%3A%2F%2Forders.example%2Fapi&resource=https%3A%2F%2Fstock.example%2Fapi"));
            assertEquals(2, RelyingParty.claims(two.getString("access_token")).getJsonArray("aud").size());
            assertError(400, "invalid_target", report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&resource=https%3A%2F%2Fevil.example%2F"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"openid", "offline_access", "profile", "orders:read%20email", "orders:delete",
            "orders:read%20admin"})
        @DisplayName("§5.2: invalid_scope, also for what is about a person")
        void scopes_that_are_not_for_the_client_itself(String scope) {
            assertError(400, "invalid_scope", report().send("POST", "oauth2/token",
                    "grant_type=client_credentials&scope=" + scope));
        }

        @Test
        @DisplayName("§4.4: \"MUST only be used by confidential clients\"")
        void not_for_public_clients() {
            assertError(400, "unauthorized_client", shop.post("oauth2/token",
                    Map.of("grant_type", "client_credentials", "client_id", "app")));
        }
    }

    @Nested
    @DisplayName("§6 Refreshing an access token")
    class Refreshing {

        @Test
        void scopes_may_be_fewer_and_not_more() {
            shop.signUp();
            String refresh = shop.tokens("scope", "openid email").getString("refresh_token");
            JsonObject fewer = ok(shop.token(Map.of("grant_type", "refresh_token", "refresh_token", refresh, "scope",
                    "openid")));
            assertEquals("openid", fewer.getString("scope"));
            assertFalse(ok(shop.userinfo(fewer.getString("access_token"))).containsKey("email"));
            assertError(400, "invalid_scope", shop.token(Map.of("grant_type", "refresh_token", "refresh_token",
                    fewer.getString("refresh_token"), "scope", "openid email profile")));
        }

        @Test
        @DisplayName("§10.4: a refresh token is bound to the client it was issued to")
        void anothers_refresh_token() {
            shop.signUp();
            String refresh = shop.tokens().getString("refresh_token");
            assertError(400, "invalid_grant", shop.basic("shop-consent", RelyingParty.SECRET).send("POST",
                    "oauth2/token",
                    Browser.body(Map.of("grant_type", "refresh_token", "refresh_token", refresh))));
            ok(shop.refresh(refresh));
        }

        @Test
        @DisplayName("RFC 9700 §4.14.2: the answer that was lost is given again")
        void again_at_once() {
            shop.signUp();
            String refresh = shop.tokens().getString("refresh_token");
            assertEquals(ok(shop.refresh(refresh)).getString("refresh_token"), ok(shop.refresh(refresh))
                    .getString("refresh_token"));
        }

        @Test
        void one_that_was_changed() {
            shop.signUp();
            String refresh = shop.tokens().getString("refresh_token");
            for (int i = 0; i < refresh.length(); i += 9) {
                assertError(400, "invalid_grant", shop.refresh(refresh.substring(0, i)
                        + (refresh.charAt(i) == 'A' ? 'B' : 'A') + refresh.substring(i + 1)));
            }
            ok(shop.refresh(refresh));
        }
    }

    @Test
    @DisplayName("§2.3.1 by form, and ES256 for a client that wants it")
    void a_client_that_posts_its_secret() {
        post.signUp();
        Map<String, String> form = post.redemption(post.code(), "client_id", "shop-post", "client_secret",
                RelyingParty.SECRET);
        JsonObject tokens = ok(post.post("oauth2/token", form));
        assertTrue(RelyingParty.read(tokens.getString("id_token")).header().contains("\"alg\":\"ES256\""));
        HttpResponse<String> userinfo = post.userinfo(tokens.getString("access_token"));
        assertEquals("application/jwt", userinfo.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("shop-post", RelyingParty.claims(userinfo.body()).getString("aud"));
    }

    private WardenClient report() {
        return shop.basic("report", "report-secret-0123456789abcdef012345");
    }

    private static void assertInvalidClient(HttpResponse<String> answer) {
        assertError(401, "invalid_client", answer);
        assertTrue(answer.headers().firstValue("WWW-Authenticate").orElseThrow().startsWith("Basic "));
    }

    static void assertError(int status, String code, HttpResponse<String> answer) {
        assertError(status, code, answer, "");
    }

    static void assertError(int status, String code, HttpResponse<String> answer, String why) {
        assertEquals(status, answer.statusCode(), () -> why + answer.body());
        assertEquals(code, WardenClient.json(answer).getString("error"), why);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    }
}
