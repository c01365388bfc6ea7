package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.platform.DatabaseUnavailable;

@DisplayName("The log of requests that were answered 503")
class BusyLogTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final BusyLog busy = new BusyLog(nanos::get);

    private List<String> toldOf(int answers) {
        try (LogLines log = LogLines.of(Failure.class)) {
            for (int i = 0; i < answers; i++) {
                busy.tell("no connection");
            }
            return log.lines();
        }
    }

    @Test
    void has_only_some_lines_a_minute_and_then_says_how_many_there_were() {
        assertEquals(BusyLog.MOST, toldOf(1_300).size());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertEquals(List.of(), toldOf(1));

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(List.of("Before, 1241 more requests were answered 503",
                "A request was answered 503: no connection"), toldOf(1));
    }

    @Test
    void says_nothing_of_others_if_there_were_none() {
        assertEquals(2, toldOf(2).size());
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        assertEquals(List.of("A request was answered 503: no connection"), toldOf(1));
    }

    @Test
    void is_where_failures_are_told() {
        try (LogLines log = LogLines.of(Failure.class)) {
            for (int i = 0; i < 1_000; i++) {
                assertEquals(503, Failure.of(new DatabaseUnavailable("no connection", null)).status());
            }
            // Other tests may have used up some, and a minute may have ended.
            assertTrue(log.lines().size() <= 2 * BusyLog.MOST + 1);
        }
    }
}
