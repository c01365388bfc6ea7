/**
 * Clients that nobody here wrote, as their own projects ship them, and a person who signs in to them through Warden:
 * what they send and what they accept is their authors' reading of the specifications, not ours. Their applications are
 * in {@code src/test/clients}. Those that are parts of an application server are tested in {@link dev.warden.server}.
 */
package dev.warden.clients;
