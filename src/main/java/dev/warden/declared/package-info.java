/**
 * Declared configuration: clients, roles, accounts and keys as one file in YAML or JSON declares them. The file is
 * compared with the database, at start and whenever it changes, and the differences are applied, or only logged.
 * Applying it twice changes nothing the second time.
 *
 * <p>Clients that came from the file and are no longer in it are removed. Roles and accounts are added and changed but
 * never removed. A password is only set when its account is created; from then on only its owner changes it.
 *
 * <p>In the other direction it writes, for the server that each declared client lives in, the files that configure it
 * ({@link dev.warden.declared.ServerConfiguration}).
 */
package dev.warden.declared;
