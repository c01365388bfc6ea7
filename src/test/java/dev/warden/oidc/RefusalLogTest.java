package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.session.Device;

@DisplayName("The log of what strangers can cause at will")
class RefusalLogTest {

    private final MutableClock clock = new MutableClock();
    private final RefusalLog refusals = new RefusalLog(new AuditLog(null, clock), clock);

    private int toldOf(int refused, String networks) {
        try (LogLines log = LogLines.of(AuditLog.class)) {
            for (int i = 0; i < refused; i++) {
                Device device = new Device(String.format(networks, i / 256, i % 256), "");
                refusals.tell(new AuditEvent.RedirectRefused(device.address(), "unknown-client x"), device);
            }
            return log.lines().size();
        }
    }

    @Test
    void has_only_some_lines_from_one_network_which_leaves_room_for_others() {
        assertEquals(RefusalLog.MOST_FROM_NETWORK, toldOf(1_000, "192.0.2.1"));
        assertEquals(1, toldOf(1, "192.0.2.2"));
    }

    @Test
    void has_only_some_lines_a_minute_from_whichever_networks() {
        assertEquals(RefusalLog.MOST, toldOf(1_000, "203.0.%d.%d"));
        clock.advance(Duration.ofSeconds(59));
        assertEquals(0, toldOf(1, "192.0.2.1"));

        clock.advance(Duration.ofSeconds(1));
        assertEquals(RefusalLog.MOST, toldOf(1_000, "203.0.%d.%d"));
    }
}
