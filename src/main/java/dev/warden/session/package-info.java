/**
 * Sign-in sessions. A session of a program is a row, which is also the family of its refresh tokens (RFC 9700 §4.14.2);
 * a refresh changes the row by one conditional UPDATE. A session of a browser is a row with the digest of its cookie.
 * Ending either adds a row that every node reads within a second.
 *
 * <p>Sessions know the ids of tokens but never a token, and no HTTP. Package {@code signin} decides who may open one.
 */
package dev.warden.session;
