package dev.warden.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.Database;

/**
 * Records audit events: a row in {@code audit_event} in the transaction that makes the event true, and, once that has
 * committed, one line of JSON in the log {@code dev.warden.audit.AuditLog}.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int MAX_DETAIL = 1000;

    private final Database database;
    private final Clock clock;
    private final Map<Class<?>, String> types = new ConcurrentHashMap<>();

    @Inject
    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    protected AuditLog() {
        this(null, null);
    }

    /** Records an event in the current transaction, or in one of its own if there is none. */
    public void record(AuditEvent event) {
        Instant now = clock.instant();
        database.update("INSERT INTO audit_event (happened_at, type, account_id, session_id, address, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                now, type(event), event.accountId(), event.sessionId(), event.address(), shortened(event.detail()));
        database.afterCommit(() -> log(now, event));
    }

    /** Only logs an event, for those that an attacker can cause at will. */
    public void logOnly(AuditEvent event) {
        log(clock.instant(), event);
    }

    /** Whether the same event was recorded since an instant, from whichever address. */
    public boolean hasSince(Instant instant, AuditEvent event) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("account_id", event.accountId());
        columns.put("session_id", event.sessionId());
        columns.put("type", type(event));
        columns.put("detail", shortened(event.detail()));
        String same = columns.entrySet().stream()
                .map(column -> " AND " + column.getKey() + (column.getValue() == null ? " IS NULL" : " = ?"))
                .collect(Collectors.joining());
        Object[] values = Stream.concat(Stream.of(instant), columns.values().stream().filter(Objects::nonNull))
                .toArray();
        return database.first("SELECT id FROM audit_event WHERE happened_at >= ?" + same, row -> row.getLong("id"),
                values).isPresent();
    }

    private void log(Instant at, AuditEvent event) {
        if (LOG.isLoggable(Level.INFO)) {
            LOG.log(Level.INFO, line(at, event));
        }
    }

    private String line(Instant at, AuditEvent event) {
        StringBuilder line = new StringBuilder(160).append('{');
        member(line, "at", at.toString());
        member(line, "event", type(event));
        member(line, "account", event.accountId());
        member(line, "session", event.sessionId());
        member(line, "address", event.address());
        member(line, "detail", event.detail());
        return line.append('}').toString();
    }

    private String type(AuditEvent event) {
        return types.computeIfAbsent(event.getClass(), key -> event.type());
    }

    private static void member(StringBuilder line, String name, String value) {
        if (value == null) {
            return;
        }
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(name).append("\":\"");
        value.codePoints().forEach(c -> escaped(line, c));
        line.append('"');
    }

    /** RFC 8259 §7; in addition, everything except printable ASCII is escaped, because log tools work by lines. */
    private static void escaped(StringBuilder line, int c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append((char) c);
        } else if (c >= ' ' && c < 0x7f) {
            line.append((char) c);
        } else {
            for (char unit : Character.toChars(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        }
    }

    private static String shortened(String detail) {
        return detail == null || detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
    }
}
