/**
 * The use cases by which a person gets, prolongs and gives up a session: throttling, then the password, then the
 * session.
 *
 * <p>Each is one class with one verb; what is expected to happen is a sealed result. They know no HTTP; contracts
 * decide how a result reads.
 */
package dev.warden.signin;
