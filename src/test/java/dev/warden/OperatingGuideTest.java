package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.database.Engine;
import dev.warden.database.Store;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.signin.RegisterAccount;
import dev.warden.signin.SignIn;

@DisplayName("The SQL of docs/operating.md, on MariaDB")
class OperatingGuideTest {

    private static final String NEW = "another horse";

    private Store store;
    private Node node;
    private RegisterAccount.Registered bob;
    private RegisterAccount.Registered eve;
    private BrowserSession browser;

    @BeforeEach
    void two_people_are_signed_in() throws SQLException {
        store = Engine.MARIADB.emptyStore();
        node = Node.on(store, new MutableClock());
        bob = node.register("bob");
        eve = node.register("eve");
        browser = node.browserSessions.start(new BrowserSessions.Arrival(bob.identity(), Assurance.PASSWORD, false,
                Node.HOME, Optional.empty())).session();
        node.signIn("bob", "wrong", Node.HOME);
    }

    @Test
    void another_password_signs_in_and_ends_all_sessions() throws Exception {
        run(script("Another password").replace("pbkdf2_sha256$600000$…", hash()));

        assertInstanceOf(SignIn.SignedIn.class, node.signIn("bob", NEW, Node.HOME));
        assertInstanceOf(SignIn.WrongPassword.class, node.signIn("bob", Node.PASSWORD, Node.HOME));
        assertTrue(otherNode().revoked.contains(bob.session().id()));
        assertEquals(0, store.count("session WHERE id = ? AND revoked_at IS NULL", bob.session().id()));
        assertEquals(1, store.count("browser_session WHERE id = ? AND ended_at IS NOT NULL", browser.id()));
        assertEveIsSignedIn();
    }

    @Test
    void a_deleted_account_leaves_audit_events_and_access_tokens_are_refused() throws Exception {
        run(script("Delete an account"));

        String id = bob.identity().id();
        assertTrue(otherNode().revoked.contains(bob.session().id()));
        for (String table : List.of("session", "browser_session", "consent")) {
            assertEquals(0, store.count(table + " WHERE account_id = ?", id), table);
        }
        assertEquals(0, store.count("account WHERE id = ?", id));
        assertEquals(0, store.count("guess WHERE subject = ?", id));
        assertEquals(2, store.count("audit_event WHERE account_id = ?", id));
        assertEveIsSignedIn();

        run(scripts("Delete an account").get(1));
        assertEquals(0, store.count("audit_event WHERE account_id = ?", id));
        assertEquals(1, store.count("audit_event WHERE account_id = ?", eve.identity().id()));
    }

    @Test
    void everything_that_has_the_id_of_an_account_is_listed() throws Exception {
        String listed = script("What is stored about a person");
        run(listed);

        store.database().list("SELECT table_name AS name FROM information_schema.columns WHERE column_name ="
                + " 'account_id' AND table_schema = DATABASE()", row -> row.getString("name"))
                .forEach(table -> assertTrue(listed.contains("FROM " + table + " "), table));
    }

    @Test
    void what_is_to_be_watched_can_be_asked_for() throws Exception {
        run(script("What to watch"));
    }

    private void assertEveIsSignedIn() {
        assertEquals(1, store.count("session WHERE account_id = ? AND revoked_at IS NULL", eve.identity().id()));
        assertEquals(0, store.count("revocation WHERE session_id = ?", eve.session().id()));
    }

    private Node otherNode() {
        return Node.on(store, new MutableClock());
    }

    /** What the documented command prints, if this machine has Python; its password comes from the terminal there. */
    private static String hash() throws IOException, InterruptedException {
        MachineProgram.need(MachineProgram.named("python3").isPresent(),
                "There is no python3: the command that hashes a password is not tried");
        String command = blocks("Another password", "").get(0).replace("getpass.getpass()", "\"" + NEW + "\"");
        Process python = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), output);
        return output.strip();
    }

    /** As a client of MariaDB does, on one connection. */
    private void run(String script) throws SQLException {
        try (Connection connection = store.outside().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : script.replace("user1", bob.identity().id()).split(";\n")) {
                statement.execute(each);
            }
        }
    }

    private static String script(String heading) throws IOException {
        return scripts(heading).get(0);
    }

    private static List<String> scripts(String heading) throws IOException {
        return blocks(heading, "sql");
    }

    private static List<String> blocks(String heading, String language) throws IOException {
        String section = Stream.of(Files.readString(Path.of("docs", "operating.md")).split("\n##+ "))
                .filter(text -> text.startsWith(heading + "\n")).findFirst().orElseThrow();
        return Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL).matcher(section).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
    }
}
