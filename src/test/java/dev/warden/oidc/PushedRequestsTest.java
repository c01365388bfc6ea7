package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.security.Form;

/** {@code PushedAndSignedRequestsIT} has what is answered. */
@OnEveryDatabase
@DisplayName("Pushed requests (RFC 9126 §4, §7.1)")
class PushedRequestsTest {

    private static final Duration LIFETIME = Duration.ofSeconds(90);

    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final SingleUse singleUse;
    private final PushedRequests pushed;

    PushedRequestsTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), clock);
        singleUse = new SingleUse(node.database, clock);
        pushed = new PushedRequests(node.sealedText, singleUse, new OidcSettings(node.settings), clock);
    }

    private static AuthorizationParameters parameters() {
        return AuthorizationParameters.of(Form.parse("client_id=shop&scope=openid", Set.of()));
    }

    @Test
    void are_opened_as_they_were_for_their_client_alone() {
        String uri = pushed.push(parameters());

        assertEquals(Optional.of(parameters()), pushed.open(uri, "shop").map(PushedRequests.Pushed::parameters));
        assertTrue(pushed.open(uri, "orders").isEmpty());
    }

    @Test
    void are_good_until_their_very_expiry() {
        String uri = pushed.push(parameters());

        clock.advance(LIFETIME.minusMillis(1));
        assertTrue(pushed.open(uri, "shop").isPresent());

        clock.advance(Duration.ofMillis(1));
        assertTrue(pushed.open(uri, "shop").isEmpty());
    }

    @Test
    void are_used_once_by_each_client() {
        String uri = pushed.push(parameters());
        String id = pushed.open(uri, "shop").orElseThrow().id();

        assertTrue(pushed.use("orders", id), "what another client does with the same id is its own affair");
        assertTrue(pushed.use("shop", id));
        assertFalse(pushed.use("shop", id));
        assertTrue(pushed.open(uri, "shop").isEmpty());
    }

    @Test
    void are_remembered_as_used_as_long_as_they_may_wait_for_a_person() {
        String id = pushed.open(pushed.push(parameters()), "shop").orElseThrow().id();
        assertTrue(pushed.use("shop", id));

        clock.advance(LIFETIME.plus(PendingAuthorizations.LIFETIME).minusMillis(1));
        singleUse.forget();

        assertFalse(pushed.use("shop", id));
    }

    @Test
    void are_nothing_else_that_was_sealed() {
        String form = "client_id=shop&scope=openid&pushed_at=" + clock.millis() + "&pushed_id=1";

        assertTrue(pushed.open(PushedRequests.URN + node.sealedText.seal("pushed-request", form), "shop").isPresent());
        assertTrue(pushed.open(PushedRequests.URN + node.sealedText.seal("pending-authorization", form), "shop")
                .isEmpty());
    }
}
