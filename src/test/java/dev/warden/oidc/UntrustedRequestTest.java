package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.sql.SQLException;
import java.util.Set;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.security.Form;

@OnEveryDatabase
@DisplayName("What operators are told of requests that lead nowhere (RFC 6749 §4.1.2.1)")
class UntrustedRequestTest {

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final AuthorizationRequests requests;

    UntrustedRequestTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), clock);
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createReader(
                new StringReader("{\"redirect_uris\": [\"https://shop.example/callback\"]}")).readObject()));
        requests = new AuthorizationRequests(node.clients,
                new RequestObjects(null, node.http, new OidcSettings(node.settings), clock), null, null, clock);
    }

    private String detail(String query) {
        return assertThrows(UntrustedRequest.class, () -> requests.check(parameters(query))).detail().orElseThrow();
    }

    private static AuthorizationParameters parameters(String query) {
        return AuthorizationParameters.of(Form.parse(query, Set.of()));
    }

    @Test
    void is_the_client_and_the_address_without_what_it_may_tell_about_a_person() {
        assertEquals("unregistered-redirect-uri shop https://shop.example/calback",
                detail("client_id=shop&redirect_uri=https://shop.example/calback?who%3Dbob%26x%0a%23y"));
        assertEquals("no-redirect-uri shop", detail("client_id=shop"));
    }

    @Test
    @DisplayName("is the state that an error would have to return, if it is too long for that")
    void is_the_state_if_it_is_too_long() {
        String request = "client_id=shop&redirect_uri=https://shop.example/callback&state=";

        assertEquals("state-too-long shop", detail(request + "x".repeat(3501)));
        assertEquals("state-too-long shop", detail(request + "x".repeat(3501) + "&request=x&request_uri=y"),
                "whatever else is wrong");
        String longest = "x".repeat(3500);
        AuthorizationRequests.Checked refused = requests.check(parameters(request + longest));
        assertEquals("invalid_request", refused.refusal().orElseThrow().code());
        assertEquals(longest, refused.destination().state());
    }

    @Test
    void is_nothing_for_who_pushes_a_request_because_no_person_is_there() {
        AuthorizationParameters tooLong = parameters("client_id=shop&redirect_uri=https://shop.example/callback&state="
                + "x".repeat(3501));

        ProtocolError refused = assertThrows(ProtocolError.class,
                () -> requests.checkPushed(tooLong, node.clients.find("shop").orElseThrow()));
        assertEquals("invalid_request", refused.code());
        assertInstanceOf(Reply.Document.class, refused.reply());
    }

    @Test
    void is_of_a_client_that_there_is_not_its_id_alone() {
        assertEquals("unknown-client shopp", detail("client_id=shopp&redirect_uri=https://shop.example/callback"));
    }

    @Test
    void is_no_longer_than_a_line_of_the_log_has_room_for() {
        assertEquals("unknown-client " + "x".repeat(200) + "...", detail("client_id=" + "x".repeat(3000)));
        assertEquals("unregistered-redirect-uri shop https://" + "x".repeat(192) + "...",
                detail("client_id=shop&redirect_uri=https://" + "x".repeat(3000)));
    }
}
