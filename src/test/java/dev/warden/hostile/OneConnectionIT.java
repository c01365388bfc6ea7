package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Person;
import dev.warden.database.MariaDb;
import dev.warden.database.TestDatabase;

/** Read in the database's own log, because a pool that loses atomicity looks right from everywhere else. */
@DisplayName("A transaction's statements and its COMMIT, as the database saw them")
class OneConnectionIT extends Adversary {

    private static final String BEGIN = "set autocommit=0";
    private static final String COMMIT = "commit";
    private static final String END = "set autocommit=1";

    @BeforeAll
    static void needs_a_database_with_a_log() {
        assumeTrue(TestDatabase.isMariaDb() && TestDatabase.isAvailable(), "the log is MariaDB's");
    }

    @Test
    void share_one_connection_when_an_account_is_added_as_an_entity() {
        Person person = Person.somebody();
        Map<String, List<String>> seen = MariaDb.running().statementsOf(() ->
                assertEquals(200, warden.post("register", person.newAccount()).statusCode()));

        assertOneTransaction(seen, "insert into account", "insert into session", "insert into audit_event");
    }

    @Test
    void share_one_connection_when_somebody_signs_in() {
        Person person = Person.somebody();
        assertEquals(200, warden.post("register", person.newAccount()).statusCode());
        Map<String, List<String>> seen = MariaDb.running().statementsOf(() ->
                assertEquals(200, warden.post("login", person.byEmail()).statusCode()));

        assertOneTransaction(seen, "insert into session", "delete from guess", "insert into audit_event");
    }

    private static void assertOneTransaction(Map<String, List<String>> seen, String... statements) {
        List<List<String>> connections = seen.values().stream().map(OneConnectionIT::lowerCased)
                .filter(each -> each.stream().anyMatch(statement -> statement.startsWith(statements[0]))).toList();
        assertEquals(1, connections.size(), seen::toString);
        List<String> transaction = transactionAround(statements[0], connections.get(0));
        for (String statement : statements) {
            assertEquals(1, count(transaction, statement), seen::toString);
        }
        // And nothing of it went anywhere else.
        assertEquals(1, seen.values().stream().mapToLong(each -> count(lowerCased(each), statements[0])).sum(),
                seen::toString);
    }

    /** Jobs that run beside the test may have used the same connection before and after. */
    private static List<String> transactionAround(String statement, List<String> connection) {
        int within = IntStream.range(0, connection.size()).filter(i -> connection.get(i).startsWith(statement))
                .findFirst().orElseThrow();
        List<String> before = connection.subList(0, within);
        // Where a connection comes from a transaction it may need no BEGIN, and then must not have seen an END.
        int begin = Math.max(before.lastIndexOf(BEGIN), before.lastIndexOf(COMMIT)) + 1;
        List<String> fromBegin = connection.subList(begin, connection.size());
        int commit = fromBegin.indexOf(COMMIT);
        assertTrue(begin + commit > within && !fromBegin.subList(0, commit).contains(END), connection::toString);
        return fromBegin.subList(0, commit);
    }

    private static long count(List<String> statements, String beginning) {
        return statements.stream().filter(statement -> statement.startsWith(beginning)).count();
    }

    private static List<String> lowerCased(List<String> statements) {
        return statements.stream().map(statement -> statement.toLowerCase(Locale.ROOT)).toList();
    }
}
