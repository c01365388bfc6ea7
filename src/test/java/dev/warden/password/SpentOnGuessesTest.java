package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.LoginName;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.platform.NativeLibrary;
import dev.warden.signin.PasswordProof;
import dev.warden.signin.SignIn;

/** {@link StoredHashesTest} has what a hash costs; here is who has to pay for it. */
@OnEveryDatabase
@DisplayName("What is hashed for a guess (ASVS 5.0 V6.3.8: known and unknown accounts take the same time)")
class SpentOnGuessesTest {

    private static final int LIMIT = 10;

    private final List<Argon2Parameters> computed = new ArrayList<>();
    private final Node node;
    private final SignIn signIn;

    SpentOnGuessesTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), new MutableClock());
        node.register("bob");
        PasswordHashing hashing = new PasswordHashing(
                new HashingSettings(64, 1, NativeLibrary.OFF, Duration.ofMinutes(1)), new Recording(), 1);
        signIn = new SignIn(new PasswordProof(node.throttle, hashing, node.accounts, node.audit, node.database),
                node.sessions, node.audit);
    }

    private SignIn.Result guess(String username) {
        computed.clear();
        return signIn.signIn(new SignIn.Command(LoginName.username(username), "wrong", Node.ELSEWHERE, node.users,
                false));
    }

    @Test
    void an_account_that_does_not_exist_costs_what_one_costs_that_does() {
        assertInstanceOf(SignIn.WrongPassword.class, guess("bob"));
        List<Argon2Parameters> forKnown = List.copyOf(computed);
        assertInstanceOf(SignIn.UnknownAccount.class, guess("nobody"));

        assertEquals(List.of(Argon2Parameters.current(64, 1)), forKnown);
        assertEquals(forKnown, computed);
    }

    @Test
    void a_guess_that_is_stopped_costs_nothing() {
        for (int i = 0; i < LIMIT; i++) {
            assertInstanceOf(SignIn.WrongPassword.class, guess("bob"));
        }

        assertInstanceOf(SignIn.TooManyGuesses.class, guess("bob"));
        assertEquals(List.of(), computed);
    }

    private final class Recording implements Argon2 {

        private final Argon2 argon2 = new BouncyCastleArgon2(64);

        @Override
        public byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt, int length) {
            computed.add(parameters);
            return argon2.tag(parameters, password, salt, length);
        }

        @Override
        public String name() {
            return "recording";
        }
    }
}
