/**
 * JSON Web Tokens (RFC 7519) signed as JWS (RFC 7515): keys, issuing, verifying. The only package that uses jose4j.
 *
 * <p>A {@link dev.warden.token.TokenProfile} describes the tokens of one contract. Every profile has its own keys, so
 * that no token of one can pass for a token of another. Verification follows RFC 8725 and returns a
 * {@link dev.warden.token.VerifiedToken}, which nothing else can create.
 */
package dev.warden.token;
