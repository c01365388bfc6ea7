/**
 * What stands between the network and a resource, and what the packages behind it share of HTTP. The first package that
 * knows HTTP.
 *
 * <ul>
 * <li><b>Every request</b> is handled by {@link dev.warden.security.RequestGuard}, which sets the headers of every
 * answer and notes the {@link dev.warden.security.ClientConnection}.
 * <li><b>Contracts</b> list the JAX-RS filters and readers that their applications use: limits, strict JSON, the bearer
 * token filter.
 * <li><b>Servlets</b> read strictly what a client sends: {@link dev.warden.security.Form},
 * {@link dev.warden.security.JsonDocument}, {@link dev.warden.security.Cookies},
 * {@link dev.warden.security.Credentials}; {@link dev.warden.security.SameOrigin} tells whether a browser sent it from
 * one of our pages.
 * <li><b>Cookies</b> for the whole host are of one kind, {@link dev.warden.security.HostCookie};
 * {@link dev.warden.security.BrowserCookie} is the one of the session. <b>Files</b> of pages are served as
 * {@link dev.warden.security.StaticContent}.
 * <li><b>Errors:</b> {@link dev.warden.security.Failure} decides what a client may learn about an exception, and each
 * contract renders that itself. Where there is no contract, {@link dev.warden.security.Problem} does.
 * <li><b>Bridges to {@code web}</b>, which other packages cannot use: {@link dev.warden.security.ErrorPages},
 * {@link dev.warden.security.FormPostPages}, {@link dev.warden.security.PageLanguages}.
 * </ul>
 */
package dev.warden.security;
