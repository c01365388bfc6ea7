/**
 * OAuth 2.0 clients: what is registered about each, and the rules for it.
 *
 * <p>A client is described by client metadata, the members of RFC 7591 §2 and OpenID Connect Dynamic Client
 * Registration 1.0 §2 and a few of Warden's own, as one JSON document. {@link dev.warden.client.MemberNames} lists
 * them. {@link dev.warden.client.ClientMetadata} alone decides what they may be, wherever the document comes from:
 * registration, declared configuration or the database. {@link dev.warden.client.RegisteredMetadata} writes it.
 * {@link dev.warden.client.RedirectUris} decides which redirect URIs are allowed. {@link dev.warden.client.Clients}
 * keeps clients in memory, at most a second old.
 *
 * <p>{@link dev.warden.client.RegisterClient} lets clients register and manage themselves. It checks initial and
 * registration access tokens, which are opaque texts, and fetches the document at a {@code sector_identifier_uri} by
 * {@link dev.warden.platform.OutboundHttp}. {@link dev.warden.client.ClientSecrets} makes and compares secrets.
 *
 * <p>This package knows neither HTTP requests nor signed tokens, and of a client's public keys only whether they have
 * the form of a JWK Set: what a client signs is verified by {@code token}, the only package that may use jose4j.
 */
package dev.warden.client;
