package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.audit.AuditLog;
import dev.warden.session.Device;
import dev.warden.signin.ThrottleSettings;

@DisplayName("RFC 6749 §2.3.1: brute force against clients")
class FailedClientsTest {

    private static final int LIMIT = 3;
    private static final String WRONG = "wrong-secret";
    private static final Device HERE = new Device("192.0.2.1", "");
    private static final Device ELSEWHERE = new Device("198.51.100.7", "");

    private final MutableClock clock = new MutableClock();
    private final FailedClients failed = new FailedClients(
            new ThrottleSettings(Duration.ofMinutes(10), LIMIT, 100, 300, 10, 100), new AuditLog(null, clock), clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failed.count("shop", HERE, WRONG);
        }
    }

    @Test
    void is_stopped_at_the_limit_for_this_client_and_this_network() {
        fail(LIMIT - 1);
        assertDoesNotThrow(() -> failed.requireFew("shop", HERE));

        fail(1);

        assertThrows(ProtocolError.class, () -> failed.requireFew("shop", HERE));
        assertDoesNotThrow(() -> failed.requireFew("shop", ELSEWHERE));
        assertDoesNotThrow(() -> failed.requireFew("orders", HERE));
    }

    @Test
    @DisplayName("is one with its other addresses if it has a network of IPv6 (RFC 6177 §2)")
    void is_one_with_its_other_addresses() {
        for (int i = 0; i < LIMIT; i++) {
            failed.count("shop", new Device("2001:db8:1:2::" + i, ""), WRONG);
        }

        assertThrows(ProtocolError.class, () -> failed.requireFew("shop", new Device("2001:db8:1:2:a::b", "")));
        assertDoesNotThrow(() -> failed.requireFew("shop", new Device("2001:db8:1:3::1", "")));
    }

    @Test
    void is_heard_again_when_the_window_of_its_first_failure_ends_however_late_the_others_were() {
        fail(1);
        clock.advance(Duration.ofMinutes(9));
        fail(LIMIT);
        assertThrows(ProtocolError.class, () -> failed.requireFew("shop", HERE));

        clock.advance(Duration.ofMinutes(1));

        assertDoesNotThrow(() -> failed.requireFew("shop", HERE));
    }

    @Test
    void is_counted_however_many_networks_are_wrong() {
        for (int i = 0; i <= FailedClients.MAX_KEPT; i++) {
            failed.count("shop", new Device("203.0." + i / 256 + "." + i % 256, ""), WRONG);
            clock.advance(Duration.ofMillis(1));
        }

        fail(LIMIT);

        assertThrows(ProtocolError.class, () -> failed.requireFew("shop", HERE));
    }

    @Test
    void is_forgotten_first_where_it_began_first_if_too_many_are_wrong() {
        fail(LIMIT);
        for (int i = 0; i < FailedClients.MAX_KEPT; i++) {
            assertThrows(ProtocolError.class, () -> failed.requireFew("shop", HERE));
            failed.count("shop", new Device("203.0." + i / 256 + "." + i % 256, ""), WRONG);
        }

        assertDoesNotThrow(() -> failed.requireFew("shop", HERE));
    }

    @Test
    void is_told_to_wait_a_second_at_least_however_little_is_left() {
        int refusals = 0;
        for (int left = 1; left <= 4; left++) {
            Clock ticking = new TickingClock();
            FailedClients few = new FailedClients(new ThrottleSettings(Duration.ofMillis(left), 1, 100, 300, 10, 100),
                    new AuditLog(null, ticking), ticking);
            few.count("shop", HERE, WRONG);
            try {
                few.requireFew("shop", HERE);
            } catch (ProtocolError refused) {
                assertEquals("1", ((Reply.Document) refused.reply()).headers().get("Retry-After"));
                refusals++;
            }
        }
        assertTrue(refusals > 0, "Nobody was refused");
    }

    /** Moves on by a millisecond whenever it is looked at. */
    private static final class TickingClock extends Clock {

        private Instant now = MutableClock.START;

        @Override
        public Instant instant() {
            now = now.plusMillis(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Warden knows no zones");
        }
    }

    @Test
    void is_told_how_long_to_wait_and_is_heard_again_then() {
        fail(LIMIT);
        clock.advance(Duration.ofMinutes(7).plusMillis(1));

        Reply.Document refused = (Reply.Document) assertThrows(ProtocolError.class,
                () -> failed.requireFew("shop", HERE)).reply();
        assertEquals(429, refused.status());
        assertEquals("180", refused.headers().get("Retry-After"));

        clock.advance(Duration.ofSeconds(180));
        assertDoesNotThrow(() -> failed.requireFew("shop", HERE));
        fail(LIMIT - 1);
        assertDoesNotThrow(() -> failed.requireFew("shop", HERE), "counted anew");
    }
}
