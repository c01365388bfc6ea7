package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;

@DisplayName("What the provider says of itself (OpenID Connect Discovery 1.0, RFC 8414)")
class DiscoveryIT extends BlackBox {

    private final JsonObject metadata = RelyingParty.ok(warden.get(".well-known/openid-configuration"));

    @Test
    @DisplayName("Discovery §4.3: \"The issuer value returned MUST be identical to the Issuer URL that was used as "
            + "the prefix\"")
    void issuer() {
        assertEquals(warden.base().toString(), metadata.getString("issuer") + "/");
        assertEquals(metadata, RelyingParty.ok(warden.get(".well-known/oauth-authorization-server")));
    }

    @Test
    @DisplayName("every address that it names is one of ours and answers")
    void endpoints() {
        metadata.forEach((name, value) -> {
            if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                String uri = ((JsonString) value).getString();
                assertTrue(uri.startsWith(warden.base().toString()), uri);
                assertTrue(Set.of(200, 204, 303, 400, 401, 405).contains(warden.get(uri.substring(warden.base()
                        .toString().length()))
                        .statusCode()), uri);
            }
        });
    }

    @Test
    @DisplayName("Discovery §3: what is required is there, and RS256")
    void members() {
        for (String member : List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri",
                "response_types_supported",
                "subject_types_supported", "id_token_signing_alg_values_supported", "userinfo_endpoint",
                        "scopes_supported",
                "claims_supported", "end_session_endpoint")) {
            assertTrue(metadata.containsKey(member), member);
        }
        assertTrue(metadata.get("id_token_signing_alg_values_supported").toString().contains("\"RS256\""));
        assertEquals("[\"code\"]", metadata.get("response_types_supported").toString());
        assertEquals("[\"S256\"]", metadata.get("code_challenge_methods_supported").toString());
        assertEquals("[\"en\",\"id\"]", metadata.get("ui_locales_supported").toString());
    }

    @Test
    @DisplayName("RFC 7517 §5: public keys, each with an id and one algorithm")
    void keys() {
        HttpResponse<String> answer = warden.get("oauth2/jwks");
        assertEquals("public, max-age=300", answer.headers().firstValue("Cache-Control").orElseThrow());
        List<JsonObject> keys = RelyingParty.ok(answer).getJsonArray("keys").getValuesAs(JsonObject.class);
        assertTrue(keys.stream().map(key -> key.getString("alg")).toList().containsAll(List.of("RS256", "PS256",
                "ES256", "EdDSA")));
        keys.forEach(key -> assertTrue(key.containsKey("kid") && !key.containsKey("d") && !key.containsKey("k"),
                key::toString));
        assertTrue(answer.body().length() < 50 * 1024, "Jakarta Security reads no more");
    }

    @ParameterizedTest
    @ValueSource(strings = {".well-known/openid-configuration", "oauth2/jwks", "oauth2/token", "oauth2/userinfo"})
    @DisplayName("CORS protocol of Fetch: scripts of any origin may read them, without cookies")
    void scripts(String path) {
        HttpResponse<String> preflight = warden.send(warden.request(path).header("Origin", "https://spa.example")
                .header("Access-Control-Request-Method", "POST").method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, preflight.statusCode());
        assertEquals("*", preflight.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertTrue(preflight.headers().firstValue("Access-Control-Allow-Credentials").isEmpty());
        // With whatever headers an application adds to all of its requests; only Authorization is not in the *.
        assertEquals("Authorization, Content-Type, *",
                preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow());
        assertEquals("WWW-Authenticate, Retry-After",
                warden.get(path).headers().firstValue("Access-Control-Expose-Headers").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2/authorize", "oauth2/logout", "oauth2/introspect", "oauth2/authorize/resume"})
    void scripts_may_not(String path) {
        HttpResponse<String> preflight = warden.send(warden.request(path).header("Origin", "https://spa.example")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertTrue(preflight.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void a_head_issues_no_code() {
        HttpResponse<String> answer = warden.send("HEAD", "oauth2/authorize?client_id=shop");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, OPTIONS, POST", answer.headers().firstValue("Allow").orElseThrow());
        assertEquals(200, warden.send("HEAD", "oauth2/jwks").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2", "oauth2/", "oauth2/nothing", "oauth2/token/x", "oauth2/authorize%2fresume",
            "oauth2//token",
        ".well-known", ".well-known/nothing", ".well-known/openid-configuration/x", "oauth2/token;x=y", "oauth2/../me"})
    void nothing_else_is_there(String path) {
        assertEquals(404, warden.get(path).statusCode());
    }
}
