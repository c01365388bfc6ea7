/**
 * Declared configuration: clients, roles and accounts as one file in YAML or JSON says they should be. The file is
 * compared with what is there, at start and whenever it changes, and what differs is made so, or only told. Doing it
 * twice does nothing the second time.
 *
 * <p>Clients that the file does not name any more are removed, if they came from it. Roles and accounts are added and
 * changed and never removed. A password is set when its account is made, and from then on belongs to its owner.
 */
package dev.warden.declared;
