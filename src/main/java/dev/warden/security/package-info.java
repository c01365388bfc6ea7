/**
 * What stands between the network and a resource: request guards, strict JSON, the bearer filter. The first package
 * that knows HTTP.
 *
 * <p>{@link dev.warden.security.RequestGuard} sees every request; the JAX-RS filters here are listed by the application
 * of each contract. How a refusal reads is the contract's matter: what is thrown here, its error mapper renders.
 */
package dev.warden.security;
