/**
 * Sign-in sessions. One that a program holds is a row, which is also the family of its refresh tokens (RFC 9700
 * §4.14.2); a refresh changes the row by one conditional UPDATE. One that a browser holds is a row with the digest of
 * its cookie. Ending either is a row that every node reads within a second.
 *
 * <p>Sessions know ids of tokens and never a token, and no HTTP. Who may open one is decided in {@code signin}.
 */
package dev.warden.session;
