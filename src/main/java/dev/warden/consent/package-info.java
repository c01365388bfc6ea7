/**
 * What a client asked for and has not got yet, and what people agreed to: authorization requests that wait for
 * somebody to sign in or to consent (OpenID Connect Core §3.1.2), consents given, and what an authorization is for.
 *
 * <p>A request that waits is no row: it is sealed and travels with the browser. Whether a request is good is decided by
 * {@code oidc} before it comes here; the pages that ask a person read it from here.
 */
package dev.warden.consent;
