package dev.warden.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;

import dev.warden.account.Roles;
import dev.warden.session.Revocations;
import dev.warden.token.TokenUse;
import dev.warden.token.TokenVerifier;
import dev.warden.token.VerifiedToken;

/**
 * Admits requests with a valid access token (RFC 6750 §2.1): verified, of the right profile, and of a session that is
 * not revoked. Normally no database is needed. It fails closed and never says why.
 */
@Priority(Priorities.AUTHENTICATION)
class BearerTokenFilter implements ContainerRequestFilter {

    private static final String INVALID_TOKEN = Authentication.CHALLENGE + ", error=\"invalid_token\"";

    private final String profile;
    private final Optional<Set<String>> allowedRoles;
    private final TokenVerifier verifier;
    private final Revocations revoked;
    private final Roles roles;
    private final Caller caller;

    /** @param allowedRoles one of which the caller must have; empty if any token is sufficient */
    BearerTokenFilter(String profile, Optional<Set<String>> allowedRoles, TokenVerifier verifier,
            Revocations revoked, Roles roles, Caller caller) {
        this.profile = profile;
        this.allowedRoles = allowedRoles;
        this.verifier = verifier;
        this.revoked = revoked;
        this.roles = roles;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String token = token(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .orElseThrow(() -> new NotAuthorizedException(Authentication.CHALLENGE));
        VerifiedToken verified = verifier.verify(token, profile, TokenUse.ACCESS)
                .filter(candidate -> !revoked.contains(candidate.sessionId()))
                .orElseThrow(() -> new NotAuthorizedException(INVALID_TOKEN));
        SecurityContext context = new BearerSecurityContext(verified, roles.nameOf(verified.claim("role").orElse(null)),
                request.getSecurityContext().isSecure());
        if (allowedRoles.isPresent() && allowedRoles.get().stream().noneMatch(context::isUserInRole)) {
            throw new ForbiddenException();
        }
        caller.authenticate(verified);
        request.setSecurityContext(context);
    }

    /** The credentials in the only Authorization header; empty if they have another scheme. */
    private static Optional<String> token(List<String> headers) {
        return headers == null || headers.size() != 1 ? Optional.empty()
                : Credentials.of("Bearer", headers.get(0)).filter(token -> !token.isEmpty());
    }
}
