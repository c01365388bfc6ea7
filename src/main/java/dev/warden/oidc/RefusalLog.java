package dev.warden.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.session.Device;

/**
 * Tells operators of requests that anybody can send wrongly, so that they see why an application cannot sign people in.
 * Each node logs {@value #MOST} of them a minute and no more than {@value #MOST_FROM_NETWORK} from one network, so that
 * strangers neither fill the log nor, from one place, keep everybody else out of it.
 */
@ApplicationScoped
class RefusalLog {

    static final int MOST = 60;
    static final int MOST_FROM_NETWORK = 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Number of characters of what a stranger sent. */
    private static final int MAX_TEXT = 200;

    private final AuditLog audit;
    private final Clock clock;
    private final Map<String, Integer> linesByNetwork = new HashMap<>();
    private Instant windowEndsAt = Instant.MIN;
    private int lines;

    @Inject
    RefusalLog(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    protected RefusalLog() {
        this(null, null);
    }

    void tell(AuditEvent event, Device device) {
        if (take(device.network())) {
            audit.logOnly(event);
        }
    }

    private synchronized boolean take(String network) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEndsAt)) {
            windowEndsAt = now.plus(WINDOW);
            linesByNetwork.clear();
            lines = 0;
        }
        if (lines == MOST || linesByNetwork.merge(network, 1, Integer::sum) > MOST_FROM_NETWORK) {
            return false;
        }
        lines++;
        return true;
    }

    /** What a stranger sent, no longer than a line of the log has room for. */
    static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
