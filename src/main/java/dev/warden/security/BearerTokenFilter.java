package dev.warden.security;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;

import dev.warden.account.Roles;
import dev.warden.session.RevokedSessions;
import dev.warden.token.TokenUse;
import dev.warden.token.TokenVerifier;
import dev.warden.token.VerifiedToken;

/**
 * Lets a request to a resource that is {@link Authenticated} pass with a good access token (RFC 6750 §2.1) of somebody who
 * has one of the roles in {@link RolesAllowed}, if there is one. Good means verified, of the resource's profile, and of a
 * session that is not revoked; on that path no database is asked. It fails closed and never says why.
 */
@Authenticated("")
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class BearerTokenFilter implements ContainerRequestFilter {

    private static final String SCHEME = "bearer ";
    /** RFC 6750 §3: a request that brought no credentials is told no error. */
    private static final String CHALLENGE = "Bearer realm=\"warden\"";
    private static final String INVALID_TOKEN = CHALLENGE + ", error=\"invalid_token\"";

    private final TokenVerifier verifier;
    private final RevokedSessions revoked;
    private final Roles roles;
    private final Caller caller;

    @Context
    private ResourceInfo resource;

    @Inject
    public BearerTokenFilter(TokenVerifier verifier, RevokedSessions revoked, Roles roles, Caller caller) {
        this.verifier = verifier;
        this.revoked = revoked;
        this.roles = roles;
        this.caller = caller;
    }

    /** For the proxies of CDI and JAX-RS only. */
    public BearerTokenFilter() {
        this(null, null, null, null);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String token = token(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .orElseThrow(() -> new NotAuthorizedException(CHALLENGE));
        VerifiedToken verified = verifier.verify(token, profile(), TokenUse.ACCESS)
                .filter(candidate -> !revoked.contains(candidate.sessionId()))
                .orElseThrow(() -> new NotAuthorizedException(INVALID_TOKEN));
        SecurityContext context = new BearerSecurityContext(verified, roles.nameOf(verified.claim("role").orElse(null)),
                request.getSecurityContext().isSecure());
        if (!isAllowed(context)) {
            throw new ForbiddenException();
        }
        caller.isBearerOf(verified);
        request.setSecurityContext(context);
    }

    /** The credentials of the one Authorization header there may be; empty if they are of another scheme. */
    private static Optional<String> token(List<String> headers) {
        if (headers == null || headers.size() != 1) {
            return Optional.empty();
        }
        String header = headers.get(0);
        boolean isBearer = header.length() > SCHEME.length()
                && header.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME);
        return isBearer ? Optional.of(header.substring(SCHEME.length()).strip()) : Optional.empty();
    }

    private String profile() {
        Authenticated onMethod = resource.getResourceMethod().getAnnotation(Authenticated.class);
        return (onMethod != null ? onMethod : resource.getResourceClass().getAnnotation(Authenticated.class)).value();
    }

    /** What Jakarta Annotations §2.12 says of a method, and of its class where the method says nothing. */
    private boolean isAllowed(SecurityContext context) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(DenyAll.class)) {
            return false;
        }
        if (method.isAnnotationPresent(PermitAll.class)) {
            return true;
        }
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        if (allowed == null) {
            Class<?> type = resource.getResourceClass();
            if (type.isAnnotationPresent(DenyAll.class)) {
                return false;
            }
            allowed = type.getAnnotation(RolesAllowed.class);
        }
        return allowed == null || Arrays.stream(allowed.value()).anyMatch(context::isUserInRole);
    }
}
