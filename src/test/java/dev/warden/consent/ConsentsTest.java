package dev.warden.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.InvalidValue;

@OnEveryDatabase
@DisplayName("What people agreed to")
class ConsentsTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final String bob;
    private final RegisteredClient shop = client("shop");

    ConsentsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob").identity().id();
    }

    private RegisteredClient client(String id) {
        return client(id, String.join(" ", ClientMetadata.OPENID_SCOPES));
    }

    private RegisteredClient client(String id, String scope) {
        return ClientMetadata.read(id, Origin.DECLARED, clock.instant(), Json.createObjectBuilder().add("scope", scope)
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/")).build());
    }

    /** As long as a client may register them. */
    private static String longScope(char version) {
        return IntStream.range(10, 50).mapToObj(number -> number + String.valueOf(version).repeat(47))
                .collect(Collectors.joining(" ")) + version;
    }

    private PendingAuthorization asking(String... scopes) {
        return new PendingAuthorization("shop", "https://shop.example/", "query", List.of(scopes), null, null, null,
                List.of(), null, List.of(), null, null, List.of(), null, List.of(), List.of(), clock.instant(), null,
                PendingAuthorization.Steps.NONE);
    }

    @Test
    void nothing_is_agreed_to_beforehand() {
        assertTrue(node.consents.find(bob, shop).isEmpty());
        assertEquals(List.of(), node.consents.of(bob));
    }

    @Test
    void each_adds_to_what_was_agreed_to_before() {
        node.consents.grant(bob, shop, asking("openid"));
        clock.advance(Duration.ofHours(1));
        node.consents.grant(bob, shop, asking("openid", "email"));

        Consents.Consent consent = node.consents.find(bob, shop).orElseThrow();
        assertEquals(Set.of("openid", "email"), consent.scopes());
        assertEquals(clock.instant(), consent.grantedAt());
        assertTrue(consent.covers(List.of("email")));
        assertFalse(consent.covers(List.of("email", "profile")));
        assertTrue(node.consents.find(bob, client("Shop")).isEmpty(), "ids of clients are compared exactly");
        assertEquals(2, store.count("audit_event WHERE type = 'consent-given' AND account_id = ?", bob));
    }

    @Test
    void what_several_windows_agree_to_at_once_is_agreed_to_whichever_is_faster() {
        String[] scopes = {"openid", "email", "profile", "phone"};
        for (int round = 0; round < 20; round++) {
            node.consents.withdraw(bob, "shop");
            store.database().update("DELETE FROM audit_event");

            Together.race(scopes.length, number -> {
                node.consents.grant(bob, shop, asking(scopes[number]));
                return number;
            });

            assertEquals(Set.of(scopes), node.consents.find(bob, shop).orElseThrow().scopes());
            assertEquals(scopes.length, store.count("audit_event WHERE type = 'consent-given'"));
        }
    }

    @Test
    void what_another_window_agrees_to_meanwhile_is_waited_for_and_kept() {
        node.consents.grant(bob, shop, asking("openid"));

        Together.overtaken(node.database, () -> node.consents.grant(bob, shop, asking("email")),
                Executors.callable(() -> node.consents.grant(bob, shop, asking("profile"))));

        assertEquals(Set.of("openid", "email", "profile"), node.consents.find(bob, shop).orElseThrow().scopes());
    }

    @Test
    void the_account_is_locked_before_the_consent_as_by_whoever_issues_a_code() {
        node.consents.grant(bob, shop, asking("openid"));
        store.statements();

        node.consents.grant(bob, shop, asking("openid", "email"));

        assertEquals(List.of("FROM account", "FROM consent"), store.statements().stream()
                .filter(sql -> sql.contains("FOR UPDATE")).map(sql -> sql.replaceAll(".*(FROM \\w+).*", "$1"))
                .toList());
    }

    /** By the statements of docs/operating.md. */
    @Test
    void nothing_is_stored_for_an_account_that_was_deleted_meanwhile() {
        store.database().update("DELETE FROM account WHERE id = ?", bob);

        node.consents.grant(bob, shop, asking("openid"));

        assertEquals(List.of(), node.consents.of(bob));
        assertEquals(0, store.count("audit_event WHERE type = 'consent-given'"));
    }

    @Test
    void another_client_of_the_same_id_is_not_the_one_that_was_agreed_to() {
        node.consents.grant(bob, shop, asking("openid", "email"));
        clock.advance(Duration.ofDays(1));
        RegisteredClient another = client("shop");

        assertTrue(node.consents.find(bob, another).isEmpty());
        assertTrue(node.database.transaction(() -> node.consents.hold(bob, another)).isEmpty(),
                "nor when a code is issued");
        node.consents.grant(bob, another, asking("openid"));

        assertEquals(Set.of("openid"), node.consents.find(bob, another).orElseThrow().scopes());
    }

    @Test
    void what_a_client_may_not_ask_for_any_more_is_forgotten_when_something_else_is_agreed_to() {
        node.consents.grant(bob, shop, asking("openid", "email"));
        RegisteredClient withoutEmail = client("shop", "openid profile");

        node.consents.grant(bob, withoutEmail, asking("openid", "profile"));

        assertEquals(Set.of("openid", "profile"), node.consents.find(bob, shop).orElseThrow().scopes());
    }

    @Test
    void all_that_a_client_may_ask_for_can_be_agreed_to_however_often_it_changes() {
        for (char version = 'a'; version <= 'e'; version++) {
            String scope = longScope(version);
            node.consents.grant(bob, client("shop", scope), asking(scope.split(" ")));

            assertEquals(Set.of(scope.split(" ")), node.consents.find(bob, shop).orElseThrow().scopes());
        }
    }

    @Test
    void what_has_no_room_because_the_client_changed_back_and_forth_is_refused() {
        RegisteredClient client = client("shop", longScope('a'));
        node.consents.grant(bob, client, asking(longScope('a').split(" ")));

        InvalidValue refused = assertThrows(InvalidValue.class,
                () -> node.consents.grant(bob, client, asking(longScope('b').split(" "))));

        assertEquals("scope", refused.field());
        assertEquals(Set.of(longScope('a').split(" ")), node.consents.find(bob, client).orElseThrow().scopes());
    }

    @Test
    void it_can_be_taken_back() {
        node.consents.grant(bob, shop, asking("openid"));
        node.consents.withdraw(bob, "shop");
        node.consents.withdraw(bob, "shop");

        assertTrue(node.consents.find(bob, shop).isEmpty());
        assertEquals(1, store.count("audit_event WHERE type = 'consent-withdrawn' AND account_id = ?", bob));
    }
}
