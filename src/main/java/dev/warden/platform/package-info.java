/**
 * What ties Warden to its container and to the world around it: the clock and randomness, settings, the data source,
 * transactions and migrations, scheduled work, the master key, and calls to addresses elsewhere.
 *
 * <p>Everything else may use this package, and it uses nothing of Warden. It knows no account, and of HTTP only what it
 * takes to call others.
 */
package dev.warden.platform;
