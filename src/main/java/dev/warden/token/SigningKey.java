package dev.warden.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import dev.warden.platform.Database;

/**
 * A stored key of a {@link KeySeries}, sealed under the master key.
 *
 * @param id         header {@code kid} of the tokens it signed
 * @param generation numbers the keys of a series from 1; a unique index on it lets one of several nodes create the next
 *                   key
 * @param goneAt     null until it is replaced or revoked; from then on, when it is good for nothing any more
 */
record SigningKey(String id, String series, int generation, SigningAlgorithm algorithm, String sealedJwk,
        Instant signsFrom, Instant goneAt) {

    /** Of the rows that {@link #in} reads. */
    static final String COLUMNS = "id, profile, generation, algorithm, sealed_jwk, signs_from, gone_at";

    static SigningKey in(ResultSet row) throws SQLException {
        return new SigningKey(row.getString("id"), row.getString("profile"), row.getInt("generation"),
                SigningAlgorithm.of(row.getString("algorithm")), row.getString("sealed_jwk"),
                Database.instant(row, "signs_from"), Database.instant(row, "gone_at"));
    }

    /** The place that it is sealed for: it cannot be opened as anything else. */
    static String place(String id, String series, SigningAlgorithm algorithm) {
        return "signing-key/" + series + "/" + algorithm.identifier() + "/" + id;
    }

    String place() {
        return place(id, series, algorithm);
    }

    /** Whether it ever had a successor. */
    boolean isRetired() {
        return goneAt != null;
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
