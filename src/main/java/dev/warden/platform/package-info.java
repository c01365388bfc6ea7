/**
 * What ties Warden to its container: the clock and randomness, settings, the data source, transactions and migrations.
 *
 * <p>Everything else may use this package, and it uses nothing of Warden. It knows no HTTP and no account.
 */
package dev.warden.platform;
