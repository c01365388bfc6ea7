/**
 * The use cases by which a person registers, opens, refreshes and ends sessions, changes the password, and leaves an
 * application. Where a password is given, throttling comes first, then the password, then the session. Where a session
 * ends, its clients are told: {@link dev.warden.signin.LogoutCalls} posts to their back channels, and
 * {@link dev.warden.signin.TellClients} builds the addresses that a browser shows for those with a front channel.
 *
 * <p>A use case is one class with one verb, and expected outcomes are a sealed result. They know nothing of the
 * requests that lead here; contracts and pages decide how a result is rendered.
 */
package dev.warden.signin;
