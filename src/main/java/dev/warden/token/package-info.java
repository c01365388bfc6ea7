/**
 * JSON Web Tokens (RFC 7519) signed as JWS (RFC 7515): the keys, issuing, verifying. The only package that knows
 * jose4j.
 *
 * <p>A {@link dev.warden.token.TokenProfile} says for whom tokens are; every profile has keys of its own, so that no
 * token of one can pass for a token of another. Verification follows RFC 8725 and hands out a
 * {@link dev.warden.token.VerifiedToken}, which can be had in no other way.
 */
package dev.warden.token;
