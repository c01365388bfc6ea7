package dev.warden.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.warden.platform.Database;

/**
 * Removes sessions that have expired. What a client was given through a browser is kept as long as the session there
 * has not ended: these rows are how clients to be told of its end are remembered (OpenID Connect Back-Channel Logout
 * 1.0 §2.3, "Remembering Logged-In RPs"). The latest of each client says all of that, so a browser session that never
 * ends does not collect rows.
 *
 * <p>So not all that have expired are removed, and one statement that looks for those that are would read all others
 * again. They are read in the order of their expiry, a slice at a time, and no statement takes long.
 */
final class ExpiredSessions {

    private static final String HAS_NO_BROWSER = "NOT EXISTS (SELECT 1 FROM browser_session b"
            + " WHERE b.id = s.browser_session AND b.ended_at IS NULL)";

    /** One that was not revoked is not replaced by one that was: what a person is signed in to is not revoked. */
    private static final String HAS_SUCCESSOR = "EXISTS (SELECT 1 FROM session n"
            + " WHERE n.browser_session = s.browser_session AND n.client_id = s.client_id"
            + " AND (n.redeemed_at > s.redeemed_at OR n.redeemed_at = s.redeemed_at AND n.id > s.id)"
            + " AND (n.revoked_at IS NULL OR s.revoked_at IS NOT NULL))";

    private static final String IS_UNNEEDED = "(" + HAS_NO_BROWSER + " OR " + HAS_SUCCESSOR + ")";

    private final Database database;

    ExpiredSessions(Database database) {
        this.database = database;
    }

    private record Expired(String id, Instant expiresAt, boolean isUnneeded) {
    }

    /** Removes what expired before an instant. */
    void forgetBefore(Instant moment) {
        Expired last = new Expired("", Instant.EPOCH, false);
        List<Expired> slice;
        do {
            slice = after(last, moment);
            delete(slice.stream().filter(Expired::isUnneeded).map(Expired::id).toList(), moment);
            last = slice.isEmpty() ? last : slice.get(slice.size() - 1);
        } while (slice.size() == Database.ROWS_AT_ONCE);
    }

    /** Removes those of some sessions that were revoked, whenever they expire, unless they are needed as above. */
    void forget(List<String> ids) {
        List<String> unneeded = database.list("SELECT s.id FROM session s WHERE s.id IN ("
                + Database.placeholders("?", ids.size()) + ") AND " + IS_UNNEEDED, row -> row.getString("id"),
                ids.toArray());
        if (!unneeded.isEmpty()) {
            database.update("DELETE FROM session WHERE id IN (" + Database.placeholders("?", unneeded.size())
                    + ") AND revoked_at IS NOT NULL", unneeded.toArray());
        }
    }

    private List<Expired> after(Expired last, Instant moment) {
        return database.list("SELECT s.id, s.expires_at, CASE WHEN " + IS_UNNEEDED + " THEN 1 ELSE 0 END"
                        + " AS unneeded FROM session s WHERE s.expires_at >= ? AND s.expires_at < ?"
                        + " AND (s.expires_at > ? OR s.id > ?) ORDER BY s.expires_at, s.id LIMIT "
                        + Database.ROWS_AT_ONCE,
                row -> new Expired(row.getString("id"), Database.instant(row, "expires_at"),
                        row.getBoolean("unneeded")), last.expiresAt, moment, last.expiresAt, last.id);
    }

    /** The time is compared again, because a node whose clock is behind may have refreshed a session meanwhile. */
    private void delete(List<String> ids, Instant moment) {
        if (!ids.isEmpty()) {
            List<Object> parameters = new ArrayList<>(ids);
            parameters.add(moment);
            database.update("DELETE FROM session WHERE id IN (" + Database.placeholders("?", ids.size())
                    + ") AND expires_at < ?", parameters.toArray());
        }
    }
}
