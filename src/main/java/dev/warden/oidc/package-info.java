/**
 * The OpenID Provider and OAuth 2.0 authorization server, as clients see it: every address below {@code /oauth2/} and
 * {@code /.well-known/}. It reads requests, decides by the rules of the specifications, and renders answers.
 *
 * <p>What holds for all endpoints is in {@link dev.warden.oidc.ProviderServlet}. An endpoint is an {@link
 * dev.warden.oidc.Endpoint}, a grant a {@link dev.warden.oidc.Grant}. People are asked on pages of {@code web}; the
 * two meet in {@code consent}. Implicit and hybrid flows are not built.
 */
package dev.warden.oidc;
