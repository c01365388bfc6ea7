package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.JsonText;

@OnEveryDatabase
@DisplayName("Clients")
class ClientsTest {

    private static final String METADATA = """
            {"client_name": "Shop", "client_name#id": "Toko \\ud83d\\ude00", \
            "redirect_uris": ["https://shop.example/cb"],
             "token_endpoint_auth_method": "client_secret_jwt", "default_max_age": 60}""";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    /** As {@link System#nanoTime}, which may have any value. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 7);
    private final Node node;
    private final Node other;

    ClientsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        other = Node.on(store, clock);
    }

    @Test
    void what_is_saved_is_found_as_it_was_on_every_node() {
        ClientSecrets.Made secret = node.clientSecrets.make("shop", AuthenticationMethod.CLIENT_SECRET_JWT,
                clock.instant().plus(Duration.ofDays(1)));
        RegisteredClient shop = client("shop", METADATA).with(secret.stored()).withRegistrationToken("sha-256$x");

        node.clients.save(shop);

        assertEquals(Optional.of(shop), node.clients.find("shop"));
        assertEquals(Optional.of(shop), other.clients.find("shop"));
        assertEquals(List.of(shop), node.clients.stored(Origin.DECLARED));
        assertEquals(List.of(), node.clients.stored(Origin.REGISTERED));
        assertTrue(other.clientSecrets.matches(other.clients.find("shop").orElseThrow(), secret.value()));
    }

    @Test
    void there_is_none_whose_id_the_database_cannot_compare() {
        assertEquals(Optional.empty(), node.clients.find("toko-é"));
        assertEquals(Optional.empty(), node.clients.stored("toko-é"));
        node.leaveApplication.leave(node.register("bob").identity().id(), "toko-é");
    }

    @Test
    void one_that_the_rules_no_longer_allow_counts_as_deleted_and_is_told_once() {
        node.clients.save(client("outdated", METADATA));
        node.clients.save(client("broken", METADATA));
        node.clients.save(client("shop", METADATA));
        store.database().update("UPDATE client SET metadata = '{}' WHERE id = 'outdated'");
        store.database().update("UPDATE client SET metadata = '{' WHERE id = 'broken'");

        try (LogLines log = LogLines.of(ClientRows.class)) {
            for (int i = 0; i < 2; i++) {
                assertEquals(Optional.empty(), other.clients.find("outdated"));
                assertEquals(Optional.empty(), other.clients.stored("broken"));
                assertEquals(List.of("shop"),
                        other.clients.stored(Origin.DECLARED).stream().map(RegisteredClient::id).toList());
            }
            List<String> told = log.lines();
            assertEquals(2, told.size(), told::toString);
            assertEquals("The stored client outdated counts as deleted until it is replaced, because its metadata are"
                    + " not allowed: redirect_uris must have at least one", told.get(0));
        }
        assertEquals(List.of("broken", "outdated", "shop"), node.clients.storedIds(Origin.DECLARED));
    }

    @Test
    void a_new_master_key_takes_over_the_secrets_that_the_former_one_sealed() {
        String next = "HxAREhMUFRYXGBkaGxwdHgABAgMEBQYHCAkKCwwNDg8=";
        node.clientSecrets.start(new DatabaseReady(), node.database);
        ClientSecrets.Made secret = node.clientSecrets.make("shop", AuthenticationMethod.CLIENT_SECRET_JWT, null);
        node.clients.save(client("shop", METADATA).with(secret.stored()));
        node.clients.save(client("broken", METADATA).with(secret.stored()));

        Node both = Node.on(store, clock, Map.of("warden.master-key", next + ' ' + Node.MASTER_KEY));
        both.clientSecrets.start(new DatabaseReady(), both.database);

        Node alone = Node.on(store, clock, Map.of("warden.master-key", next));
        alone.clientSecrets.start(new DatabaseReady(), alone.database);
        RegisteredClient shop = alone.clients.stored("shop").orElseThrow();
        assertEquals(secret.value(), new String(alone.clientSecrets.shared(shop).orElseThrow(),
                StandardCharsets.UTF_8));
        assertTrue(alone.clientSecrets.matches(shop, secret.value()));
        assertEquals(secret.stored().sealed(),
                alone.clients.stored("broken").orElseThrow().authentication().secret().sealed(),
                "what neither can open is left alone");
    }

    @Test
    void a_client_without_a_secret_has_none() {
        node.clients.save(client("public", """
                {"client_kind": "browser", "redirect_uris": ["https://shop.example/cb"]}"""));

        assertEquals(null, other.clients.find("public").orElseThrow().authentication().secret());
    }

    @Test
    void finding_a_known_client_costs_no_statement() {
        node.clients.save(client("shop", METADATA));
        other.clients.find("shop");
        long startedAt = System.nanoTime();
        store.statements();

        for (int i = 0; i < 1000; i++) {
            assertTrue(other.clients.find("shop").isPresent());
        }

        // On a machine that stops for a second the changes, which were read before, are read again, once a second.
        long readAgain = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        assertTrue(store.statements().size() <= readAgain);
    }

    @Test
    void the_node_that_changes_a_client_knows_at_once_and_another_when_it_looks() {
        Clients elsewhere = elsewhere();
        node.clients.save(client("shop", METADATA));
        assertEquals(60, elsewhere.find("shop").orElseThrow().rules().defaultMaxAge().toSeconds());
        node.clients.find("shop");

        node.clients.save(client("shop", METADATA.replace("60", "61")));
        assertEquals(61, node.clients.find("shop").orElseThrow().rules().defaultMaxAge().toSeconds());
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(60, elsewhere.find("shop").orElseThrow().rules().defaultMaxAge().toSeconds());
        nanoTime.incrementAndGet();
        assertEquals(61, elsewhere.find("shop").orElseThrow().rules().defaultMaxAge().toSeconds());

        assertTrue(node.clients.delete("shop"));
        assertEquals(Optional.empty(), node.clients.find("shop"));
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1) + 1);
        assertEquals(Optional.empty(), elsewhere.find("shop"));
    }

    @Test
    void nobody_is_answered_when_the_database_is_away_for_longer_than_a_second() {
        Clients elsewhere = elsewhere();
        node.clients.save(client("shop", METADATA));
        assertTrue(elsewhere.find("shop").isPresent());
        store.cutOff();
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertTrue(elsewhere.find("shop").isPresent());

        nanoTime.incrementAndGet();

        assertThrows(DatabaseUnavailable.class, () -> elsewhere.find("shop"));
    }

    @Test
    void changes_are_read_again_when_the_connection_broke_between_them() {
        AtomicBoolean breaks = new AtomicBoolean();
        Clients clients = new Clients(new Database(store.dataSource(), Duration.ofSeconds(2)) {
            @Override
            public <T> List<T> list(String sql, Row<T> row, Object... parameters) {
                List<T> read = super.list(sql, row, parameters);
                if (breaks.compareAndSet(true, false)) {
                    throw new DatabaseUnavailable("broken by a test", null);
                }
                return read;
            }
        }, node.audit, new Node.NoSchedule(), clock);
        node.clients.save(client("shop", METADATA));
        clients.start(new DatabaseReady());
        assertTrue(clients.find("shop").isPresent());
        node.clients.delete("shop");
        breaks.set(true);
        assertThrows(DatabaseUnavailable.class, clients::readNew);

        clients.readNew();

        assertEquals(Optional.empty(), clients.find("shop"));
    }

    @Test
    void a_deleted_client_can_be_added_again_and_its_row_goes_after_a_day() {
        assertFalse(node.clients.delete("shop"));
        node.clients.save(client("shop", METADATA));
        node.clients.delete("shop");
        assertFalse(node.clients.delete("shop"));
        assertEquals(1, store.count("client WHERE secret_hash IS NULL AND deleted_at = ?", clock.instant()));
        clock.advance(Duration.ofDays(1));
        node.clients.forgetDeleted();
        assertEquals(1, store.count("client"));

        node.clients.save(client("shop", METADATA));
        clock.advance(Duration.ofDays(2));
        node.clients.forgetDeleted();
        assertTrue(node.clients.find("shop").isPresent());

        node.clients.delete("shop");
        clock.advance(Duration.ofDays(1).plusMillis(1));
        node.clients.forgetDeleted();
        assertEquals(0, store.count("client"));
    }

    @Test
    void a_client_out_of_use_is_not_found_but_stored() {
        node.clients.save(client("shop", METADATA.replace("60", "60, \"disabled\": true")));

        assertEquals(Optional.empty(), node.clients.find("shop"));
        assertTrue(node.clients.stored("shop").orElseThrow().disabled());
    }

    @Test
    void ids_are_compared_octet_by_octet_and_what_can_be_none_finds_nobody() {
        node.clients.save(client("shop", METADATA));

        for (String id : new String[] {"SHOP", "shop ", " shop", "sh\u00f6p", "shop\u0000", "", null, "x".repeat(129),
                "%", "sho_"}) {
            assertEquals(Optional.empty(), node.clients.find(id), id);
        }
    }

    @Test
    void of_many_who_save_one_new_client_at_once_all_succeed_and_none_is_lost_sight_of() {
        Together.race(8, racer -> {
            node.clients.save(client("shop", METADATA.replace("60", Integer.toString(racer))));
            return true;
        });

        assertEquals(1, store.count("client"));
        long latest = store.database().first("SELECT latest FROM client_revision", row -> row.getLong("latest"))
                .orElseThrow();
        assertEquals(1, store.count("client WHERE revision = ?", latest));
    }

    @Test
    void changes_are_told_to_the_audit_log_and_prefixes_by_name() {
        node.clients.save(client("shop", """
                {"redirect_uri_prefixes": ["https://shop.example/"]}"""));
        node.clients.delete("shop");

        assertEquals(List.of("client-saved shop", "redirect-prefix-allowed shop https://shop.example/",
                "client-deleted shop"),
                store.database().list("SELECT type, detail FROM audit_event WHERE type LIKE 'client%'"
                        + " OR type LIKE 'redirect%' ORDER BY id",
                        row -> row.getString("type") + " " + row.getString("detail")));
    }

    private Clients elsewhere() {
        return new Clients(other.database, other.audit, new Node.NoSchedule(), clock, nanoTime::get);
    }

    private RegisteredClient client(String id, String metadata) {
        Instant createdAt = clock.instant();
        return ClientMetadata.read(id, Origin.DECLARED, createdAt, JsonText.object(metadata));
    }
}
