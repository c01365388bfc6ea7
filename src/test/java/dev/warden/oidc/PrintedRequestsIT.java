package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Browser;
import dev.warden.WardenClient;

/** Their client, its secret and its tokens are theirs too; only the addresses are ours. */
@DisplayName("Requests as their specifications print them")
class PrintedRequestsIT extends BlackBox {

    /** RFC 6749 §2.3.1. */
    private static final String CREDENTIALS = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3";

    private final WardenClient client = RelyingParty.form(warden.fromAfar()).with("Authorization", CREDENTIALS);

    @Test
    @DisplayName("OpenID Connect Core §3.1.2.1: an authorization request")
    void authorization() {
        HttpResponse<String> answer = warden.fromAfar().get("oauth2/authorize?response_type=code&scope=openid%20profile"
                + "%20email&client_id=s6BhdRkqt3&state=af0ifjsldkj&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb");
        assertEquals(303, answer.statusCode());
        assertTrue(answer.headers().firstValue("Location").orElseThrow().contains("/signin?request="));
    }

    @Test
    @DisplayName("RFC 6749 §4.1.1: it asks for no scope, which §3.3 lets us refuse, where the address is encoded more "
            + "than it need be")
    void authorization_without_scope() {
        HttpResponse<String> answer = warden.fromAfar().get("oauth2/authorize?response_type=code&client_id=s6BhdRkqt3"
                + "&state=xyz&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb");
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith("https://client.example.com/cb?"), location);
        assertEquals("invalid_scope", RelyingParty.query(location).get("error"));
        assertEquals("xyz", RelyingParty.query(location).get("state"));
    }

    @Test
    @DisplayName("RFC 9126 §2.1, §2.2, §4: a pushed request, and what comes of it")
    void pushed() {
        HttpResponse<String> answer = client.send("POST", "oauth2/par", "response_type=code&state=af0ifjsldkj"
                + "&client_id=s6BhdRkqt3&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb"
                + "&code_challenge=K2-ltc83acc4h0c9w6ESC_rEMTJ3bww-uCHaoeK1t8U&code_challenge_method=S256"
                + "&scope=account-information");
        assertEquals(201, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Cache-Control").orElseThrow().contains("no-store"));
        JsonObject pushed = WardenClient.json(answer);
        assertEquals(90, pushed.getInt("expires_in"));
        assertTrue(pushed.getString("request_uri").startsWith("urn:ietf:params:oauth:request_uri:"));

        HttpResponse<String> next = new Browser(warden.fromAfar()).get("oauth2/authorize?" + Browser.body(
                Map.of("client_id", "s6BhdRkqt3", "request_uri", pushed.getString("request_uri"))));
        assertTrue(next.headers().firstValue("Location").orElseThrow().contains("/signin?request="), next::body);
    }

    @Test
    @DisplayName("RFC 7009 §2.1, §2.2: a token that there is not is revoked")
    void revocation() {
        HttpResponse<String> answer = client.send("POST", "oauth2/revoke",
                "token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token");
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
    }

    @Test
    @DisplayName("RFC 7662 §2.1, §2.2: a token that there is not is told to be inactive, and nothing else")
    void introspection() {
        HttpResponse<String> answer = client.send("POST", "oauth2/introspect",
                "token=mF_9.B5f-4.1JqM&token_type_hint=access_token");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"active\":false}", answer.body());
    }

    @Test
    @DisplayName("RFC 6750 §2.1, §3: a token that is none, and its challenge")
    void bearer() {
        HttpResponse<String> answer = warden.fromAfar().bearing("mF_9.B5f-4.1JqM").get("oauth2/userinfo");
        assertEquals(401, answer.statusCode());
        assertEquals(List.of("Bearer realm=\"warden\", error=\"invalid_token\""),
                answer.headers().allValues("WWW-Authenticate"));
    }

    @Test
    @DisplayName("RFC 7591 §3.1, §3.2.1: a registration, of which what is not known is left out")
    void registration() {
        HttpResponse<String> answer = warden.fromAfar().send("POST", "oauth2/register", """
                {
                 "redirect_uris": [
                   "https://client.example.org/callback",
                   "https://client.example.org/callback2"],
                 "client_name": "My Example Client",
                 "client_name#ja-Jpan-JP":
                    "\\u30AF\\u30E9\\u30A4\\u30A2\\u30F3\\u30C8\\u540D",
                 "token_endpoint_auth_method": "client_secret_basic",
                 "logo_uri": "https://client.example.org/logo.png",
                 "jwks_uri": "https://client.example.org/my_public_keys.jwks",
                 "example_extension_parameter": "example_value"
                }""");
        assertEquals(201, answer.statusCode(), answer.body());
        JsonObject registered = WardenClient.json(answer);
        assertEquals(List.of("https://client.example.org/callback", "https://client.example.org/callback2"),
                registered.getJsonArray("redirect_uris").getValuesAs(JsonString::getString));
        assertEquals("クライアント名", registered.getString("client_name#ja-Jpan-JP"));
        assertEquals(0, registered.getInt("client_secret_expires_at"));
        assertTrue(registered.containsKey("client_secret") && registered.containsKey("client_id_issued_at"));
        assertTrue(!registered.containsKey("example_extension_parameter"));
    }
}
