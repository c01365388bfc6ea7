package dev.warden.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.audit.AuditEvent.GuessingStopped;
import dev.warden.audit.AuditEvent.SignInRefused;
import dev.warden.audit.AuditEvent.SignedIn;
import dev.warden.audit.AuditEvent.SignedOut;
import dev.warden.database.Engine;
import dev.warden.database.Store;
import dev.warden.signin.RegisterAccount.Registered;
import dev.warden.token.IssuedTokens;

@DisplayName("The audit log (ASVS 5.0 V16.2, V16.4.1)")
class AuditLogTest {

    private static final Logger LOGGER = Logger.getLogger("dev.warden.audit.AuditLog");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final MutableClock clock = new MutableClock();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private Store store;
    private AuditLog audit;

    @BeforeEach
    void listen() throws SQLException {
        store = Engine.H2.emptyStore();
        audit = new AuditLog(store.database(), clock);
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.INFO);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void leave() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void a_fact_is_a_row_and_one_line_of_json() {
        audit.record(new SignedIn("account-1", "session-1", "192.0.2.1"));

        assertEquals(List.of("{\"at\":\"2026-01-31T08:20:45.678Z\",\"event\":\"signed-in\",\"account\":\"account-1\","
                + "\"session\":\"session-1\",\"address\":\"192.0.2.1\"}"), lines);
        assertEquals(1, store.count(
                "audit_event WHERE happened_at = ? AND type = 'signed-in' AND account_id = 'account-1'"
                + " AND session_id = 'session-1' AND address = '192.0.2.1' AND detail IS NULL", clock.instant()));
    }

    @Test
    void what_is_not_known_is_left_out() {
        audit.record(new SignInRefused(null, "192.0.2.1", "unknown-account"));

        assertEquals(Set.of("at", "event", "address", "detail"), json(lines.get(0)).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n{\"event\":\"forged\"}", "\"", "\\", "\\\"}", "\u0000", "\u001b[31m", "\u007f",
            "\u0085",
        "\u2028\u2029", "\u202e", "jos\u00e9", "\ud83d\ude00", "</script>", "{0} %s ${jndi:ldap://x}", "\t"})
    void text_of_others_stays_text_on_one_line_of_printable_ascii(String text) {
        audit.record(new SignInRefused("account " + text, "192.0.2.1", text));

        assertEquals(1, lines.size());
        assertTrue(lines.get(0).chars().allMatch(c -> c >= ' ' && c < 0x7f), lines.get(0));
        assertEquals(text, json(lines.get(0)).getString("detail"));
        assertEquals("account " + text, json(lines.get(0)).getString("account"));
        assertEquals("sign-in-refused", json(lines.get(0)).getString("event"));
    }

    @Test
    void a_line_comes_when_the_fact_is_committed_and_never_when_it_is_rolled_back() {
        store.database().transaction(() -> {
            audit.record(new SignedOut("account-1", "session-1"));
            assertEquals(List.of(), lines);
        });
        assertEquals(1, lines.size());

        assertThrows(ArithmeticException.class, () -> store.database().transaction(() -> {
            audit.record(new SignedOut("account-1", "session-2"));
            throw new ArithmeticException();
        }));
        assertEquals(1, lines.size());
        assertEquals(1, store.count("audit_event"));
    }

    @Test
    void what_an_attacker_causes_as_often_as_he_likes_is_a_line_and_no_row() {
        audit.logOnly(new GuessingStopped("account-1", "192.0.2.1", "too-many-for-account"));

        assertEquals("guessing-stopped", json(lines.get(0)).getString("event"));
        assertEquals(0, store.count("audit_event"));
    }

    @Test
    void a_long_detail_is_kept_as_far_as_its_column_goes() {
        audit.record(new SignInRefused(null, "192.0.2.1", "x".repeat(5000)));

        assertEquals(1, store.count("audit_event WHERE detail = ?", "x".repeat(1000)));
    }

    @Test
    void no_event_is_called_anything_else_than_its_words() {
        Set<String> types = Set.of("account-registered", "signed-in", "sign-in-refused", "guessing-stopped",
                "signed-out",
                "refresh-token-reused", "password-changed", "password-rehashed", "signing-key-created",
                "signing-key-revoked",
                "consent-given", "consent-withdrawn", "authorization-code-reused", "client-refused", "client-saved",
                "client-deleted", "redirect-prefix-allowed", "redirect-refused", "account-declared", "role-added");

        assertEquals(types, Stream.of(AuditEvent.class.getPermittedSubclasses()).map(AuditLogTest::typeOfOne)
                .collect(Collectors.toSet()));
    }

    /** Every component is text, which this test does not look at. */
    private static String typeOfOne(Class<?> event) {
        try {
            Constructor<?> constructor = event.getDeclaredConstructors()[0];
            return ((AuditEvent) constructor.newInstance(new Object[constructor.getParameterCount()])).type();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatever_happens_no_password_no_hash_and_no_token_is_told() {
        Node node = Node.on(store, clock);
        Registered bob = node.register("bob");
        IssuedTokens tokens = node.issue(bob.session(), bob.identity());
        node.signIn("bob", "hunter2 is wrong", Node.HOME);
        node.signIn("hunter2 as a name", "hunter2", Node.HOME);
        node.signIn("bob", Node.PASSWORD, Node.HOME);
        node.refreshSession.refresh(tokens.refresh().jwt(), node.users, Node.HOME);
        clock.advance(java.time.Duration.ofMinutes(1));
        node.refreshSession.refresh(tokens.refresh().jwt(), node.users, Node.HOME);
        node.signOut.signOut(bob.identity().id(), bob.session().id());

        assertTrue(lines.size() >= 7, lines::toString);
        String everything = String.join("\n", lines) + store.database().list("SELECT * FROM audit_event",
                row -> row.getString("type") + row.getString("account_id") + row.getString("session_id")
                        + row.getString("address") + row.getString("detail"));
        for (String secret : List.of("hunter2", Node.PASSWORD, "argon2", "eyJ", tokens.refresh().id(),
                "bob@test.example")) {
            assertFalse(everything.contains(secret), secret);
        }
    }

    private static JsonObject json(String line) {
        return Json.createReader(new StringReader(line)).readObject();
    }
}
