package dev.warden.token;

import java.time.Instant;
import java.util.List;

import dev.warden.platform.Database;

/**
 * Access to the table {@code signing_key}. {@link SigningKeys} decides when keys are created and revoked.
 *
 * <p>By SQL: JPA passes instants through the time zone of the JVM, see {@code docs/decisions.md}.
 */
final class SigningKeyRows {

    private final Database database;

    SigningKeyRows(Database database) {
        this.database = database;
    }

    /** The keys of a series, oldest first, including those that are gone. */
    List<SigningKey> of(String series) {
        return database.list("SELECT id, profile, generation, algorithm, sealed_jwk, signs_from, gone_at"
                + " FROM signing_key WHERE profile = ? ORDER BY generation", SigningKey::in, series);
    }

    boolean has(String id) {
        return database.first("SELECT id FROM signing_key WHERE id = ?", row -> row.getString("id"), id).isPresent();
    }

    /**
     * Adds the successor of a key, in the current transaction, and removes those that are gone.
     *
     * @param predecessorGoneAt until when what the one before it signed is good
     * @throws RuntimeException that {@link Database#isDuplicate} recognizes, if there is one of this generation
     */
    void add(SigningKey key, Instant now, Instant predecessorGoneAt) {
        database.update("INSERT INTO signing_key (id, profile, generation, algorithm, sealed_jwk, created_at,"
                + " signs_from) VALUES (?, ?, ?, ?, ?, ?, ?)", key.id(), key.series(), key.generation(),
                key.algorithm().identifier(), key.sealedJwk(), now, key.signsFrom());
        // Conditional, because another node may be revoking it.
        database.update("UPDATE signing_key SET gone_at = ? WHERE profile = ? AND generation = ? AND gone_at IS NULL",
                predecessorGoneAt, key.series(), key.generation() - 1);
        database.update("DELETE FROM signing_key WHERE profile = ? AND gone_at <= ?", key.series(), now);
    }

    /** Stores the same key in another form. */
    void replaceSealedJwk(String id, String sealed) {
        database.update("UPDATE signing_key SET sealed_jwk = ? WHERE id = ?", sealed, id);
    }

    /** @return whether there is such a key that was good until now */
    boolean revoke(String id, Instant now, Instant goneAt) {
        return database.update("UPDATE signing_key SET gone_at = ? WHERE id = ? AND (gone_at IS NULL OR gone_at > ?)",
                goneAt, id, now) == 1;
    }
}
