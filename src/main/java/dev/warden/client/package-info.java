/**
 * OAuth 2.0 clients: what is registered about each, and the rules for it.
 *
 * <p>A client is described by client metadata, the members of RFC 7591 §2 and OpenID Connect Dynamic Client
 * Registration 1.0 §2 and a few of our own, as one JSON document. {@link dev.warden.client.ClientMetadata} is the one
 * place that knows those members: registration, declared configuration and the database all go through it.
 * {@link dev.warden.client.RedirectUris} decides where an answer may go. {@link dev.warden.client.Clients} keeps
 * clients in memory, at most a second old.
 *
 * <p>This package knows no request, no token and no key: that a client proves to be itself by a signed assertion is for
 * those who may use jose4j.
 */
package dev.warden.client;
