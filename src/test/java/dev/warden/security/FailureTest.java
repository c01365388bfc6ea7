package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bug")
class FailureTest {

    @Test
    void that_recurs_without_end_is_logged_in_a_few_lines() {
        StackOverflowError thrown = assertThrows(StackOverflowError.class, () -> depth(0));

        assertEquals(500, Failure.of(new IllegalStateException(thrown)).status());

        assertTrue(thrown.getStackTrace().length <= 32, () -> thrown.getStackTrace().length + " lines");
        assertEquals("depth", thrown.getStackTrace()[0].getMethodName());
    }

    private static int depth(int above) {
        return 1 + depth(above + 1);
    }
}
