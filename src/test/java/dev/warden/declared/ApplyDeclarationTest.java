package dev.warden.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.account.Roles;
import dev.warden.account.StandardClaims;
import dev.warden.account.Username;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.declared.DeclaredSettings.Mode;
import dev.warden.password.PasswordPolicy;
import dev.warden.password.PolicySettings;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.InvalidSetting;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.signin.SignIn;
import dev.warden.token.SigningKeys;

@OnEveryDatabase
@DisplayName("Declared configuration")
class ApplyDeclarationTest {

    private static final String SHOP = """
            clients:
              - client_id: shop
                client_name: Shop
                client_secret: a secret of some length
                redirect_uris: [https://shop.example/callback]
            """;

    @TempDir
    Path folder;

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Roles roles;
    private Path file;

    ApplyDeclarationTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        roles = node.roles;
    }

    @BeforeEach
    void file() {
        file = folder.resolve("declared.yaml");
    }

    @Test
    void what_is_declared_is_made_and_the_second_time_nothing_is() throws IOException {
        String document = SHOP + """
                  - client_id: app
                    client_kind: native
                    redirect_uris: ["http://127.0.0.1/cb", "com.example.app:/cb"]
                roles: [editor]
                accounts:
                  - {username: Alice, email: alice@test.example, password: correct horse, role: editor}
                  - {username: Bob, email: bob@test.example, password: correct horse, disabled: true}
                """;

        assertEquals(List.of("+ role editor", "+ account Alice", "+ account Bob", "+ client shop", "+ client app"),
                apply(document));

        RegisteredClient shop = node.clients.find("shop").orElseThrow();
        assertEquals(Origin.DECLARED, shop.origin());
        assertTrue(node.clientSecrets.matches(shop, "a secret of some length"));
        assertEquals("editor", roles.nameOf(signedIn("Alice").identity().roleId()).orElseThrow());
        assertFalse(node.signIn("Bob", "correct horse", Node.HOME) instanceof SignIn.SignedIn);
        long audited = store.count("audit_event");
        store.statements();

        assertEquals(List.of(), apply(document));

        assertEquals(audited, store.count("audit_event"));
        assertTrue(store.statements().stream().allMatch(sql -> sql.startsWith("SELECT")));
    }

    @Test
    void nodes_that_start_together_make_it_once() throws Exception {
        String document = SHOP + """
                roles: [editor]
                accounts:
                  - {username: Alice, email: alice@test.example, password: correct horse, role: editor}
                """;
        Files.writeString(file, document);
        JsonObject read = new YamlDocument(name -> null, "https://id.example").read(file);
        int nodes = 4;
        CyclicBarrier together = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<List<String>>> differences = Stream.generate(() -> applying(Mode.APPLY)).limit(nodes)
                    .map(each -> threads.submit(() -> {
                        together.await();
                        return each.apply(read);
                    })).toList();
            List<String> made = new ArrayList<>();
            for (Future<List<String>> difference : differences) {
                made.addAll(difference.get());
            }
            made.sort(null);
            assertEquals(List.of("+ account Alice", "+ client shop", "+ role editor"), made);
        } finally {
            threads.shutdownNow();
        }
        assertEquals("editor", roles.nameOf(signedIn("Alice").identity().roleId()).orElseThrow());
    }

    @Test
    void the_configuration_of_its_server_is_written_for_each_client() throws IOException {
        apply(SHOP);
        Path file = folder.resolve("configuration/shop/oidc.json");
        assertTrue(Files.readString(file).contains("https://id.example"));
        Files.delete(file);

        declared(Mode.PLAN, SHOP);
        assertFalse(Files.exists(file));
        apply(SHOP);
        assertTrue(Files.exists(file));
    }

    @Test
    void a_folder_that_cannot_be_written_is_complained_of_once_and_prevents_nothing() throws IOException {
        Path configuration = Files.writeString(folder.resolve("configuration"), "no folder");
        Files.writeString(file, SHOP);
        ApplyDeclaration applying = applying(Mode.APPLY);
        try (LogLines log = LogLines.of(ApplyDeclaration.class)) {
            look(applying, 100);
            List<String> lines = log.lines();
            assertEquals(List.of(file + " changed", "+ client shop"), lines.subList(0, 2));
            assertTrue(lines.get(2).startsWith("warden.clients.configuration-folder cannot be written: java.nio.file."),
                    lines::toString);
            assertEquals(3, lines.size(), lines::toString);
        }
        assertTrue(node.clients.find("shop").isPresent());

        Files.delete(configuration);
        look(applying, 20);
        assertTrue(Files.exists(configuration.resolve("shop/oidc.json")));
    }

    @Test
    void the_configuration_of_a_removed_client_is_removed_unless_somebody_keeps_something_there() throws IOException {
        Path shop = folder.resolve("configuration/shop");
        apply(SHOP);
        apply("clients: []");
        assertFalse(Files.exists(shop));

        apply(SHOP);
        Files.writeString(shop.resolve("notes"), "mine");
        apply("clients: []");
        assertTrue(Files.exists(shop.resolve("notes")) && Files.exists(shop.resolve("oidc.json")));
    }

    @Test
    void the_configuration_of_a_client_that_another_node_removed_is_removed() throws IOException {
        Path shop = folder.resolve("configuration/shop");
        ApplyDeclaration one = applying(Mode.APPLY);
        one.apply(new YamlDocument(name -> null, "https://id.example").read(Files.writeString(file, SHOP)));
        node.clients.delete("shop");

        one.apply(new YamlDocument(name -> null, "https://id.example").read(Files.writeString(file, "clients: []")));
        assertFalse(Files.exists(shop));
    }

    @Test
    void a_difference_is_told_member_by_member_and_made() throws IOException {
        apply(SHOP);
        String changed = SHOP.replace("Shop", "Toko").replace("/callback]", "/callback, 'https://shop.example/2']");

        assertEquals(List.of("~ client shop", "    client_name: \"Shop\" -> \"Toko\"",
                "    redirect_uris: [\"https://shop.example/callback\"]"
                        + " -> [\"https://shop.example/callback\",\"https://shop.example/2\"]"), apply(changed));

        assertEquals(2, node.clients.find("shop").orElseThrow().redirectUris().exact().size());
        assertTrue(node.clientSecrets.matches(node.clients.find("shop").orElseThrow(), "a secret of some length"));
        assertEquals(List.of(), apply(changed));
    }

    @Test
    void a_dry_run_tells_the_same_and_changes_nothing() throws IOException {
        apply(SHOP);
        node.register("carol");
        String changed = SHOP.replace("Shop", "Toko") + """
                roles: [editor]
                accounts:
                  - {username: carol, email: carol@other.example, role: editor}
                """;
        List<String> told = List.of("+ role editor", "~ account carol",
                "    email: carol@test.example -> carol@other.example", "    role: user -> editor", "~ client shop",
                "    client_name: \"Shop\" -> \"Toko\"");

        assertEquals(told, declared(Mode.PLAN, changed));
        assertEquals(told, declared(Mode.PLAN, changed));
        assertEquals(2, store.count("role"));

        assertEquals(told, declared(Mode.APPLY, changed));
        assertEquals(List.of(), declared(Mode.PLAN, changed));
    }

    @Test
    void a_changed_secret_is_told_without_it() throws IOException {
        apply(SHOP);

        List<String> told = apply(SHOP.replace("a secret of some length", "another secret 12345"));

        assertEquals(List.of("~ client shop", "    client_secret: changed"), told);
        RegisteredClient shop = node.clients.find("shop").orElseThrow();
        assertTrue(node.clientSecrets.matches(shop, "another secret 12345"));
        assertFalse(node.clientSecrets.matches(shop, "a secret of some length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_jwt"})
    void a_secret_that_could_never_be_presented_is_refused(String method) throws IOException {
        String document = SHOP + "    token_endpoint_auth_method: " + method + "\n";
        String longest = document.replace("a secret of some length", "é".repeat(512));
        assertEquals(List.of("+ client shop"), apply(longest));
        assertTrue(node.clientSecrets.matches(node.clients.find("shop").orElseThrow(), "é".repeat(512)));
        assertEquals(List.of(), apply(longest));

        assertEquals("warden.declared.file: client shop: client_secret must have at most 512 characters",
                assertThrows(InvalidSetting.class,
                        () -> apply(document.replace("a secret of some length", "x".repeat(513)))).getMessage());
    }

    @Test
    void a_secret_that_becomes_a_key_is_sealed_and_one_that_is_needed_no_more_is_gone() throws IOException {
        String long32 = SHOP.replace("a secret of some length", "a secret of thirty-two characters");
        apply(long32);
        String signing = long32 + "    token_endpoint_auth_method: client_secret_jwt\n";
        assertTrue(apply(signing).contains("    client_secret: changed"));
        assertEquals("a secret of thirty-two characters",
                new String(node.clientSecrets.shared(node.clients.find("shop").orElseThrow()).orElseThrow()));
        assertEquals(List.of(), apply(signing));

        String open =
                "clients: [{client_id: shop, client_kind: browser, redirect_uris: [https://shop.example/callback]}]";
        assertTrue(apply(open).contains("    client_secret: changed"));
        assertEquals(null, node.clients.find("shop").orElseThrow().authentication().secret());
        assertEquals(List.of(), apply(open));
    }

    @Test
    void a_client_that_is_declared_no_more_is_removed_and_one_that_registered_itself_stays() throws IOException {
        apply(SHOP);
        node.clients.save(ClientMetadata.read("itself", Origin.REGISTERED, clock.instant(),
                new YamlDocument(name -> null, "https://id.example").read(Files.writeString(folder.resolve("x"),
                        "redirect_uris: [https://itself.example/]"))));

        assertEquals(List.of(), apply("roles: [user]"));
        assertEquals(List.of("- client shop"), apply("clients: []"));

        assertTrue(node.clients.find("shop").isEmpty());
        assertTrue(node.clients.find("itself").isPresent());
        assertEquals(List.of("+ client shop"), apply(SHOP));
    }

    @Test
    void a_client_whose_stored_form_is_no_longer_allowed_is_replaced_or_removed() throws IOException {
        apply(SHOP);
        store.database().update("UPDATE client SET metadata = '{}'");
        assertEquals(List.of("+ client shop"), apply(SHOP));
        assertTrue(node.clients.stored("shop").isPresent());
        assertEquals(List.of(), apply(SHOP));

        store.database().update("UPDATE client SET metadata = '{}'");
        assertEquals(List.of("- client shop"), apply("clients: []"));
        assertEquals(List.of(), apply("clients: []"));
    }

    @Test
    void the_owner_of_an_account_keeps_the_password() throws IOException {
        String account =
                "accounts: [{username: alice, email: alice@test.example, password: correct horse, role: user}]";
        apply(account);
        apply(account.replace("correct horse", "another password"));

        signedIn("alice");
        assertEquals(List.of(), apply("accounts: [{username: ALICE, email: Alice@TEST.example}]"));
    }

    @Test
    void an_address_that_an_earlier_version_accepted_can_be_replaced() throws IOException {
        apply("accounts: [{username: alice, email: alice@test.example, password: correct horse}]");
        store.database().update("UPDATE account SET email = 'alice@localhost', email_key = 'alice@localhost'");

        assertEquals(List.of("~ account alice", "    email: alice@localhost -> alice@test.example"),
                apply("accounts: [{username: alice, email: alice@test.example}]"));
    }

    @Test
    void what_is_declared_for_an_account_that_the_file_makes_is_not_given_to_who_registered_its_name_before()
            throws IOException {
        node.register("boss");
        String boss = "accounts: [{username: boss, email: boss@test.example, password: battery staple, role: admin}]";

        String leftOut = "! account boss: somebody registered an account of this name; if it is the one that is meant,"
                + " leave the password out";
        assertEquals(List.of("+ client shop", leftOut), apply(boss + "\n" + SHOP), "the rest is applied");
        assertEquals(List.of(leftOut), apply(boss.replace("admin", "user")), "even if nothing would change");

        assertEquals("user", roles.nameOf(signedIn("boss").identity().roleId()).orElseThrow());
        String meant = boss.replace("password: battery staple, ", "");
        assertEquals(List.of("~ account boss", "    role: user -> admin"), apply(meant));
        assertEquals(List.of("~ account boss", "    role: admin -> user"), apply(boss.replace("admin", "user")),
                "from then on it is the file's");
    }

    @Test
    void an_account_that_the_file_made_is_changed_though_its_owner_has_another_password() throws IOException {
        String boss = "accounts: [{username: boss, email: boss@test.example, password: battery staple, role: user}]";
        apply(boss);
        store.database().update("UPDATE account SET password_hash = 'another'");

        assertEquals(List.of("~ account boss", "    role: user -> admin"),
                apply(boss.replace("role: user", "role: admin")));
    }

    private StandardClaims claims(String accountId) {
        return store.database().first("SELECT claims FROM account WHERE id = ?", StandardClaims::in, accountId)
                .orElseThrow();
    }

    @Test
    void claims_of_a_person_are_written_down_changed_as_a_whole_and_left_where_the_file_does_not_speak_of_them()
            throws IOException {
        String dora = "accounts: [{username: dora, email: dora@test.example, password: correct horse%s}]";
        apply(dora.formatted(", claims: {given_name: Dora, email_verified: true}"));
        String id = node.accounts.find(new Username("dora")).orElseThrow().id();
        assertEquals("{\"given_name\":\"Dora\",\"email_verified\":true}", claims(id).json().toString());

        assertEquals(List.of(), apply(dora.formatted("")));
        assertEquals(List.of("~ account dora", "    claims: locale"),
                apply(dora.formatted(", claims: {locale: id-ID}")));
        assertEquals("{\"locale\":\"id-ID\"}", claims(id).json().toString());
        assertEquals(List.of("~ account dora", "    claims: none"), apply(dora.formatted(", claims: {}")));
        assertEquals(StandardClaims.NONE, claims(id));
    }

    @Test
    void an_account_that_is_put_out_of_use_loses_its_sessions_and_can_be_put_back() throws IOException {
        String session = node.register("carol").session().id();
        String carol = "accounts: [{username: carol, email: carol@test.example, disabled: true}]";

        assertEquals(List.of("~ account carol", "    disabled: false -> true"), apply(carol));
        assertTrue(node.revoked.contains(session));
        assertEquals(List.of("~ account carol", "    disabled: true -> false"), apply(carol.replace("true", "false")));
        signedIn("carol");
    }

    @Test
    void what_is_declared_no_more_stays_as_it_is() throws IOException {
        String boss = "accounts: [{username: boss, email: boss@test.example, password: correct horse%s}]";
        apply(boss.formatted(", role: admin, disabled: true"));

        assertEquals(List.of(), apply(boss.formatted("")), "somebody else may have disabled it");
        assertFalse(node.signIn("boss", Node.PASSWORD, Node.HOME) instanceof SignIn.SignedIn);
        assertEquals(List.of("~ account boss", "    role: admin -> user", "    disabled: true -> false"),
                apply(boss.formatted(", role: user, disabled: false")));
        assertEquals("user", roles.nameOf(signedIn("boss").identity().roleId()).orElseThrow());
    }

    @Test
    @DisplayName("Back-Channel Logout §2.5: applications hear of an account that is put out of use")
    void applications_hear_of_an_account_that_is_put_out_of_use() throws IOException {
        Identity carol = node.register("carol").identity();
        node.clients.save(ClientMetadata.read("told", Origin.REGISTERED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://told.invalid/"))
                .add("backchannel_logout_uri", "https://told.invalid/logout").build()));
        BrowserSession browser = node.browserSessions.start(
                new BrowserSessions.Arrival(carol, Assurance.PASSWORD, false, Node.HOME, Optional.empty())).session();
        String code = node.clientSessions.issueCode(browser, new ClientGrant("told", browser.id(), true, "{}"),
                Duration.ofMinutes(1));
        node.clientSessions.redeem(node.clientSessions.present(code, "told", Node.HOME).orElseThrow(),
                Duration.ofDays(1), Node.HOME);

        apply("accounts: [{username: carol, email: carol@test.example, disabled: true}]");

        assertEquals(1, store.count("logout_call WHERE client_id = 'told' AND account_id = ? AND sid = ?", carol.id(),
                browser.id()));
        assertEquals(0, store.count("session WHERE account_id = ? AND revoked_at IS NULL", carol.id()), "offline too");
    }

    @Test
    void all_of_a_file_is_applied_or_nothing() throws IOException {
        InvalidSetting complaint = assertThrows(InvalidSetting.class, () -> apply("""
                roles: [editor]
                accounts:
                  - {username: alice, email: alice@test.example, password: correct horse}
                  - {username: other, email: other@test.example, password: short}
                """));

        assertEquals("warden.declared.file: account other: password is refused: it is too short",
                complaint.getMessage());
        assertEquals(2, store.count("role"));
        assertEquals(0, store.count("account"));
    }

    @Test
    void whoever_registers_the_email_of_a_declared_account_keeps_out_that_account_alone() throws IOException {
        node.register("carol");
        String document = """
                accounts:
                  - {username: alice, email: alice@test.example, password: correct horse}
                  - {username: other, email: Carol@test.example, password: correct horse}
                """;
        List<String> told = List.of("+ account alice", "! account other: its email belongs to another account");

        assertEquals(told, declared(Mode.PLAN, document));
        assertEquals(told, apply(document));
        assertEquals(told.subList(1, 2), apply(document));
        store.database().update("DELETE FROM account WHERE username = 'carol'");
        assertEquals(List.of("+ account other"), apply(document));
    }

    @Test
    void whoever_registers_the_new_email_of_a_declared_account_does_not_prevent_that_it_is_disabled()
            throws IOException {
        String alice = "accounts: [{username: alice, email: alice@test.example, password: correct horse}]";
        apply(alice);
        node.register("carol");
        String document = alice.replace("alice@", "carol@").replace("}", ", disabled: true}");
        String told = "! account alice: its email stays as it is, because the declared one belongs to another account";

        List<String> difference = List.of("~ account alice", "    disabled: false -> true", told);
        assertEquals(difference, declared(Mode.PLAN, document));
        assertEquals(difference, apply(document));
        assertEquals(List.of(told), apply(document));
    }

    @Test
    void an_email_is_handed_on_from_one_declared_account_to_another() throws IOException {
        apply("accounts: [{username: alice, email: a@test.example, password: correct horse}]");

        String document = """
                accounts:
                  - {username: alice, email: b@test.example, password: correct horse}
                  - {username: bob, email: a@test.example, password: correct horse}
                """;
        assertEquals(List.of("~ account alice", "    email: a@test.example -> b@test.example", "+ account bob"),
                apply(document));
    }

    @Test
    void an_email_of_a_stranger_is_not_taken_for_given_up() throws IOException {
        node.register("carol");

        assertEquals(2, apply("""
                accounts:
                  - {username: carol, email: other@test.example, password: correct horse}
                  - {username: bob, email: carol@test.example, password: correct horse}
                """).stream().filter(line -> line.startsWith("! account ")).count());
    }

    @Test
    void what_is_left_out_is_complained_of_once_and_applied_when_nothing_hinders_it() throws IOException {
        node.register("carol");
        Files.writeString(file,
                "accounts: [{username: other, email: carol@test.example, password: correct horse}]");
        for (Mode mode : Mode.values()) {
            try (LogLines log = LogLines.of(ApplyDeclaration.class)) {
                look(applying(mode), 100);
                assertEquals(List.of(file + " has nothing to change",
                        "! account other: its email belongs to another account"), log.lines());
            }
        }
        ApplyDeclaration applying = applying(Mode.APPLY);
        lookTwice(applying);
        store.database().update("DELETE FROM account WHERE username = 'carol'");
        look(applying, 20);
        assertTrue(node.accounts.has(new Username("other")));
    }

    @Test
    void keys_are_rolled_once() throws IOException {
        clock.advance(Duration.ofDays(1));
        String roll = "keys: {renew_before: " + clock.instant() + "}";
        List<String> old = node.keys.startedBefore(clock.instant());
        assertTrue(old.contains("users " + newestKey()), old::toString);
        List<String> difference = Stream.concat(Stream.of("~ keys"),
                old.stream().map(key -> "    " + key + ": a successor"))
                .toList();
        long keys = store.count("signing_key");

        assertEquals(difference, declared(Mode.PLAN, roll));
        assertEquals(keys, store.count("signing_key"));
        assertEquals(difference, apply(roll));
        assertEquals(keys + old.size(), store.count("signing_key"));
        assertTrue(old.stream().map(key -> key.split(" ")[1]).allMatch(node.keys::isGood),
                "what they signed stays good");
        assertEquals(List.of(), apply(roll));
        assertEquals(keys + old.size(), store.count("signing_key"));
    }

    @Test
    void a_key_that_is_revoked_is_gone_at_once() throws IOException {
        String stolen = newestKey();
        String document = "keys: {revoked: [" + stolen + "]}";
        assertEquals(List.of("- key " + stolen), declared(Mode.PLAN, document));
        assertTrue(node.keys.isGood(stolen));

        assertEquals(List.of("- key " + stolen), apply(document));
        assertFalse(node.keys.isGood(stolen));
        assertTrue(node.keys.areReady());
        String next = newestKey();
        assertNotEquals(stolen, next);
        assertEquals(List.of(), apply(document));
        assertEquals(next, newestKey());
    }

    @Test
    void a_key_that_is_to_be_revoked_and_does_not_exist_is_warned_about_once() throws IOException {
        String document = "keys: {revoked: [" + newestKey() + ", a-key-that-nobody-knows]}";
        try (LogLines log = LogLines.of(SigningKeys.class)) {
            declared(Mode.PLAN, document);
            apply(document);
            apply(document);
            assertEquals(List.of("No signing key has the id a-key-that-nobody-knows, so nothing was revoked. If the"
                    + " key was revoked before, remove the entry; otherwise the id is wrong"), log.lines());
        }
    }

    @Test
    void keys_are_left_if_anything_else_is_wrong() {
        String good = newestKey();
        assertThrows(InvalidSetting.class, () -> apply("""
                keys: {revoked: [%s]}
                accounts: [{username: alice, email: alice@test.example, password: correct horse, role: nobody}]
                """.formatted(good)));
        assertTrue(node.keys.isGood(good));
    }

    /** Of contract users. */
    private String newestKey() {
        return node.keys.startedBefore(Instant.MAX).stream().filter(key -> key.startsWith("users ")).findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    @Test
    void keys_are_rolled_by_a_node_whose_clock_is_behind_when_it_has_caught_up() throws IOException {
        clock.advance(Duration.ofDays(1));
        Instant rolled = clock.instant().plusSeconds(30);
        String before = newestKey();

        assertNotEquals(List.of(), apply("keys: {renew_before: " + rolled + "}"));
        assertEquals(before, newestKey());
        clock.advance(Duration.ofSeconds(30));
        // Looks at all keys, as happens twice a minute.
        node.keys.revoke("a key that nobody knows");

        assertNotEquals(before, newestKey());
    }

    @Test
    void keys_are_not_renewed_for_ever() {
        String later = clock.instant().plusSeconds(61).toString();
        assertEquals("warden.declared.file: keys.renew_before is in the future",
                assertThrows(InvalidSetting.class, () -> apply("keys: {renew_before: " + later + "}")).getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "keys must be an object | keys: [x]",
        "keys has a member that is not known: renew | keys: {renew: x}",
        "keys.renew_before must be an instant in UTC such as 2026-01-31T08:20:45Z | keys: {renew_before: yesterday}",
        "keys.renew_before must be a text that is not empty (in YAML, put numbers into quotes) | keys: {renew_before: "
        + "1}",
        "revoked must be an array | keys: {revoked: x}",
        "the file has a member that is not known: client | client: []",
        "clients must be an array | clients: {}",
        "accounts has two of a@test.example | accounts: [{username: a, email: a@test.example}, {username: b, email: "
        + "A@test.example}]",
        "clients[0] must be an object | clients: [x]",
        "clients[0].client_id is needed | clients: [{client_name: x}]",
        "clients has two of a | clients: [{client_id: a}, {client_id: a}]",
        "a client has a member that is not known: redirect_uri | clients: [{client_id: a, redirect_uri: x}]",
        "client a: redirect_uris must have at least one | clients: [{client_id: a}]",
        "client é: client_id must be 1 to 128 letters and digits of ASCII and . _ ~ : / @ - | clients: [{client_id: "
        + "é}]",
        "client a: client_secret is needed for client_secret_basic | clients: [{client_id: a, redirect_uris: "
        + "['https://a.example']}]",
        "client a: client_secret must have at least 16 characters | clients: [{client_id: a, client_kind: service, "
        + "client_secret: short}]",
        "client a: client_secret must have at least 32 characters | clients: [{client_id: a, client_kind: service, "
        + "client_secret: 0123456789abcdef, token_endpoint_auth_method: client_secret_jwt}]",
        "client a: client_secret is of no use to a client that authenticates by none | clients: [{client_id: a, "
        + "client_kind: browser, redirect_uris: ['https://a.example'], client_secret: 0123456789abcdef}]",
        "clients[0].client_secret must be a text that is not empty (in YAML, put numbers into quotes) | clients: "
        + "[{client_id: a, client_secret: 12345678901234567}]",
        "roles must have 1 to 64 lower-case letters, digits, dots, hyphens and underscores | roles: [The Boss]",
        "accounts[0].username is needed | accounts: [{email: a@test.example}]",
        "accounts[0].email is not an address of mail | accounts: [{username: a, email: a}]",
        "accounts has two of a | accounts: [{username: a, email: a@test.example}, {username: A, email: "
        + "b@test.example}]",
        "an account has a member that is not known: admin | accounts: [{username: a, email: a@test.example, admin: "
        + "true}]",
        "account a: password is needed for an account that is not there yet | accounts: [{username: a, email: "
        + "a@test.example}]",
        "account a: password is refused: it is too short | "
            + "accounts: [{username: a, email: a@test.example, password: x}]",
        "account a: there is no role boss | accounts: [{username: a, email: a@test.example, password: correct horse, "
        + "role: boss}]",
        "accounts[0].claims has one that is not known or not well formed: sub | accounts: [{username: a, email: "
        + "a@test.example, claims: {sub: x}}]",
        "accounts[0].claims must be an object | accounts: [{username: a, email: a@test.example, claims: x}]",
        "accounts[0].disabled must be true or false | accounts: [{username: a, email: a@test.example, disabled: "
        + "'yes'}]",
    })
    void a_wrong_file_is_refused_and_what_is_wrong_is_named(String complaint, String document) {
        assertEquals("warden.declared.file: " + complaint,
                assertThrows(InvalidSetting.class, () -> apply(document)).getMessage());
    }

    @Test
    void a_file_that_changes_is_applied_and_a_wrong_one_changes_nothing() throws IOException {
        ApplyDeclaration applying = applying(Mode.APPLY);
        Files.writeString(file, SHOP);
        lookTwice(applying);
        assertTrue(node.clients.find("shop").isPresent());

        Files.writeString(file, "clients: [");
        lookTwice(applying);
        Files.delete(file);
        lookTwice(applying);
        assertTrue(node.clients.find("shop").isPresent());

        Files.writeString(file, "clients: []");
        lookTwice(applying);
        assertTrue(node.clients.find("shop").isEmpty());
        store.statements();
        lookTwice(applying);
        assertEquals(List.of(), store.statements());
    }

    @Test
    void a_file_of_which_half_is_written_removes_nothing() throws IOException {
        String whole = SHOP + """
                  - client_id: app
                    client_kind: native
                    redirect_uris: ["com.example.app:/cb"]
                """;
        ApplyDeclaration applying = applying(Mode.APPLY);
        Files.writeString(file, whole);
        lookTwice(applying);

        Files.writeString(file, SHOP);
        applying.look();
        Files.writeString(file, whole);
        lookTwice(applying);
        assertEquals(0, store.count("audit_event WHERE type = 'client-deleted'"));

        Files.writeString(file, SHOP);
        applying.look();
        Files.delete(file);
        applying.look();
        Files.writeString(file, SHOP);
        applying.look();
        assertTrue(node.clients.find("app").isPresent(), "the two looks follow each other");
        applying.look();
        assertTrue(node.clients.find("app").isEmpty());
    }

    @Test
    void what_was_refused_is_applied_when_time_allows_it_and_is_complained_of_once() throws IOException {
        ApplyDeclaration applying = applying(Mode.APPLY);
        Files.writeString(file, SHOP + "keys: {renew_before: " + clock.instant().plusSeconds(61) + "}");
        try (LogLines log = LogLines.of(ApplyDeclaration.class)) {
            look(applying, 100);
            assertEquals(List.of("The declared configuration was not applied. "
                    + "warden.declared.file: keys.renew_before is in the future"), log.lines());
            assertTrue(node.clients.find("shop").isEmpty());

            clock.advance(Duration.ofMinutes(2));
            look(applying, 20);
        }
        assertTrue(node.clients.find("shop").isPresent());
    }

    @Test
    void a_file_that_changes_while_the_database_is_away_is_applied_when_it_is_back() throws IOException {
        ApplyDeclaration applying = applying(Mode.APPLY);
        Files.writeString(file, SHOP);
        applying.look();
        store.cutOff();
        assertThrows(DatabaseUnavailable.class, applying::look);

        store.reconnect();
        applying.look();

        assertTrue(node.clients.find("shop").isPresent());
    }

    @Test
    @DisplayName(
            "docs/conformance/declared.yaml has a person of whom everything is known, and clients for the logout plans")
    void what_the_conformance_tests_need_is_made() {
        Map<String, String> environment = Map.of("CONFORMANCE_PASSWORD", Node.PASSWORD, "CONFORMANCE_SECRET",
                "a secret of some length", "CONFORMANCE_SUITE", "https://suite.example/test/a/warden");
        JsonObject document = new YamlDocument(environment::get, "https://id.example")
                .read(Path.of("docs/conformance/declared.yaml"));

        assertEquals(7, applying(Mode.APPLY).apply(document).size());
        assertEquals(List.of(), applying(Mode.APPLY).apply(document));

        StandardClaims claims = claims(signedIn("conformance").identity().id());
        StandardClaims.names().stream().filter(name -> !name.equals("updated_at"))
                .forEach(name -> assertTrue(claims.get(name).isPresent(), name));
        assertEquals("https://suite.example/test/a/warden/backchannel_logout",
                node.clients.find("conformance-back-channel").orElseThrow().logout().backChannel().toString());
        RegisteredClient front = node.clients.find("conformance-front-channel").orElseThrow();
        assertEquals("https://suite.example/test/a/warden/frontchannel_logout",
                front.logout().frontChannel().toString());
        assertTrue(front.logout().frontChannelWithSid());
        assertTrue(front.logout().allowsAfterwards("https://suite.example/test/a/warden/post_logout_redirect"));
    }

    private static void lookTwice(ApplyDeclaration applying) {
        look(applying, 2);
    }

    private static void look(ApplyDeclaration applying, int times) {
        for (int i = 0; i < times; i++) {
            applying.look();
        }
    }

    private SignIn.SignedIn signedIn(String username) {
        return assertInstanceOf(SignIn.SignedIn.class, node.signIn(username, Node.PASSWORD, Node.HOME));
    }

    private List<String> apply(String document) throws IOException {
        return declared(Mode.APPLY, document);
    }

    private List<String> declared(Mode mode, String document) throws IOException {
        Files.writeString(file, document);
        return applying(mode).apply(new YamlDocument(name -> null, "https://id.example").read(file));
    }

    private ApplyDeclaration applying(Mode mode) {
        AccountChanges accountChanges = new AccountChanges(node.accounts, roles,
                node.endSession,
                new PasswordPolicy(new PolicySettings(node.settings)), node.hashing, node.audit, clock);
        DeclaredSettings settings = new DeclaredSettings(file, mode, "https://id.example",
                folder.resolve("configuration"));
        return new ApplyDeclaration(settings,
                new ClientChanges(node.clients, node.clientSecrets, clock), accountChanges,
                new KeyChanges(node.keys), node.database, node.clients,
                new ConfigurationFiles(settings));
    }
}
