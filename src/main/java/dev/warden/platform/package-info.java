/**
 * What connects Warden to its container and to the outside: the clock and randomness, settings, the data source,
 * transactions and migrations, scheduled work, the master key and what is sealed under it, and outbound calls.
 *
 * <p>Every other package may use this one, and it uses none of them. It knows no accounts, and of HTTP only what it
 * needs to call others.
 */
package dev.warden.platform;
