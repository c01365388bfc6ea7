package dev.warden.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.json.JsonException;

import dev.warden.platform.Database;
import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;

/**
 * Access to the table {@code client}: the metadata of each client as one JSON document, and digests of its secrets.
 * {@link Clients} decides who may change a row and in which order, and informs other nodes.
 *
 * <p>The rules for metadata may have changed since a row was written. A client whose metadata violates them is treated
 * as if it were deleted, which is logged once.
 */
final class ClientRows {

    private static final Logger LOG = System.getLogger(ClientRows.class.getName());
    private static final String SELECT = "SELECT id, origin, metadata, secret_hash, sealed_secret, secret_expires_at,"
            + " registration_token_hash, created_at, used_at FROM client WHERE deleted_at IS NULL AND ";

    private final Database database;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    ClientRows(Database database) {
        this.database = database;
    }

    /**
     * @param isUnused whether it registered itself and was never given a token
     * @param length   of its metadata, in characters
     */
    record Row(RegisteredClient client, boolean isUnused, int length) {
    }

    /** What must still be true of a client when it is deleted. */
    enum Deletion {
        ALWAYS(""), IF_REGISTERED(" AND origin = 'REGISTERED'"), IF_UNUSED(" AND used_at IS NULL");

        private final String condition;

        Deletion(String condition) {
            this.condition = condition;
        }
    }

    /** The client with an id; empty if there is none or it was deleted. */
    Optional<Row> find(String id) {
        return database.first(SELECT + "id = ?", this::readable, id).flatMap(Function.identity());
    }

    /** All clients with this origin, by id. */
    List<RegisteredClient> of(Origin origin) {
        return database.list(SELECT + "origin = ? ORDER BY id", this::readable, origin.name()).stream()
                .flatMap(Optional::stream).map(Row::client).toList();
    }

    /** The ids of all clients with this origin, including those that cannot be read. */
    List<String> idsOf(Origin origin) {
        return database.list("SELECT id FROM client WHERE deleted_at IS NULL AND origin = ? ORDER BY id",
                row -> row.getString("id"), origin.name());
    }

    /** The ids of clients that registered themselves before an instant and were never used, the oldest first. */
    List<String> unusedSince(Instant before, int most) {
        return database.list("SELECT id FROM client WHERE origin = ? AND used_at IS NULL AND deleted_at IS NULL"
                + " AND created_at < ? ORDER BY created_at LIMIT " + most, row -> row.getString("id"),
                Origin.REGISTERED.name(), before);
    }

    /** How many clients registered themselves from a network after an instant, including those deleted since. */
    long countFrom(String network, Instant after) {
        return database.first("SELECT COUNT(*) AS n FROM client WHERE registered_from = ? AND created_at > ?",
                row -> row.getLong("n"), network, after).orElseThrow();
    }

    /** Adds a client, or replaces the one with its id. */
    void write(RegisteredClient client, long revision) {
        ClientSecret secret = client.authentication().secret();
        Object[] values = {client.origin().name(), RegisteredMetadata.of(client).toString(),
            secret == null ? null : secret.hash(), secret == null ? null : secret.sealed(),
            secret == null ? null : secret.expiresAt(), client.registrationTokenHash(), client.createdAt(), revision,
            client.id()};
        int updated = database.update("UPDATE client SET origin = ?, metadata = ?, secret_hash = ?, sealed_secret = ?,"
                + " secret_expires_at = ?, registration_token_hash = ?, created_at = ?, deleted_at = NULL, revision = ?"
                + " WHERE id = ?", values);
        if (updated == 0) {
            database.update("INSERT INTO client (origin, metadata, secret_hash, sealed_secret, secret_expires_at,"
                    + " registration_token_hash, created_at, revision, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
        }
    }

    /** The sealed secrets by the ids of their clients. */
    Map<String, String> sealedSecrets() {
        return database.list("SELECT id, sealed_secret FROM client WHERE sealed_secret IS NOT NULL",
                row -> Map.entry(row.getString("id"), row.getString("sealed_secret"))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Stores the same secret in another form, unless it was replaced meanwhile. */
    void replaceSealedSecret(String id, String sealed, String again) {
        database.update("UPDATE client SET sealed_secret = ? WHERE id = ? AND sealed_secret = ?", again, id, sealed);
    }

    /** Stores the network from which a client registered itself. */
    void noteNetwork(String id, String network) {
        database.update("UPDATE client SET registered_from = ? WHERE id = ?", network, id);
    }

    /** Stores the time at which a client that registered itself was first given a token, if it is not stored yet. */
    void noteUse(String id, Instant now) {
        database.update("UPDATE client SET used_at = ? WHERE id = ? AND used_at IS NULL AND origin = ?", now, id,
                Origin.REGISTERED.name());
    }

    /**
     * Marks a client as deleted and erases its data; the row remains, so that other nodes notice.
     *
     * @return whether there was one to delete
     */
    boolean delete(String id, Deletion deletion, Instant now, long revision) {
        return database.update("UPDATE client SET metadata = '{}', secret_hash = NULL, sealed_secret = NULL,"
                + " registration_token_hash = NULL, deleted_at = ?, revision = ? WHERE id = ? AND deleted_at IS NULL"
                + deletion.condition, now, revision, id) == 1;
    }

    /** Removes the rows of clients that were deleted before an instant. */
    void forgetDeletedBefore(Instant moment) {
        database.deleteInSlices("client WHERE deleted_at < ?", moment);
    }

    private Optional<Row> readable(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            return Optional.of(read(row));
        } catch (InvalidValue e) {
            warnOnce(id, e.field() + " " + e.getMessage());
        } catch (JsonException e) {
            warnOnce(id, e.getMessage());
        }
        return Optional.empty();
    }

    private void warnOnce(String id, String reason) {
        if (unreadable.add(id)) {
            LOG.log(Level.WARNING, "The stored client {0} counts as deleted until it is replaced, because its metadata"
                    + " are not allowed: {1}", id, reason);
        }
    }

    private static Row read(ResultSet row) throws SQLException {
        Origin origin = Origin.valueOf(row.getString("origin"));
        String metadata = row.getString("metadata");
        RegisteredClient client = ClientMetadata.read(row.getString("id"), origin, Database.instant(row, "created_at"),
                JsonText.object(metadata))
                .withRegistrationToken(row.getString("registration_token_hash"));
        boolean isUnused = origin == Origin.REGISTERED && row.getTimestamp("used_at") == null;
        String hash = row.getString("secret_hash");
        return new Row(hash == null ? client : client.with(new ClientSecret(hash, row.getString("sealed_secret"),
                Database.instant(row, "secret_expires_at"))), isUnused, metadata.length());
    }
}
