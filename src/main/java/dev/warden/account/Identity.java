package dev.warden.account;

/**
 * What tokens and answers say about an account.
 *
 * @param id       opaque, see {@link AccountId}
 * @param username as written when the account was created
 * @param email    as written when the account was created
 * @param roleId   the id of its {@link Role}
 */
public record Identity(String id, String username, String email, String roleId) {
}
