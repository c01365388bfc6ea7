/**
 * Accounts: who there is, by which names they are found, and what they may do.
 *
 * <p>Usernames and addresses of mail are unique by a key (NFKC, case-folded) and not by their spelling; a unique index
 * on the key decides every race. How someone proves to be the owner of an account is not this package's matter.
 */
package dev.warden.account;
