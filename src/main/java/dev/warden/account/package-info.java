/**
 * Accounts: who exists, by which names they are found, and their roles.
 *
 * <p>Usernames and email addresses are unique by a key (NFKC, case-folded) and not by their spelling; a unique index on
 * the key decides every race. How somebody proves to be the owner of an account is not the concern of this package.
 */
package dev.warden.account;
