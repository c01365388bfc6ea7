/**
 * Sign-in sessions: one row each, which is also the family of its refresh tokens (RFC 9700 §4.14.2). A refresh changes the
 * row by one conditional UPDATE; ending a session is a row that every node reads within a second.
 *
 * <p>Sessions know ids of tokens and never a token. Who may open one is decided in {@code signin}.
 */
package dev.warden.session;
