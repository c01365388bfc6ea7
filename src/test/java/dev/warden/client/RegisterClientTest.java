package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.RegisterClient.NotAllowed;
import dev.warden.client.RegisterClient.Registered;
import dev.warden.client.RegisterClient.TooMany;
import dev.warden.database.Engine;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;
import dev.warden.platform.TlsServer;

@DisplayName("Registration of clients by themselves (RFC 7591, RFC 7592)")
class RegisterClientTest {

    private static final String CALLBACK = "'redirect_uris': ['https://shop.example/cb']";
    private static final String TOKEN = "initial-access-token-0123456789abcdef";
    private static final String HERE = "192.0.2.1";

    private final MutableClock clock = new MutableClock();
    private final Store store;
    private final Map<String, String> settings = new HashMap<>(Map.of("warden.registration.mode", "open"));
    private TlsServer server;

    RegisterClientTest() throws SQLException {
        store = Engine.H2.emptyStore();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Nested
    @DisplayName("RFC 7591 §3: who may register")
    class Who {

        @Test
        void nobody_by_default() {
            settings.clear();
            assertInstanceOf(NotAllowed.class, register(TOKEN, CALLBACK));
            assertFalse(new RegistrationSettings(node().settings).isOn());
        }

        @Test
        void who_has_an_initial_access_token() {
            settings.put("warden.registration.mode", "token");
            settings.put("warden.registration.initial-access-tokens",
                    "another-token-that-is-long-enough-too, " + TOKEN);

            assertInstanceOf(NotAllowed.class, register(null, CALLBACK));
            assertInstanceOf(NotAllowed.class, register("", CALLBACK));
            assertInstanceOf(NotAllowed.class, register(TOKEN + "x", CALLBACK));
            assertInstanceOf(NotAllowed.class, register(TOKEN + "\u00e9", CALLBACK));
            assertEquals(0, store.count("client"));
            assertInstanceOf(Registered.class, register(TOKEN, CALLBACK));
        }

        @Test
        void settings_that_protect_nothing_stop_the_start() {
            settings.put("warden.registration.mode", "token");
            assertThrows(InvalidSetting.class, RegisterClientTest.this::node);
            settings.put("warden.registration.initial-access-tokens", "short");
            assertThrows(InvalidSetting.class, RegisterClientTest.this::node);
        }

        @Test
        void strangers_are_limited_by_their_network_and_who_has_a_token_is_not() {
            settings.put("warden.registration.per-network", "2");
            settings.put("warden.registration.initial-access-tokens", TOKEN);
            Node node = node();
            for (int i = 0; i < 2; i++) {
                assertInstanceOf(Registered.class, node.registerClient.register(json(CALLBACK), null, HERE));
            }

            assertInstanceOf(TooMany.class, node.registerClient.register(json(CALLBACK), null, HERE));
            assertInstanceOf(TooMany.class, node.registerClient.register(json(CALLBACK), TOKEN + "x", HERE),
                    "a token that is none");
            assertInstanceOf(Registered.class, node.registerClient.register(json(CALLBACK), null, "198.51.100.7"));
            assertInstanceOf(Registered.class, node.registerClient.register(json(CALLBACK), TOKEN, HERE));

            clock.advance(Duration.ofHours(1).minusMillis(1));
            assertInstanceOf(TooMany.class, node.registerClient.register(json(CALLBACK), null, HERE));
            clock.advance(Duration.ofMillis(2));
            assertInstanceOf(Registered.class, node.registerClient.register(json(CALLBACK), null, HERE));
        }

        @Test
        void who_is_never_given_a_token_is_forgotten_after_a_time() {
            settings.put("warden.registration.keep-unused", "P7D");
            Node node = node();
            String used = ((Registered) node.registerClient.register(json(CALLBACK), null, HERE)).client().id();
            String unused = ((Registered) node.registerClient.register(json(CALLBACK), null, HERE)).client().id();
            node.clients.find(used);
            node.clients.noteUse(used);
            clock.advance(Duration.ofDays(7));
            node.registerClient.forgetUnused();
            assertTrue(node.clients.stored(unused).isPresent(), "not yet");

            clock.advance(Duration.ofMillis(1));
            node.registerClient.forgetUnused();

            assertTrue(node.clients.stored(used).isPresent());
            assertTrue(node.clients.find(unused).isEmpty());
            assertEquals(1, store.count("audit_event WHERE type = 'client-deleted'"));
        }

        @Test
        void a_use_that_could_not_be_noted_costs_nobody_the_answer_and_is_noted_the_next_time() {
            settings.put("warden.registration.keep-unused", "P7D");
            Node node = node();
            String used = ((Registered) node.registerClient.register(json(CALLBACK), null, HERE)).client().id();
            node.clients.find(used);
            store.cutOff();
            node.clients.noteUse(used);
            store.reconnect();
            assertEquals(1, store.count("client WHERE used_at IS NULL"));

            node.clients.noteUse(used);

            clock.advance(Duration.ofDays(8));
            node.registerClient.forgetUnused();
            assertTrue(node.clients.stored(used).isPresent());
        }

        @Test
        void all_who_are_never_given_a_token_are_forgotten_however_many_they_are() {
            Node node = node();
            store.database().update("INSERT INTO client (id, origin, metadata, created_at, revision) SELECT"
                    + " CONCAT('client-', x), 'REGISTERED', '{}', ?, 0 FROM " + store.numbersTo(1_001),
                    clock.instant());

            node.clients.deleteUnused(clock.instant().plusMillis(1));

            assertEquals(0, store.count("client WHERE deleted_at IS NULL"));
        }

        @Test
        void a_use_is_noted_although_the_client_changed_meanwhile() {
            Node node = node();
            String id = ((Registered) node.registerClient.register(json(CALLBACK), null, HERE)).client().id();
            RegisteredClient found = node.clients.find(id).orElseThrow();
            node.clients.saveOwn(found);

            node.clients.noteUse(id);

            assertEquals(1, store.count("client WHERE used_at IS NOT NULL"));
        }

        @Test
        void clients_of_the_operator_and_with_zero_all_are_kept() {
            settings.put("warden.registration.keep-unused", "PT0S");
            Node node = node();
            node.registerClient.register(json(CALLBACK), null, HERE);
            clock.advance(Duration.ofDays(4000));
            node.registerClient.forgetUnused();
            assertEquals(1, store.count("client WHERE deleted_at IS NULL"));

            store.database().update("UPDATE client SET origin = 'DECLARED'");
            node.clients.deleteUnused(clock.instant());
            assertEquals(1, store.count("client WHERE deleted_at IS NULL"));
        }

        @Test
        void of_many_strangers_at_once_no_more_than_the_limit_get_in() {
            settings.put("warden.registration.per-network", "3");
            Node node = node();

            List<Boolean> in = Together.race(8, racer -> node.registerClient.register(json(CALLBACK), null, HERE)
                    instanceof Registered);

            assertEquals(3, in.stream().filter(each -> each).count());
            assertEquals(3, store.count("client"));
        }
    }

    @Test
    @DisplayName("RFC 7591 §3.2.1: the client is told all that was registered, and its secret once")
    void registered() {
        Registered registered = registered("'client_name': 'Shop', " + CALLBACK);

        RegisteredClient client = node().clients.find(registered.client().id()).orElseThrow();
        assertEquals(Origin.REGISTERED, client.origin());
        assertEquals(clock.instant(), client.createdAt());
        assertTrue(node().clientSecrets.matches(client, registered.secret()));
        assertEquals("Shop", registered.metadata().getString("client_name"));
        assertEquals("client_secret_basic", registered.metadata().getString("token_endpoint_auth_method"));
        assertEquals("RS256", registered.metadata().getString("id_token_signed_response_alg"));
        assertFalse(registered.metadata().containsKey("token_profile"));
        assertTrue(client.rules().requiresConsent());
    }

    @Test
    void what_only_an_operator_decides_is_ignored() {
        Registered registered = registered(CALLBACK
                + ", 'require_consent': false, 'client_kind': 'service', 'disabled': true,"
                + " 'redirect_uri_prefixes': ['https://evil.example/'], 'resources': ['https://api.example'],"
                + " 'access_token_lifetime': 'P1D', 'token_profile': 'rfc9068', 'client_id': 'admin', "
                + "'client_secret': 'x',"
                + " 'software_statement': 'x', 'something': {'else': 1}");

        RegisteredClient client = registered.client();
        assertEquals(ClientKind.WEB, client.kind());
        assertTrue(client.rules().requiresConsent());
        assertFalse(client.disabled());
        assertTrue(client.redirectUris().prefixes().isEmpty());
        assertTrue(client.tokens().resources().isEmpty());
        assertNull(client.tokens().accessLifetime());
        assertFalse(client.id().equals("admin"));
    }

    @Test
    void a_public_client_and_one_with_keys_have_no_secret() {
        assertNull(registered(CALLBACK + ", 'token_endpoint_auth_method': 'none'").secret());
        assertNull(registered(CALLBACK + ", 'token_endpoint_auth_method': 'private_key_jwt',"
                + " 'jwks_uri': 'https://shop.example/jwks'").secret());
    }

    @Test
    void what_is_wrong_is_named_and_nothing_is_stored() {
        assertEquals("redirect_uris", assertThrows(InvalidValue.class,
                () -> register(null, "'redirect_uris': ['https://shop.example/#x']")).field());
        assertEquals("jwks_uri", assertThrows(InvalidValue.class,
                () -> register(null, CALLBACK + ", 'jwks_uri': 'http://shop.example/'")).field());
        assertEquals(0, store.count("client"));
    }

    @Nested
    @DisplayName("sector_identifier_uri (OpenID Connect Dynamic Client Registration 1.0 §5)")
    class Sector {

        @Test
        void its_host_is_the_sector_if_it_lists_every_redirect_uri() {
            serve("[\"https://b.example/cb\", \"https://a.example/cb\"]");

            RegisteredClient client = registered(pairwise()).client();

            assertEquals("localhost", client.subjects().sector());
        }

        @ParameterizedTest
        @ValueSource(strings = {"[\"https://a.example/cb\"]", "[\"https://a.example/cb\", \"https://b.example/\"]",
                "[]", "{}",
            "\"https://a.example/cb\"", "[", "", "[1e99999999999]",
            "[[\"https://a.example/cb\", \"https://b.example/cb\"]]"})
        void one_that_does_not_is_refused(String list) {
            serve(list);

            assertEquals("sector_identifier_uri",
                    assertThrows(InvalidValue.class, () -> register(null, pairwise())).field());
            assertEquals(0, store.count("client"));
        }

        @Test
        void one_that_is_nested_too_deeply_is_refused() {
            serve("[".repeat(2000) + "]".repeat(2000));

            assertThrows(InvalidValue.class, () -> register(null, pairwise()));
        }

        @Test
        void it_is_looked_at_for_public_subjects_too() {
            serve("[]");
            assertThrows(InvalidValue.class, () -> register(null, pairwise().replace("pairwise", "public")));
        }

        @Test
        void one_that_leads_inward_is_not_called_and_nothing_is_told_about_it() {
            serve("[\"https://a.example/cb\", \"https://b.example/cb\"]");
            settings.remove("warden.outbound.allowed-networks");

            InvalidValue refused = assertThrows(InvalidValue.class, () -> register(null, pairwise()));

            assertEquals("does not lead to an array of redirect URIs", refused.getMessage());
            assertEquals(0, server.connections());
        }

        @Test
        void a_list_in_an_answer_that_is_no_success_is_none() {
            String list = "[\"https://a.example/cb\", \"https://b.example/cb\"]";
            server = TlsServer.named("dns:localhost", TlsServer.says("HTTP/1.1 404 Not Found\r\nContent-Length: "
                    + list.length() + "\r\n\r\n" + list));
            allow();
            assertThrows(InvalidValue.class, () -> register(null, pairwise()));
        }

        @Test
        void a_redirect_is_not_followed() {
            server = TlsServer.named("dns:localhost", TlsServer.says(
                    "HTTP/1.1 302 Found\r\nLocation: /list\r\nContent-Length: 0\r\n\r\n"));
            allow();
            assertThrows(InvalidValue.class, () -> register(null, pairwise()));
            assertEquals(1, server.connections());
        }

        private void serve(String list) {
            server = TlsServer.named("dns:localhost",
                    TlsServer.says("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + list.length() + "\r\n\r\n" + list));
            allow();
        }

        private void allow() {
            settings.put("warden.outbound.allowed-networks", "127.0.0.1,::1");
            settings.put("warden.outbound.trust-file", server.certificate().toString());
        }

        private String pairwise() {
            return "'redirect_uris': ['https://a.example/cb', 'https://b.example/cb'], 'subject_type': 'pairwise',"
                    + " 'sector_identifier_uri': 'https://localhost:" + server.port() + "/list'";
        }
    }

    @Nested
    @DisplayName("RFC 7592: a client manages itself")
    class Manage {

        @Test
        void with_its_registration_access_token_and_no_other() {
            Registered shop = registered(CALLBACK);
            Registered other = registered(CALLBACK);
            RegisterClient management = node().registerClient;

            assertEquals(shop.client(),
                    management.find(shop.client().id(), shop.registrationToken()).orElseThrow().client());
            assertEquals(Optional.empty(), management.find(shop.client().id(), other.registrationToken()));
            assertEquals(Optional.empty(), management.find(shop.client().id(), ""));
            assertEquals(Optional.empty(), management.find("nobody", shop.registrationToken()));
            assertEquals(Optional.empty(), management.find("n\u00f6body", shop.registrationToken()));
            assertEquals(Optional.empty(), management.find(shop.client().id(), shop.client().registrationTokenHash()));
        }

        @Test
        void not_while_it_is_out_of_use() {
            Registered shop = registered(CALLBACK);
            Node node = node();
            node.clients.save(ClientMetadata.read(shop.client().id(), Origin.REGISTERED, clock.instant(),
                    json(CALLBACK + ", 'disabled': true"))
                    .withRegistrationToken(shop.client().registrationTokenHash()));

            assertEquals(Optional.empty(), node.registerClient.find(shop.client().id(), shop.registrationToken()));
        }

        @Test
        void not_if_the_operator_declared_it() {
            Node node = node();
            node.clients.save(ClientMetadata.read("declared", Origin.DECLARED, clock.instant(), json(CALLBACK))
                    .withRegistrationToken(node.clientSecrets.digest("token")));

            assertEquals(Optional.empty(), node.registerClient.find("declared", "token"));
        }

        @Test
        void an_update_replaces_everything_and_keeps_the_secret() {
            Registered shop = registered(CALLBACK + ", 'client_name': 'Shop', 'default_max_age': 60");
            clock.advance(Duration.ofDays(1));

            Registered updated = node().registerClient.update(shop, json("'client_id': '" + shop.client().id()
                    + "', 'client_secret': '" + shop.secret() + "', 'redirect_uris': ['https://shop.example/2']"))
                    .orElseThrow();

            RegisteredClient client = node().clients.find(shop.client().id()).orElseThrow();
            assertEquals(client, updated.client());
            assertNull(updated.secret());
            assertEquals(List.of(new RedirectUri("https://shop.example/2")), client.redirectUris().exact());
            assertNull(client.rules().defaultMaxAge());
            assertTrue(client.description().name().byTag().isEmpty());
            assertTrue(node().clientSecrets.matches(client, shop.secret()));
            assertEquals(shop.client().createdAt(), client.createdAt());
            assertTrue(node().registerClient.find(client.id(), shop.registrationToken()).isPresent());
        }

        @Test
        void updates_however_many_fill_no_table() {
            Registered shop = registered(CALLBACK);
            long facts = store.count("audit_event");
            for (int i = 0; i < 3; i++) {
                assertTrue(node().registerClient.update(shop, json("'client_id': '" + shop.client().id() + "', "
                        + CALLBACK + ", 'client_name': 'Shop " + i + "'")).isPresent());
            }

            assertEquals(facts, store.count("audit_event"));
        }

        @Test
        void another_method_brings_another_secret_or_none() {
            Registered shop = registered(CALLBACK);
            String id = "'client_id': '" + shop.client().id() + "', ";

            Registered signing = node().registerClient.update(shop, json(id + CALLBACK
                    + ", 'token_endpoint_auth_method': 'client_secret_jwt'")).orElseThrow();
            assertNotNull(signing.secret());
            assertFalse(node().clientSecrets.matches(signing.client(), shop.secret()));
            Registered open = node().registerClient.update(signing, json(id + CALLBACK
                    + ", 'token_endpoint_auth_method': 'none'")).orElseThrow();
            assertNull(open.client().authentication().secret());
        }

        @ParameterizedTest
        @ValueSource(strings = {"'x': 1", "'client_id': 'another'", "'client_id': 7", "'client_id': null",
            "'client_id': 'ID', 'client_secret': 'chosen'", "'client_id': 'ID', 'client_secret': null",
            "'client_id': 'ID', 'registration_access_token': 'x'", "'client_id': 'ID', 'registration_client_uri': 'x'",
            "'client_id': 'ID', 'client_secret_expires_at': 0", "'client_id': 'ID', 'client_id_issued_at': 0",
            "'client_id': 'ID', 'redirect_uris': []"})
        void an_update_that_is_not_the_clients_own_is_refused(String members) {
            Registered shop = registered(CALLBACK);
            String document = members.replace("ID", shop.client().id());

            assertThrows(InvalidValue.class, () -> node().registerClient.update(shop,
                    json(document.contains("redirect_uris") ? document : document + ", " + CALLBACK)));
            assertEquals(Optional.of(shop.client()), node().clients.stored(shop.client().id()));
        }

        /** An update may take as long as the client wants, and comes again at once. */
        @Test
        void what_the_operator_declared_meanwhile_is_not_undone() {
            Registered shop = registered(CALLBACK);
            RegisteredClient declared = ClientMetadata.read(shop.client().id(), Origin.DECLARED,
                    shop.client().createdAt(), json(CALLBACK + ", 'disabled': true"));
            node().clients.save(declared);

            assertEquals(Optional.empty(), node().registerClient.update(shop, json("'client_id': '" + shop.client().id()
                    + "', " + CALLBACK)));
            assertFalse(node().registerClient.delete(shop));

            assertEquals(Optional.of(declared), node().clients.stored(shop.client().id()));
        }

        @Test
        void who_was_removed_meanwhile_does_not_come_back() {
            Registered shop = registered(CALLBACK);
            node().clients.delete(shop.client().id());

            assertEquals(Optional.empty(), node().registerClient.update(shop, json("'client_id': '" + shop.client().id()
                    + "', " + CALLBACK)));
            assertFalse(node().registerClient.delete(shop));

            assertEquals(Optional.empty(), node().clients.stored(shop.client().id()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"orders", "openid admin", "openid profile email address phone offline_access more"})
        void scopes_whose_meaning_only_the_operator_knows_are_his_to_give(String scope) {
            Registered shop = registered(CALLBACK);
            String metadata = CALLBACK + ", 'scope': '" + scope + "'";

            assertEquals("scope", assertThrows(InvalidValue.class, () -> register(null, metadata)).field());
            assertEquals("scope", assertThrows(InvalidValue.class, () -> node().registerClient.update(shop,
                    json("'client_id': '" + shop.client().id() + "', " + metadata))).field());
        }

        @Test
        void what_it_stores_is_limited() {
            Registered shop = registered(CALLBACK + ", " + contacts(7));
            String more = CALLBACK + ", " + contacts(8);

            assertEquals("client_metadata", assertThrows(InvalidValue.class, () -> register(null, more)).field());
            assertEquals("client_metadata", assertThrows(InvalidValue.class, () -> node().registerClient.update(shop,
                    json("'client_id': '" + shop.client().id() + "', " + more))).field());
        }

        /** Each has two thousand characters. */
        private static String contacts(int count) {
            return IntStream.range(0, count).mapToObj(i -> "'" + i + "x".repeat(1999) + "'")
                    .collect(Collectors.joining(", ", "'contacts': [", "]"));
        }

        @ParameterizedTest
        @CsvSource({"https://a.example/cb, pairwise, https://b.example/cb, pairwise",
            "https://a.example/cb, public, https://b.example/cb, pairwise",
            "https://a.example/cb, pairwise, https://a.example/cb, public"})
        @DisplayName("Core §8.1: as whom a client knows people is no client's to change")
        void subjects_stay(String uri, String type, String otherUri, String otherType) {
            Registered shop = registered(subjects(uri, type));

            assertEquals("subject_type", assertThrows(InvalidValue.class, () -> node().registerClient.update(shop,
                    json("'client_id': '" + shop.client().id() + "', " + subjects(otherUri, otherType)))).field());
        }

        @ParameterizedTest
        @CsvSource({"pairwise, https://a.example/other", "public, https://b.example/cb"})
        void addresses_may_change_as_long_as_subjects_stay(String type, String otherUri) {
            Registered shop = registered(subjects("https://a.example/cb", type));

            assertEquals(otherUri, node().registerClient.update(shop, json("'client_id': '" + shop.client().id()
                    + "', " + subjects(otherUri, type))).orElseThrow().client().redirectUris().exact().get(0).value());
        }

        private static String subjects(String uri, String type) {
            return "'redirect_uris': ['" + uri + "'], 'subject_type': '" + type + "'";
        }

        @Test
        void who_is_removed_is_gone_with_the_token() {
            Registered shop = registered(CALLBACK);

            assertTrue(node().registerClient.delete(shop));

            assertEquals(Optional.empty(), node().clients.find(shop.client().id()));
            assertEquals(Optional.empty(), node().registerClient.find(shop.client().id(), shop.registrationToken()));
        }
    }

    private Registered registered(String members) {
        return assertInstanceOf(Registered.class, register(null, members));
    }

    private RegisterClient.Result register(String token, String members) {
        return node().registerClient.register(json(members), token, HERE);
    }

    private Node node() {
        return Node.on(store, clock, settings);
    }

    private static jakarta.json.JsonObject json(String members) {
        return JsonText.object("{" + members.replace('\'', '"') + "}");
    }
}
