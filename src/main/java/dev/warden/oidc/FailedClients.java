package dev.warden.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.session.Device;
import dev.warden.signin.ThrottleSettings;

/**
 * Limits failed authentications per client and network (RFC 6749 §2.3.1: "the authorization server MUST protect any
 * endpoint utilizing it against brute force attacks"). Counted in memory, by each node: secrets have at least 16
 * characters, so it is enough that nobody can try thousands, or make us hash many chosen ones.
 */
@ApplicationScoped
class FailedClients {

    /** Beyond this number the window that ends first is dropped, so that a crowd leaves nobody uncounted. */
    static final int MAX_KEPT = 10_000;

    private final ThrottleSettings settings;
    private final AuditLog audit;
    private final Clock clock;
    /** In the order in which the windows end, which is that of their beginnings: all are equally long. */
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    @Inject
    FailedClients(ThrottleSettings settings, AuditLog audit, Clock clock) {
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    protected FailedClients() {
        this(null, null, null);
    }

    /** @param endsAt the end of the window that the first failure began; after it these failures no longer count */
    private record Failures(Instant endsAt, int count) {

        boolean isInWindow(Instant now) {
            return now.isBefore(endsAt);
        }
    }

    /**
     * @throws ProtocolError 429, if there were too many failures for this client from this network: then even the right
     *                       secret is not looked at
     */
    void requireFew(String clientId, Device device) {
        Instant now = clock.instant();
        Failures known = known(key(clientId, device));
        if (known != null && known.count >= settings.perAccountAndAddress() && known.isInWindow(now)) {
            throw ProtocolError.tooMany("There were too many wrong attempts.", Duration.between(now, known.endsAt));
        }
    }

    /**
     * Those beyond the limit are not logged, because who signs wrongly is not stopped there.
     *
     * @param reason a word for operators
     */
    void count(String clientId, Device device, String reason) {
        if (add(key(clientId, device)) <= settings.perAccountAndAddress()) {
            audit.logOnly(new AuditEvent.ClientRefused(device.address(), reason + " " + clientId));
        }
    }

    private synchronized int add(String key) {
        Instant now = clock.instant();
        Iterator<Failures> eldestFirst = failures.values().iterator();
        while (eldestFirst.hasNext() && !eldestFirst.next().isInWindow(now)) {
            eldestFirst.remove();
        }
        Failures known = failures.get(key);
        Failures counted = known == null || !known.isInWindow(now) ? new Failures(now.plus(settings.window()), 1)
                : new Failures(known.endsAt, known.count + 1);
        failures.put(key, counted);
        if (failures.size() > MAX_KEPT) {
            failures.remove(failures.keySet().iterator().next());
        }
        return counted.count;
    }

    private synchronized Failures known(String key) {
        return failures.get(key);
    }

    private static String key(String clientId, Device device) {
        return device.network() + ' ' + clientId;
    }
}
