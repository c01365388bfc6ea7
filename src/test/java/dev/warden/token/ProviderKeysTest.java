package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;

@OnEveryDatabase
@DisplayName("The provider's JWK Set (RFC 7517 §5)")
class ProviderKeysTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();

    ProviderKeysTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
    }

    @Test
    void holds_a_public_key_for_each_algorithm_and_nothing_private() {
        Node node = prepared();

        List<JsonObject> keys = keys(node);

        assertEquals(List.of("RS256", "PS256", "ES256", "EdDSA"),
                keys.stream().map(key -> key.getString("alg")).toList());
        assertEquals(List.of("RSA", "RSA", "EC", "OKP"), keys.stream().map(key -> key.getString("kty")).toList());
        Set<String> ids = new HashSet<>();
        for (JsonObject key : keys) {
            assertEquals("sig", key.getString("use"));
            assertTrue(ids.add(key.getString("kid")));
            Set<String> members = new HashSet<>(key.keySet());
            members.retainAll(Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k"));
            assertEquals(Set.of(), members);
        }
        // OpenID Connect Core §10.1: RSA keys of at least 2048 bits (RFC 7518 §3.3), so 342 characters of modulus.
        assertEquals(342, keys.get(0).getString("n").length());
    }

    @Test
    void is_the_same_octets_until_a_key_changes() {
        Node node = prepared();
        byte[] first = node.providerKeys.jwks();
        clock.advance(Duration.ofSeconds(30));
        node.keys.maintain();
        assertSame(first, node.providerKeys.jwks());

        node.keys.revoke(keys(node).get(2).getString("kid"));

        assertNotSame(first, node.providerKeys.jwks());
        assertEquals(4, keys(node).size());
    }

    @Test
    void shows_a_key_before_it_signs_and_after_until_no_token_of_it_is_left() {
        Node node = prepared();
        String first = node.providerKeys.signing(SigningAlgorithm.ES256).id();
        clock.advance(Duration.ofDays(90));
        node.keys.maintain();

        List<String> published = idsOf(node, "ES256");
        assertEquals(2, published.size());
        assertEquals(first, node.providerKeys.signing(SigningAlgorithm.ES256).id(),
                "clients learn of the next one first");
        assertEquals(first, published.get(0), "some take the first key");
        clock.advance(Duration.ofMinutes(10));
        assertEquals(published.get(1), node.providerKeys.signing(SigningAlgorithm.ES256).id());
        assertEquals(List.of(published.get(1), first), idsOf(node, "ES256"));

        clock.advance(Duration.ofDays(90));
        node.keys.maintain();
        assertFalse(idsOf(node, "ES256").contains(first));
    }

    @Test
    @DisplayName("what docs/conformance tells to do for oidcc-server-rotate-keys")
    void a_revoked_key_is_replaced_and_no_other() {
        Node node = prepared();
        List<JsonObject> before = keys(node);
        node.keys.revoke(idsOf(node, "RS256").get(0));

        List<JsonObject> after = keys(node);
        assertEquals(before.size(), after.size());
        assertEquals(List.of("RS256"), after.stream().filter(key -> !before.contains(key))
                .map(key -> key.getString("alg")).toList());
    }

    @Test
    @DisplayName("what docs/operating tells to do to replace the key of one algorithm")
    void one_series_is_renewed_by_sql() {
        Node node = prepared();
        List<JsonObject> before = keys(node);
        store.database().update("UPDATE signing_key SET signs_from = '2000-01-01 00:00:00'"
                + " WHERE profile = 'oidc-rs256' AND gone_at IS NULL");
        node.keys.maintain();

        List<JsonObject> after = keys(node);
        assertTrue(after.containsAll(before));
        assertEquals(List.of("RS256"), after.stream().filter(key -> !before.contains(key))
                .map(key -> key.getString("alg")).toList());
    }

    @Test
    void nodes_share_it() {
        Node one = prepared();
        Node two = prepared();

        assertEquals(new String(one.providerKeys.jwks(), StandardCharsets.UTF_8),
                new String(two.providerKeys.jwks(), StandardCharsets.UTF_8));
    }

    @Test
    void a_node_whose_clock_is_behind_signs_for_each_algorithm_and_with_published_keys() {
        Node ahead = prepared();
        MutableClock late = new MutableClock();
        late.advance(Duration.ofSeconds(-30));
        Node behind = Node.on(store, late);
        behind.providerKeys.prepare();

        ProviderKeys.algorithms().forEach(algorithm -> {
            String id = behind.providerKeys.signing(SigningAlgorithm.of(algorithm)).id();
            assertEquals(List.of(id), idsOf(behind, algorithm));
            assertEquals(List.of(id), idsOf(ahead, algorithm));
        });
    }

    @Test
    @DisplayName("RFC 8725 §3.1: a key verifies with its one algorithm")
    void a_key_is_found_under_its_own_algorithm_alone() {
        Node node = prepared();
        String rs256 = node.providerKeys.signing(SigningAlgorithm.RS256).id();

        assertTrue(node.providerKeys.verifying("RS256", rs256).isPresent());
        for (String other : List.of("PS256", "HS256", "none", "RS512", "ES256")) {
            assertTrue(node.providerKeys.verifying(other, rs256).isEmpty(), other);
        }
    }

    private Node prepared() {
        Node node = Node.on(store, clock);
        node.providerKeys.prepare();
        return node;
    }

    private static List<String> idsOf(Node node, String algorithm) {
        return keys(node).stream().filter(key -> key.getString("alg").equals(algorithm))
                .map(key -> key.getString("kid")).toList();
    }

    private static List<JsonObject> keys(Node node) {
        return Json.createReader(new StringReader(new String(node.providerKeys.jwks(), StandardCharsets.UTF_8)))
                .readObject().getJsonArray("keys").getValuesAs(JsonObject.class);
    }
}
