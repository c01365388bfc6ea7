/**
 * What stands between the network and a resource: request guards, strict JSON, the bearer token filter. The first
 * package that knows HTTP.
 *
 * <p>{@link dev.warden.security.RequestGuard} handles every request; the application of each contract lists the JAX-RS
 * filters it uses. Each contract renders refusals itself: its error mapper handles what is thrown here.
 */
package dev.warden.security;
