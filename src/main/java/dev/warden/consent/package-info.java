/**
 * What waits for a person: authorization requests until somebody has signed in or consented (OpenID Connect Core
 * §3.1.2), and sign-outs that an application requested until somebody has confirmed them (RP-Initiated Logout 1.0 §2).
 * Also the consents that people gave, and what an authorization covers.
 *
 * <p>What waits is not stored: it is sealed and travels with the browser. Package {@code oidc} has validated it before
 * it comes here; the pages in {@code web} that ask a person read it from here. Neither of the two knows the other.
 */
package dev.warden.consent;
