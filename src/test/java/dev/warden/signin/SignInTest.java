package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Account;
import dev.warden.account.AccountId;
import dev.warden.account.Email;
import dev.warden.account.LoginName;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.password.PasswordHash;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.session.Session;
import dev.warden.signin.SignIn.Disabled;
import dev.warden.signin.SignIn.SignedIn;
import dev.warden.signin.SignIn.UnknownAccount;
import dev.warden.signin.SignIn.WrongPassword;

@OnEveryDatabase
@DisplayName("Signing in")
class SignInTest {

    /** Of "correct horse": bcrypt with 4 rounds, the fewest there are, as another system stored it. */
    private static final String BCRYPT = "$2b$04$8hIgEo/O0eEDcoevVvkx2.1C/vX93Yn2eB6JlbroSb1Hdambt43bO";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    SignInTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
    }

    @Test
    void the_right_password_opens_a_session_of_its_own() {
        Session first = node.register("bob").session();

        SignedIn signedIn = assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.ELSEWHERE));

        assertEquals("bob", signedIn.identity().username());
        assertEquals("users", signedIn.session().profile());
        assertNotEquals(first.id(), signedIn.session().id());
        assertNotEquals(first.refreshTokenId(), signedIn.session().refreshTokenId());
        assertEquals(1, store.count("session WHERE id = ? AND address = '198.51.100.7'", signedIn.session().id()));
        assertEquals(1, store.count("audit_event WHERE type = 'signed-in' AND account_id = ? AND session_id = ?",
                signedIn.identity().id(), signedIn.session().id()));
    }

    @Test
    void a_session_of_contract_plain_lives_as_long_as_that_contract_says() {
        node.register("bob");

        SignedIn signedIn = assertInstanceOf(SignedIn.class,
                node.signInRevealing("bob@test.example", Node.PASSWORD, Node.HOME));

        assertEquals("plain", signedIn.session().profile());
        assertEquals(clock.instant().plus(Duration.ofHours(24)), signedIn.session().expiresAt());
    }

    @Test
    void any_spelling_of_the_name_or_the_address_finds_the_account() {
        node.register("Jose\u0301@test.example", "Jos\u00e9");

        assertInstanceOf(SignedIn.class, node.signIn("JOSE\u0301", Node.PASSWORD, Node.HOME));
        assertInstanceOf(SignedIn.class, node.signInRevealing("JOS\u00c9@TEST.example", Node.PASSWORD, Node.HOME));
        assertInstanceOf(UnknownAccount.class, node.signIn("Jose", Node.PASSWORD, Node.HOME));
    }

    @Test
    void what_cannot_be_a_username_is_nobody() {
        node.register("bob");

        for (String name : List.of("", " bob", "bob ", "bob@test.example", "\u0000", "b\u00f8b", "x".repeat(5000))) {
            assertInstanceOf(UnknownAccount.class, node.signIn(name, Node.PASSWORD, Node.HOME), name);
        }
    }

    @Test
    void a_wrong_password_is_refused_and_told_to_the_auditor() {
        node.register("bob");

        assertInstanceOf(WrongPassword.class, node.signIn("bob", "Correct horse", Node.ELSEWHERE));

        assertEquals(1, store.count("audit_event WHERE type = 'sign-in-refused' AND detail = 'wrong-password'"
                + " AND account_id IS NOT NULL AND address = '198.51.100.7'"));
        assertEquals(1, store.count("session"));
    }

    @Test
    void an_unknown_account_is_told_to_the_auditor_without_what_was_typed() {
        assertInstanceOf(UnknownAccount.class, node.signIn("hunter2 in the wrong field", "x", Node.HOME));

        assertEquals(1, store.count("audit_event WHERE detail = 'unknown-account' AND account_id IS NULL"));
        assertEquals(0, store.count("guess WHERE subject LIKE '%hunter2%'"));
    }

    @Test
    void an_account_without_a_password_is_refused_whatever_is_tried() {
        node.register("bob");
        store.database().update("UPDATE account SET password_hash = NULL");

        assertInstanceOf(WrongPassword.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertInstanceOf(WrongPassword.class, node.signIn("bob", "", Node.HOME));
    }

    @Test
    void a_stored_hash_that_cannot_be_read_matches_no_password() {
        node.register("bob");
        for (String broken : List.of("", "$argon2id$v=19$m=64", "plain", "{noop}" + Node.PASSWORD, Node.PASSWORD)) {
            store.database().update("UPDATE account SET password_hash = ?", broken);
            assertInstanceOf(WrongPassword.class, node.signIn("bob", Node.PASSWORD, Node.HOME), broken);
        }
    }

    @Test
    void a_disabled_account_learns_so_by_the_right_password_only_and_gets_no_session() {
        node.register("bob");
        store.database().update("UPDATE account SET disabled_at = ?", clock.instant());

        assertInstanceOf(Disabled.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(0, store.count("guess"), "it was right");
        assertInstanceOf(WrongPassword.class, node.signIn("bob", "wrong", Node.HOME));

        assertEquals(1, store.count("session"));
        assertEquals(1, store.count("audit_event WHERE detail = 'disabled'"));
        assertEquals(0, store.count("audit_event WHERE type = 'signed-in'"));
    }

    @Test
    void who_is_signing_in_with_a_password_while_it_is_changed_is_refused() {
        String bob = node.register("bob").identity().id();
        PasswordHash another = node.hashing.inTurn(turn -> turn.hash("battery staple"));

        SignIn.Result result = signedInDuring(bob, account -> {
            account.changePassword(another);
            node.endSession.endAll(bob, "");
        });

        assertInstanceOf(WrongPassword.class, result);
        assertEquals(0, store.count("session WHERE revoked_at IS NULL"));
        assertEquals(1, store.count("guess"), "and it was a guess");
    }

    @Test
    void who_is_signing_in_while_the_account_is_put_out_of_use_is_refused() {
        String bob = node.register("bob").identity().id();

        SignIn.Result result = signedInDuring(bob, account -> {
            account.disable(clock.instant());
            node.endSession.endAll(bob, "");
        });

        assertInstanceOf(Disabled.class, result);
        assertEquals(0, store.count("session WHERE revoked_at IS NULL"));
    }

    @Test
    void who_is_signing_in_while_another_sign_in_renews_the_hash_is_signed_in() {
        String bob = node.register("bob").identity().id();
        PasswordHash renewed = node.hashing.inTurn(turn -> turn.hash(Node.PASSWORD));

        assertInstanceOf(SignedIn.class, signedInDuring(bob, account -> account.changePassword(renewed)));
        assertEquals(0, store.count("guess"));
    }

    private SignIn.Result signedInDuring(String accountId, Consumer<Account> change) {
        return Together.overtaken(node.database, () -> {
            change.accept(node.accounts.findForUpdate(new AccountId(accountId)).orElseThrow());
            node.accounts.flush();
        }, () -> node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void an_outdated_hash_is_replaced_when_the_owner_signs_in() {
        node.register("bob");
        store.database().update("UPDATE account SET password_hash = ?", BCRYPT);

        assertInstanceOf(WrongPassword.class, node.signIn("bob", "wrong", Node.HOME));
        assertEquals(1, store.count("account WHERE password_hash = ?", BCRYPT));

        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(1, store.count("account WHERE password_hash LIKE '$argon2id$v=19$m=64,t=1,p=1$%'"));
        assertEquals(1, store.count("audit_event WHERE type = 'password-rehashed' AND account_id IS NOT NULL"));

        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertEquals(1, store.count("audit_event WHERE type = 'password-rehashed'"), "a current hash stays");
    }

    @Test
    void eight_who_sign_in_at_once_with_an_outdated_hash_all_do_and_one_replaces_it() {
        node.register("bob");
        store.database().update("UPDATE account SET password_hash = ?", BCRYPT);

        List<SignIn.Result> results = Together.race(8, i -> node.signIn("bob", Node.PASSWORD, Node.HOME));

        assertTrue(results.stream().allMatch(SignedIn.class::isInstance), results::toString);
        assertEquals(1, store.count("audit_event WHERE type = 'password-rehashed'"));
        assertEquals(9, store.count("session"));
    }

    @Test
    void costs_at_most_five_statements() {
        node.register("bob");
        store.statements();

        node.signIn("bob", Node.PASSWORD, Node.HOME);

        List<String> statements = store.statements();
        assertTrue(!statements.isEmpty() && statements.size() <= 5, () -> String.join("\n", statements));
    }

    @Test
    void says_that_the_database_is_away_and_works_again_when_it_is_back() {
        node.register("bob");
        store.cutOff();
        assertThrows(DatabaseUnavailable.class, () -> node.signIn("bob", Node.PASSWORD, Node.HOME));

        store.reconnect();
        assertInstanceOf(SignedIn.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
    }

    @Test
    void a_sign_in_whose_fact_cannot_be_told_opens_no_session() throws SQLException {
        node.register("bob");
        store.database().update("ALTER TABLE audit_event RENAME TO audit_event_away");
        try {
            assertThrows(IllegalStateException.class, () -> node.signIn("bob", Node.PASSWORD, Node.HOME));
            assertEquals(1, store.count("session"));
        } finally {
            store.database().update("ALTER TABLE audit_event_away RENAME TO audit_event");
        }
    }

    @Test
    void nothing_prints_a_password() {
        SignIn.Command command = new SignIn.Command(LoginName.email(new Email("bob@test.example")), "hunter2",
                Node.HOME, node.users, false);

        assertFalse(command.toString().contains("hunter2"));
        assertFalse(Map.of("command", command).toString().contains("hunter2"));
    }
}
