package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.consent.PendingAuthorization;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.platform.JsonText;
import dev.warden.security.Form;
import dev.warden.token.ClientJwts;
import dev.warden.token.ClientKeys;

@OnEveryDatabase
@DisplayName("Authorization requests, which travel in an address")
class AuthorizationRequestsTest {

    private static final int LENGTH = 500;

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final AuthorizationRequests requests;

    AuthorizationRequestsTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), clock);
        ClientJwts jwts = new ClientJwts(new ClientKeys(node.http), node.clientSecrets);
        requests = new AuthorizationRequests(node.clients,
                new RequestObjects(jwts, node.http, new OidcSettings(node.settings), clock), null,
                node.providerTokens, clock);
    }

    @Test
    @DisplayName("fit into one whatever the client registered (Dynamic Client Registration 1.0 §2, default_acr_values)")
    void fit_into_one_whatever_the_client_registered() {
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/"))
                .add("default_acr_values", acrValues()).build()));

        PendingAuthorization pending = requests.check(AuthorizationParameters.of(Form.parse("client_id=shop"
                + "&response_type=code&redirect_uri=https://shop.example/&scope=openid", Set.of()))).pending()
                .orElseThrow();

        assertEquals(Optional.of(pending),
                node.pendingAuthorizations.open(node.pendingAuthorizations.seal(pending)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "{'iss': 'shop', 'aud': 'ISSUER'} | -",
        "{'aud': ['https://other.example', 'ISSUER']} | -",
        "{} | -",
        "{'iss': 'other'} | invalid_request_object",
        "{'aud': 'https://other.example'} | invalid_request_object",
        "{'aud': []} | invalid_request_object"})
    @DisplayName("may have an unsigned request object, unless it says that it is of or for another (RFC 7519 §4.1.3)")
    void may_have_an_unsigned_request_object(String claims, String error) {
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), JsonText.object(
                "{\"redirect_uris\": [\"https://shop.example/\"]}")));
        String object = SignedJwt.unsigned(claims.replace('\'', '"').replace("ISSUER",
                new OidcSettings(node.settings).issuer()));

        assertEquals(Optional.ofNullable(error), check(object).refusal().map(AuthorizationRefused::code));
    }

    private AuthorizationRequests.Checked check(String requestObject) {
        return requests.check(AuthorizationParameters.of(Form.parse("client_id=shop&response_type=code"
                + "&redirect_uri=https://shop.example/&scope=openid&request=" + requestObject, Set.of())));
    }

    /** As many as may be registered, and none that could be deflated. */
    private static JsonArrayBuilder acrValues() {
        Random random = new Random(1);
        JsonArrayBuilder values = Json.createArrayBuilder();
        for (int i = 0; i < 100; i++) {
            values.add(random.ints(LENGTH, 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                    StringBuilder::append).toString());
        }
        return values;
    }
}
