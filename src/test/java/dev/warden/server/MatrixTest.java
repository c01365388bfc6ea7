package dev.warden.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The choice of rows and tests of the matrix of servers")
class MatrixTest {

    private static final List<String> KNOWN = List.of("payara-6", "wildfly-39");

    @Test
    void is_what_was_named_or_everything() {
        Predicate<String> one = Matrix.choice(" wildfly-39,", KNOWN);

        assertTrue(one.test("wildfly-39"));
        assertFalse(one.test("payara-6"));
        assertTrue(Matrix.choice(null, KNOWN).test("payara-6"));
    }

    @Test
    void has_no_name_that_is_none() {
        assertEquals("wildfly-93 is none of payara-6, wildfly-39", assertThrows(IllegalArgumentException.class,
                () -> Matrix.choice("payara-6,wildfly-93", KNOWN)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OwnClientsIT", "dev.warden.server.OwnClientsIT", "OwnClientsIT#works+fails",
        "*IT,!KillIT,!GoneIT", "OwnClientsIT, %regex[.*GoneIT]"})
    void may_be_tests_that_are_there_and_patterns(String tests) throws IOException {
        Matrix.requireTests(tests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GoneIT", "OwnClientsIT,GoneIT", "dev.warden.server.GoneIT", "GoneIT#works"})
    void has_no_test_that_is_gone(String tests) {
        assertThrows(IllegalArgumentException.class, () -> Matrix.requireTests(tests));
    }

    @Test
    void is_good_for_something_if_a_test_ran_and_was_not_skipped(@TempDir Path reports) throws IOException {
        assertEquals(0, Matrix.testsRun(reports));
        Files.writeString(reports.resolve("failsafe-summary.xml"),
                "<failsafe-summary><completed>3</completed><skipped>3</skipped></failsafe-summary>");
        assertEquals(0, Matrix.testsRun(reports));
        Files.writeString(reports.resolve("failsafe-summary-processes.xml"),
                "<failsafe-summary><completed>5</completed><skipped>1</skipped></failsafe-summary>");
        assertEquals(4, Matrix.testsRun(reports));
    }
}
