package dev.warden.account;

/**
 * What tokens and answers say of an account.
 *
 * @param id       opaque, see {@link AccountId}
 * @param username as it was written when the account was made
 * @param email    as it was written when the account was made
 * @param roleId   the id of its {@link Role}
 */
public record Identity(String id, String username, String email, String roleId) {
}
