package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.WardenClient;

@DisplayName("Registration of clients over HTTP (RFC 7591 §3, RFC 7592 §2)")
class RegistrationIT extends BlackBox {

    private static final String CALLBACK = "'redirect_uris': ['https://registered.example/cb']";

    /** Every test comes from a network of its own: there is a limit. */
    private final WardenClient somebody = warden.fromAfar();
    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    @Test
    @DisplayName("OpenID Connect Discovery §3: the endpoint is announced")
    void announced() {
        assertEquals(issuer + "/oauth2/register",
                ok(warden.get(".well-known/openid-configuration")).getString("registration_endpoint"));
    }

    @Test
    @DisplayName("RFC 7591 §3.2.1: the answer has id, secret and all that was registered, and is stored nowhere")
    void registered() {
        HttpResponse<String> answer = register("'client_name': 'Registered', 'client_name#id': 'Terdaftar', "
                + CALLBACK);

        assertEquals(201, answer.statusCode(), answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        JsonObject client = WardenClient.json(answer);
        assertEquals(43, client.getString("client_secret").length());
        assertEquals(0, client.getInt("client_secret_expires_at"));
        assertTrue(client.getInt("client_id_issued_at") > 1_700_000_000);
        assertEquals(issuer + "/oauth2/register?client_id=" + client.getString("client_id"),
                client.getString("registration_client_uri"));
        assertEquals("Terdaftar", client.getString("client_name#id"));
        assertEquals("client_secret_basic", client.getString("token_endpoint_auth_method"));
        assertEquals("[\"https://registered.example/cb\"]", client.get("redirect_uris").toString());
        assertFalse(client.containsKey("require_consent"));
    }

    @Test
    void a_registered_client_is_known_at_once_and_people_are_asked_about_it() {
        JsonObject client = json(register(CALLBACK));
        RelyingParty party = RelyingParty.of(warden, client.getString("client_id"), "https://registered.example/cb");
        party.signUp();

        HttpResponse<String> asked = party.authorize();

        assertEquals(303, asked.statusCode(), asked.body());
        assertTrue(asked.headers().firstValue("Location").orElseThrow().contains("/consent?request="));
    }

    @Test
    void a_registered_service_gets_tokens_with_its_secret() {
        JsonObject client = json(register("'grant_types': ['client_credentials']"));
        RelyingParty party = RelyingParty.of(warden, "nobody", "https://registered.example/cb");
        String form = Browser.body(Map.of("grant_type", "client_credentials"));

        ok(party.basic(client.getString("client_id"), client.getString("client_secret"))
                .send("POST", "oauth2/token", form));
        assertEquals(401, party.basic(client.getString("client_id"), "wrong").send("POST", "oauth2/token", form)
                .statusCode());
    }

    @Test
    @DisplayName(
            "RFC 8707 §2.2, RFC 9700 §2.3: what a stranger's client is given is good for userinfo, and has no roles")
    void tokens_of_a_registered_client() {
        RelyingParty stranger = RelyingParty.registered(warden, "https://registered.example/cb", "");
        Person person = stranger.signUp();
        JsonObject tokens = stranger.tokens("scope", "openid profile");
        String access = tokens.getString("access_token");

        assertEquals(person.username(), ok(stranger.userinfo(access)).getString("preferred_username"));
        assertEquals(issuer + "/oauth2/userinfo", RelyingParty.claims(access).getString("aud"));
        for (String token : List.of(access, tokens.getString("id_token"))) {
            JsonObject claims = RelyingParty.claims(token);
            assertEquals(Set.of(), Stream.of("groups", "roles", "realm_access").filter(claims::containsKey)
                    .collect(Collectors.toSet()));
        }
        String form = Browser.body(Map.of("token", access));
        for (String api : List.of("orders-api", "every-api")) {
            assertFalse(ok(stranger.basic(api, "orders-secret-0123456789abcdef01234").send("POST", "oauth2/introspect",
                    form)).getBoolean("active"), api);
        }
        assertTrue(ok(stranger.basic("every-api", "orders-secret-0123456789abcdef01234")
                .send("POST", "oauth2/introspect",
                Browser.body(Map.of("token", declaredToken())))).getBoolean("active"));
    }

    private static String declaredToken() {
        RelyingParty shop = RelyingParty.shop(warden);
        shop.signUp();
        return shop.tokens().getString("access_token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invalid_redirect_uri | 'redirect_uris': ['https://registered.example/#fragment']",
        "invalid_redirect_uri | 'redirect_uris': ['javascript:alert(1)']",
        "invalid_redirect_uri | 'redirect_uris': ['https://registered.example/?dummy1=lorem&code=1']",
        "invalid_redirect_uri | 'client_name': 'None'",
        "invalid_client_metadata | C, 'response_types': ['token']",
        "invalid_client_metadata | C, 'id_token_signed_response_alg': 'none'",
        "invalid_client_metadata | C, 'jwks': {'keys': []}",
        "invalid_client_metadata | C, 'sector_identifier_uri': 'https://127.0.0.1:1/none'",
        "invalid_client_metadata | C, 'sector_identifier_uri': 'https://localhost/none'",
        "invalid_client_metadata | C, 'client_name#<script>': 'x'",
        "invalid_client_metadata | C, 'scope': 'openid orders'",
        "invalid_client_metadata | 'grant_types': ['client_credentials'], 'scope': 'orders'",
    })
    @DisplayName("RFC 7591 §3.2.2: errors")
    void errors(String error, String members) {
        HttpResponse<String> answer = register(members.replaceFirst("^C", CALLBACK));

        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(error, WardenClient.json(answer).getString("error"));
        assertTrue(WardenClient.json(answer).getString("error_description").matches("[ !#-\\[\\]-~]+"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{} x", "{\"a\":1,\"a\":2}", "{\"client_name\":\"\\ud800\"}", "null"})
    void what_is_no_json_object_is_refused(String body) {
        assertEquals(400, warden.fromAfar().send("POST", "oauth2/register", body).statusCode());
    }

    @Test
    void a_number_that_no_computer_wrote_is_refused() {
        for (String number : List.of("9".repeat(2000), "1e" + "9".repeat(300))) {
            assertEquals(400, register("'default_max_age': " + number + ", " + CALLBACK).statusCode());
            assertEquals(400, register("'jwks': {'keys': [{'kty': 'RSA', 'x': " + number + "}]}, " + CALLBACK)
                    .statusCode());
        }
        assertEquals(400, register("'default_max_age': 1e999999999, " + CALLBACK).statusCode());
    }

    @Test
    void a_form_is_refused() {
        assertEquals(415, RelyingParty.form(somebody).send("POST", "oauth2/register", "a=b").statusCode());
    }

    @Test
    @DisplayName("RFC 7592 §2: a client reads, changes and removes what it registered")
    void management() {
        JsonObject client = json(register(CALLBACK));
        String path = "oauth2/register?client_id=" + client.getString("client_id");
        WardenClient own = somebody.bearing(client.getString("registration_access_token"));

        JsonObject read = ok(own.get(path));
        assertEquals(client.getString("client_id"), read.getString("client_id"));
        assertEquals(client.getString("registration_access_token"), read.getString("registration_access_token"));

        HttpResponse<String> updated = own.send("PUT", path, document("'client_id': '" + client.getString("client_id")
                + "', 'redirect_uris': ['https://registered.example/2']"));
        assertEquals(200, updated.statusCode(), updated.body());
        assertEquals("[\"https://registered.example/2\"]", ok(own.get(path)).get("redirect_uris").toString());
        assertEquals(400, own.send("PUT", path, document(CALLBACK)).statusCode());

        assertEquals(204, own.send("DELETE", path).statusCode());
        assertEquals(401, own.get(path).statusCode());
    }

    @Test
    @DisplayName("RFC 7592 §2.1: nobody else's token is told anything")
    void nobody_elses() {
        JsonObject client = json(register(CALLBACK));
        JsonObject other = json(register(CALLBACK));
        assertNotEquals(client.getString("client_id"), other.getString("client_id"));
        String path = "oauth2/register?client_id=" + client.getString("client_id");
        WardenClient foreign = somebody.bearing(other.getString("registration_access_token"));

        HttpResponse<String> answer = foreign.get(path);

        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().firstValue("WWW-Authenticate").orElseThrow().contains("invalid_token"));
        for (String method : List.of("PUT", "DELETE")) {
            assertEquals(answer.body(), foreign.send(method, path, document(CALLBACK)).body());
        }
        for (String unknown : List.of("oauth2/register", "oauth2/register?client_id=", "oauth2/register?client_id=shop",
                "oauth2/register?client_id=nobody")) {
            assertEquals(answer.body(), foreign.get(unknown).body());
        }
        assertEquals(401, somebody.get(path).statusCode());
        assertEquals(401, somebody.with("Authorization", "Basic eDp5").get(path).statusCode());
    }

    @Test
    void other_methods_are_refused() {
        HttpResponse<String> answer = somebody.send("PATCH", "oauth2/register");

        assertEquals(405, answer.statusCode());
        assertEquals("DELETE, GET, HEAD, OPTIONS, POST, PUT", answer.headers().firstValue("Allow").orElseThrow());
    }

    private HttpResponse<String> register(String members) {
        return somebody.send("POST", "oauth2/register", document(members));
    }

    private static String document(String members) {
        return "{" + members.replace('\'', '"') + "}";
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertEquals(201, answer.statusCode(), answer.body());
        return WardenClient.json(answer);
    }
}
