package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static dev.warden.oidc.Rfc6749IT.assertError;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Browser;

@DisplayName("Assertions by which clients authenticate (RFC 7523 §2.2, §3; OpenID Connect Core §9)")
class Rfc7523IT extends BlackBox {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String SECRET = "report-secret-0123456789abcdef0123456789";

    private final RelyingParty any = RelyingParty.shop(warden);
    private final String issuer = warden.base().toString().replaceFirst("/$", "");

    @Test
    void private_key_jwt() {
        ok(show(SignedJwt.es256(assertion("report-key").build().toString())));
        ok(show(SignedJwt.es256(SignedJwt.assertion("report-key", issuer + "/oauth2/token").build().toString())));
    }

    @Test
    void client_secret_jwt() {
        ok(show(SignedJwt.hs256(SECRET, assertion("report-jwt").build().toString())));
    }

    @Test
    @DisplayName("Core §9: \"jti […] MUST only be used once\"")
    void an_assertion_used_again() {
        String assertion = SignedJwt.es256(assertion("report-key").build().toString());
        ok(show(assertion));
        refused(assertion);
    }

    @Test
    @DisplayName("RFC 8725 §2.1: with the public key as a secret nothing is signed")
    void the_public_key_as_a_secret() {
        for (String secret : new String[] {"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "", "rfc7515-a3", SECRET}) {
            if (!secret.isEmpty()) {
                refused(SignedJwt.hs256(secret, assertion("report-key").build().toString()));
            }
        }
        refused(SignedJwt.unsigned(assertion("report-key").build().toString()));
        refused(SignedJwt.unsigned(assertion("report-key").build().toString()) + "AA");
        refused(SignedJwt.es256(assertion("report-jwt").build().toString()));
    }

    @Test
    @DisplayName("RFC 8725 §3.10: no key and no address is taken from the header")
    void headers_that_would_tell_us_how_to_verify() {
        for (String header : new String[] {"\"jku\":\"http://127.0.0.1:1/jwks\"", "\"x5u\":\"http://127.0.0.1/\"",
            "\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}", "\"crit\":[\"exp\"]", "\"b64\":false", "\"zip\":\"DEF\""}) {
            refused(SignedJwt.es256("{\"alg\":\"ES256\",\"kid\":\"rfc7515-a3\"," + header + "}",
                    assertion("report-key").build().toString()));
        }
        refused(SignedJwt.es256("{\"alg\":\"ES256\",\"kid\":\"another\"}", assertion("report-key").build().toString()));
        refused(SignedJwt.es256("{\"alg\":\"ES384\"}", assertion("report-key").build().toString()));
    }

    @Test
    @DisplayName("RFC 8725 §3.11: a token of another type is no assertion")
    void types() {
        for (String type : new String[] {"\"JWT\"", "\"jwt\"", "\"client-authentication+jwt\"",
            "\"application/Client-Authentication+JWT\"", "null"}) {
            ok(show(typed(type)));
        }
        for (String type : new String[] {"\"oauth-authz-req+jwt\"", "\"at+jwt\"", "\"logout+jwt\"", "\"\"", "5",
            "[\"JWT\"]", "\"text/jwt\""}) {
            refused(typed(type));
        }
    }

    private String typed(String type) {
        return SignedJwt.es256("{\"alg\":\"ES256\",\"kid\":\"rfc7515-a3\",\"typ\":" + type + "}",
                assertion("report-key").build().toString());
    }

    @Test
    @DisplayName("§3: iss, sub, aud, exp, nbf, iat and jti")
    void claims_that_are_wrong() {
        long now = Instant.now().getEpochSecond();
        refused(changed("iss", "report"));
        refused(changed("sub", "report"));
        refused(changed("aud", "https://evil.example/"));
        refused(changed("aud", issuer + "/oauth2/userinfo"));
        refused(changed("jti", ""));
        for (String missing : new String[] {"iss", "sub", "aud", "exp", "jti"}) {
            refused(without(missing));
        }
        refused(changed("exp", now - 61));
        refused(changed("exp", now + 86_400));
        refused(changed("nbf", now + 600));
        refused(changed("iat", now + 600));
        refused(SignedJwt.es256(assertion("report-key").add("aud", Json.createArrayBuilder().add(issuer)
                .add("https://evil.example/")).build().toString()));
    }

    @Test
    void other_forms() {
        String good = SignedJwt.es256(assertion("report-key").build().toString());
        assertError(401, "invalid_client", any.post("oauth2/token", Map.of("grant_type", "client_credentials",
                "client_assertion", good)));
        assertError(401, "invalid_client", any.post("oauth2/token", Map.of("grant_type", "client_credentials",
                "client_assertion", good, "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")));
        assertError(401, "invalid_client", any.post("oauth2/token", Map.of("grant_type", "client_credentials",
                "client_assertion", good, "client_assertion_type", TYPE, "client_id", "report")));
        ok(show(good));
    }

    private JsonObjectBuilder assertion(String clientId) {
        return SignedJwt.assertion(clientId, issuer);
    }

    private String changed(String claim, String value) {
        return SignedJwt.es256(assertion("report-key").add(claim, value).build().toString());
    }

    private String changed(String claim, long value) {
        return SignedJwt.es256(assertion("report-key").add(claim, value).build().toString());
    }

    private String without(String claim) {
        return SignedJwt.es256(Json.createObjectBuilder(assertion("report-key").build()).remove(claim).build()
                .toString());
    }

    private HttpResponse<String> show(String assertion) {
        // Each from an address of its own: wrong ones are counted.
        return RelyingParty.form(warden.fromAfar()).send("POST", "oauth2/token", Browser.body(Map.of("grant_type",
                "client_credentials", "client_assertion_type", TYPE, "client_assertion", assertion)));
    }

    private void refused(String assertion) {
        assertError(401, "invalid_client", show(assertion));
    }
}
