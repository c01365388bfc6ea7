/**
 * JSON Web Tokens (RFC 7519) signed as JWS (RFC 7515): keys, issuing, verifying. The only package that uses jose4j.
 *
 * <p>A {@link dev.warden.token.TokenProfile} describes the tokens of one contract. Every profile has its own keys, so
 * that no token of one can pass for a token of another. Verification follows RFC 8725 and returns a
 * {@link dev.warden.token.VerifiedToken}, which nothing else can create. The provider signs its tokens with
 * {@link dev.warden.token.ProviderKeys}, whose public halves are published, and verifies them by
 * {@link dev.warden.token.ProviderTokens}. {@link dev.warden.token.ClientJwts} verifies what clients sign, with the
 * keys that they publish or the secret that they share.
 *
 * <p>Two things here are not JWTs but derived by HMAC under keys of Warden: the refresh tokens of clients
 * ({@link dev.warden.token.RefreshTokens}), and the pairwise identifiers by which clients know people
 * ({@link dev.warden.token.Subjects}).
 */
package dev.warden.token;
