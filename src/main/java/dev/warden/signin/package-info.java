/**
 * The use cases by which a person opens, refreshes and ends a session: throttling, then the password, then the session.
 *
 * <p>Each is one class with one verb, and expected outcomes are a sealed result. They know no HTTP; contracts decide
 * how a result is rendered.
 */
package dev.warden.signin;
