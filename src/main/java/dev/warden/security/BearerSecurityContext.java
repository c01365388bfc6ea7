package dev.warden.security;

import java.security.Principal;
import java.util.Optional;

import jakarta.ws.rs.core.SecurityContext;

import dev.warden.token.VerifiedToken;

/** The JAX-RS security context of a caller with an access token. The principal's name is the id of the account. */
record BearerSecurityContext(VerifiedToken token, Optional<String> role, boolean isSecure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
        return token::subject;
    }

    @Override
    public boolean isUserInRole(String name) {
        return role.filter(name::equals).isPresent();
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
