package dev.warden.oidc;

import static dev.warden.oidc.RelyingParty.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Map;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.WardenClient;

@DisplayName("A client that is changed or removed while people use it")
class ChangedClientIT extends BlackBox {

    private static final String CALLBACK = "https://changed.example/cb";
    private static final String REGISTERED = "'redirect_uris': ['" + CALLBACK
            + "'], 'grant_types': ['authorization_code',"
            + " 'refresh_token'], 'scope': '%s'";

    private final RelyingParty party = RelyingParty.registered(warden, CALLBACK,
            REGISTERED.formatted("openid email profile").replaceFirst("'redirect_uris'[^,]*, ", ""));

    @Test
    void gets_no_scope_by_a_refresh_that_was_taken_from_it() {
        party.signUp();
        JsonObject tokens = party.tokens("scope", "openid email");
        assertTrue(ok(party.userinfo(tokens.getString("access_token"))).containsKey("email"));

        party.reregister(REGISTERED.formatted("openid"));

        JsonObject refreshed = ok(party.refresh(tokens.getString("refresh_token")));
        assertEquals("openid", refreshed.getString("scope"));
        for (JsonObject each : new JsonObject[] {tokens, refreshed}) {
            assertFalse(ok(party.userinfo(each.getString("access_token"))).containsKey("email"));
        }
    }

    @Test
    void gets_no_token_by_a_refresh_when_all_it_asked_for_was_taken_from_it() {
        party.signUp();
        JsonObject tokens = party.tokens("scope", "openid email");

        party.reregister(REGISTERED.formatted("profile"));

        HttpResponse<String> refused = party.refresh(tokens.getString("refresh_token"));
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_scope", WardenClient.json(refused).getString("error"));
    }

    @Test
    void gets_no_claim_by_its_name_that_was_taken_from_it_with_the_scope() {
        party.signUp();
        JsonObject tokens = party.tokens("claims", "{\"userinfo\":{\"email\":null}}");
        assertTrue(ok(party.userinfo(tokens.getString("access_token"))).containsKey("email"));

        party.reregister(REGISTERED.formatted("openid"));

        assertFalse(ok(party.userinfo(tokens.getString("access_token"))).containsKey("email"));
    }

    @Test
    void is_not_answered_at_an_address_that_it_gave_up_while_the_person_was_asked() {
        party.signUp();
        HttpResponse<String> asked = party.browser().follow(party.authorize());

        party.reregister(REGISTERED.formatted("openid").replace("/cb", "/other"));

        HttpResponse<String> refused = party.goOn(party.browser().submit(asked, Map.of("decision", "allow")));
        assertEquals(400, refused.statusCode(), refused.body());
    }

    @Test
    void gets_nothing_for_a_code_when_the_person_has_taken_its_access_away() {
        party.signUp();
        ok(party.redeem(party.code()));
        String code = party.code();

        party.browser().submit(party.browser().get("account"), "value=\"" + party.clientId() + "\"", Map.of());

        HttpResponse<String> refused = party.redeem(code);
        assertEquals(400, refused.statusCode(), refused.body());
        assertEquals("invalid_grant", WardenClient.json(refused).getString("error"));
    }

    @Test
    void is_told_nothing_any_more_when_it_is_gone() {
        party.signUp();
        JsonObject tokens = party.tokens();

        party.unregister();

        assertEquals(401, party.userinfo(tokens.getString("access_token")).statusCode());
        assertEquals(401, party.refresh(tokens.getString("refresh_token")).statusCode());
    }
}
