package dev.warden.account;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What tokens and answers say about an account.
 *
 * @param id       opaque, see {@link AccountId}
 * @param username as written when the account was created
 * @param email    as last written
 * @param roleId   the id of its {@link Role}
 */
public record Identity(String id, String username, String email, String roleId) {

    /**
     * The identity in a row with the columns {@code username}, {@code email} and {@code role_id}.
     *
     * @param idColumn the one with the account's id
     */
    public static Identity in(ResultSet row, String idColumn) throws SQLException {
        return new Identity(row.getString(idColumn), row.getString("username"), row.getString("email"),
                row.getString("role_id"));
    }
}
