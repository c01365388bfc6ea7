package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Failures of the database (SQLSTATE classes, error codes of MariaDB and H2)")
class DatabaseFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "40001, 1213,  true,  false, false, deadlock",
        "HY000, 1205,  true,  false, false, lock wait",
        "HY000, 1020,  true,  false, false, row changed since it was read",
        "40001, 40001, true,  false, false, deadlock in H2",
        "HYT00, 50200, true,  false, false, lock time-out in H2",
        "40XXX, 0,     true,  false, false, any roll-back by the database",
        "23000, 1062,  false, true,  true,  duplicate",
        "23505, 23505, false, true,  true,  duplicate in H2",
        "23000, 1048,  false, false, true,  NULL where none may be",
        "23502, 23502, false, false, true,  NULL where none may be in H2",
        "23000, 1452,  false, false, true,  foreign key",
        "23506, 23506, false, false, true,  foreign key in H2",
        "22001, 1406,  false, false, true,  data too long",
        "21S01, 1136,  false, false, true,  column count",
        "42S02, 1146,  false, false, true,  no such table",
        "HY000, 1267,  false, false, true,  texts that cannot be compared",
        "08000, 0,     false, false, false, connection",
        "08S01, 1927,  false, false, false, connection killed",
        "HY000, 1290,  false, false, false, read only",
        "HY000, 1021,  false, false, false, disk full",
        "70100, 1317,  false, false, false, query interrupted"
    })
    void are_told_apart_however_they_are_wrapped(String state, int code, boolean conflict, boolean duplicate,
    boolean bug,
            String name) {
        SQLException failure = new SQLException(name, state, code);
        for (Throwable thrown : new Throwable[] {failure, new RuntimeException(failure),
            new IllegalStateException(new RuntimeException(new Exception(failure)))}) {
            assertEquals(conflict, DatabaseFailures.isConflict(thrown), "conflict");
            assertEquals(duplicate, DatabaseFailures.isDuplicate(thrown), "duplicate");
            assertEquals(bug, DatabaseFailures.isBug(thrown), "bug");
            assertEquals(true, DatabaseFailures.isOfDatabase(thrown), "of the database");
        }
    }

    @Test
    void without_a_state_or_a_database_are_none_of_these() {
        for (Throwable thrown : new Throwable[] {new SQLException("no state"), new RuntimeException("40001")}) {
            assertFalse(DatabaseFailures.isConflict(thrown) || DatabaseFailures.isDuplicate(thrown)
                    || DatabaseFailures.isBug(thrown));
        }
        assertFalse(DatabaseFailures.isOfDatabase(new RuntimeException("no SQL here")));
    }

    @Test
    void that_are_their_own_cause_end() {
        RuntimeException first = new RuntimeException("first");
        RuntimeException second = new RuntimeException("second", first);
        first.initCause(second);

        assertFalse(DatabaseFailures.isOfDatabase(first));
    }

    @Test
    void tell_what_the_driver_said_and_why_and_nothing_of_the_container() {
        SQLException driver = new SQLException("Failed load keyStore",
                new IOException("File not found", new IllegalArgumentException("URI is not absolute")));
        SQLException container = new SQLException("Error in allocating a connection", new RuntimeException(driver));

        assertEquals("Failed load keyStore <- java.io.IOException: File not found"
                + " <- java.lang.IllegalArgumentException: URI is not absolute", DatabaseFailures.reason(container));
        assertEquals("Access denied", DatabaseFailures.reason(new SQLException("Access denied")));
    }
}
