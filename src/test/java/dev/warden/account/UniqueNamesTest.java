package dev.warden.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.password.PasswordHash;
import dev.warden.signin.RegisterAccount.Registered;
import dev.warden.signin.RegisterAccount.Taken;
import dev.warden.signin.SignIn.SignedIn;

@OnEveryDatabase
@DisplayName("Names are unique on every database alike")
class UniqueNamesTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    UniqueNamesTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
    }

    @ParameterizedTest
    @MethodSource("dev.warden.account.Spellings#ofOne")
    void two_spellings_are_one_account(String one, String other) {
        assertInstanceOf(Registered.class, node.register("one@test.example", one));

        assertEquals(new Taken(false, true), node.register("other@test.example", other));
        SignedIn signedIn = assertInstanceOf(SignedIn.class, node.signIn(other, Node.PASSWORD, Node.HOME));
        assertEquals(one, signedIn.identity().username(), "as it was written, to the character");
    }

    @ParameterizedTest
    @MethodSource("dev.warden.account.Spellings#ofTwo")
    void two_names_are_two_accounts(String one, String other) {
        assertInstanceOf(Registered.class, node.register("one@test.example", one));
        assertInstanceOf(Registered.class, node.register("other@test.example", other));

        assertEquals(one, ((SignedIn) node.signIn(one, Node.PASSWORD, Node.HOME)).identity().username());
        assertEquals(other, ((SignedIn) node.signIn(other, Node.PASSWORD, Node.HOME)).identity().username());
    }

    @Test
    void an_internationalised_domain_is_one_address_with_its_ascii_form() {
        assertInstanceOf(Registered.class, node.register("x@b\u00fccher.example", "one"));

        assertEquals(new Taken(true, false), node.register("X@XN--BCHER-KVA.example", "other"));
    }

    @Test
    void imported_keys_that_differ_by_case_accent_or_a_space_at_the_end_are_kept_apart_by_the_index() {
        for (String key : new String[] {"bob", "bob ", "BOB", "b\u00f3b", "bo\u0301b", "bob\u0000", "bob\ud83d\ude00",
            "bob\ud83d\ude0e"}) {
            store.database().update(
                    "INSERT INTO account (id, email, email_key, username, username_key, role_id, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)", "id " + key, key, key, key, key, Role.USER, clock.instant());
        }

        assertEquals(8, store.count("account"));
        assertEquals(1, store.count("account WHERE username_key = 'bob'"));
        assertEquals(1, store.count("account WHERE username_key = 'bob '"));
        assertEquals(1, store.count("account WHERE id = 'id bob'"));
    }

    @Test
    void who_is_taken_is_told_by_the_index_and_the_transaction_is_lost() {
        node.register("bob");
        Account twin = new Account(AccountId.random(), new Email("bob@test.example"), new Username("twin"),
                new PasswordHash("x"), clock.instant());

        assertThrows(Accounts.Taken.class, () -> node.database.transaction(() -> node.accounts.add(twin)));

        assertEquals(1, store.count("account"));
        assertTrue(node.accounts.has(new Email("BOB@test.example")));
        assertTrue(node.accounts.has(new Username("BOB")));
        assertTrue(!node.accounts.has(new Username("twin")));
    }

    @Test
    void roles_are_known_by_their_ids_when_the_database_is_ready() {
        Roles roles = new Roles(node.database);
        assertEquals(Optional.empty(), roles.nameOf(Role.USER));

        roles.load();

        assertEquals(Optional.of("user"), roles.nameOf(Role.USER));
        assertEquals(Optional.of("admin"), roles.nameOf("c2b7c1de-8a55-4c0d-8f7e-6a1f2e9d4b02"));
        assertEquals(Optional.empty(), roles.nameOf("nobody"));
        assertEquals(Optional.empty(), roles.nameOf(null));
    }
}
