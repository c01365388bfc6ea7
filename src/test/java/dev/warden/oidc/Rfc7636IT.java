package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.CHALLENGE;
import static dev.warden.oidc.RelyingParty.VERIFIER;
import static dev.warden.oidc.RelyingParty.ok;
import static dev.warden.oidc.Rfc6749IT.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;

@DisplayName("Proof Key for Code Exchange (RFC 7636)")
class Rfc7636IT extends BlackBox {

    private final RelyingParty shop = RelyingParty.shop(warden);
    private final RelyingParty app = RelyingParty.of(warden, "app", "http://127.0.0.1/callback");

    @Test
    @DisplayName("appendix B: the example pair matches")
    void the_example_pair_matches() {
        assertEquals(CHALLENGE, RelyingParty.challenge(VERIFIER));
        app.signUp();
        ok(redeem(code(), VERIFIER));
    }

    @Test
    void a_confidential_client_may_use_it() {
        shop.signUp();
        ok(shop.redeem(shop.code("code_challenge", CHALLENGE, "code_challenge_method", "S256"), "code_verifier",
                VERIFIER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk ", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=",
        "DBJFTJEZ4CVP-MB92K27UHBUJU1P1R_WW1GFWFOEJXK"})
    @DisplayName("§4.6: \"If the values are not equal, an error response indicating \\\"invalid_grant\\\"\"; and "
            + "the code is spent")
    void a_wrong_verifier(String verifier) {
        app.signUp();
        String code = code();
        assertError(400, "invalid_grant", redeem(code, verifier));
        assertError(400, "invalid_grant", redeem(code, VERIFIER));
    }

    @Test
    @DisplayName("RFC 9700 §2.1.1: a verifier without a challenge is refused, so that PKCE cannot be taken away")
    void a_verifier_without_a_challenge() {
        shop.signUp();
        assertError(400, "invalid_grant", shop.redeem(shop.code(), "code_verifier", VERIFIER));
    }

    @Test
    void a_challenge_without_a_verifier() {
        shop.signUp();
        assertError(400, "invalid_grant", shop.redeem(shop.code("code_challenge", CHALLENGE, "code_challenge_method",
                "S256")));
    }

    @Test
    @DisplayName("§4.4.1: public clients must use it; plain is not supported")
    void public_clients_must() {
        app.signUp();
        assertEquals("invalid_request", app.answer(app.authorize()).get("error"));
        assertEquals("invalid_request", app.answer(app.authorize("code_challenge", CHALLENGE)).get("error"));
        assertEquals("invalid_request", app.answer(app.authorize("code_challenge", VERIFIER, "code_challenge_method",
                "plain"))
                .get("error"));
        assertEquals("invalid_request", app.answer(app.authorize("code_challenge", CHALLENGE,
                "code_challenge_method", "s256"))
                .get("error"));
    }

    @Test
    @DisplayName("a verifier that belonged to another code does not redeem this one")
    void a_verifier_replayed() {
        app.signUp();
        String other = "other-verifier-of-43-characters-0123456789-";
        String code = app.code("code_challenge", RelyingParty.challenge(other), "code_challenge_method", "S256");
        ok(redeem(code(), VERIFIER));
        assertError(400, "invalid_grant", redeem(code, VERIFIER));
    }

    private String code() {
        return app.code("code_challenge", CHALLENGE, "code_challenge_method", "S256");
    }

    private HttpResponse<String> redeem(String code, String verifier) {
        Map<String, String> form = app.redemption(code, "client_id", "app", "code_verifier", verifier);
        return app.post("oauth2/token", form);
    }
}
