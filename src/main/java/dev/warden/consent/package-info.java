/**
 * Authorization requests that wait for somebody to sign in or to consent (OpenID Connect Core §3.1.2), the consents
 * that people gave, and what an authorization covers.
 *
 * <p>A waiting request is not stored: it is sealed and travels with the browser. Package {@code oidc} has validated it
 * before it comes here; the pages that ask a person read it from here.
 */
package dev.warden.consent;
