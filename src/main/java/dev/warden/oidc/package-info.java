/**
 * The OpenID Provider and OAuth 2.0 authorization server: every endpoint below {@code /oauth2/} and
 * {@code /.well-known/}. It parses requests, decides by the rules of the specifications, and renders answers.
 *
 * <p>What all endpoints have in common is in {@link dev.warden.oidc.ProviderServlet}. An endpoint is an
 * {@link dev.warden.oidc.Endpoint}, a grant type a {@link dev.warden.oidc.Grant}. People are asked on pages of
 * {@code web}; {@code consent} connects the two. Implicit and hybrid flows are not implemented.
 */
package dev.warden.oidc;
