package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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
import dev.warden.database.Store;
import dev.warden.token.Claims;
import dev.warden.token.TokenSigner;

@OnEveryDatabase
@DisplayName("Access tokens that come back")
class AccessTokensTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final AccessTokens tokens;
    private final String token;

    AccessTokensTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.prepareProviderKeys();
        save(false);
        tokens = new AccessTokens(node.providerTokens, node.revoked, node.clients);
        token = new TokenSigner(node.providerKeys).sign("JWT", "ES256", new Claims()
                .set("iss", new OidcSettings(node.settings).issuer()).set("sub", "report").set("client_id", "report")
                .setAudience(Set.of("https://orders.example/")).set("jti", "1").set("token_use", "access")
                .set("iat", clock.instant()).set("exp", clock.instant().plus(Duration.ofMinutes(10))));
    }

    @Test
    void are_not_those_of_a_client_that_has_the_same_id_now() {
        node.clients.delete("report");
        // Longer than clocks of nodes may differ, and shorter than the token lives.
        clock.advance(Duration.ofSeconds(61));
        save(false);

        assertFalse(tokens.verify(token).isPresent());
    }

    private void save(boolean isDisabled) {
        node.clients.save(ClientMetadata.read("report", Origin.DECLARED, clock.instant(),
                Json.createObjectBuilder().add("client_kind", "service").add("disabled", isDisabled).build()));
    }

    @Test
    void are_good_as_long_as_their_client_is_in_use() {
        assertTrue(tokens.verify(token).isPresent());

        save(true);
        assertFalse(tokens.verify(token).isPresent());

        save(false);
        assertTrue(tokens.verify(token).isPresent());

        node.clients.delete("report");
        assertFalse(tokens.verify(token).isPresent());
    }

    @Test
    void are_good_for_no_longer_than_their_revocation_is_remembered_though_the_setting_was_longer_before() {
        Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofMinutes(2));
        Node restarted = Node.on(store, clock, Map.of("warden.token.max-access-lifetime", "PT2M",
                "warden.users.access-token-lifetime", "PT1M", "warden.plain.access-token-lifetime", "PT1M",
                "warden.oidc.access-token-lifetime", "PT1M"));
        restarted.providerKeys.prepare();
        AccessTokens now = new AccessTokens(restarted.providerTokens, restarted.revoked, restarted.clients);

        assertEquals(end, now.verify(token).orElseThrow().expiresAt());

        clock.advance(Duration.ofMinutes(2));
        assertFalse(now.verify(token).isPresent());
        assertTrue(tokens.verify(token).isPresent(), "good by the longer setting");
    }
}
