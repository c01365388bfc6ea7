package dev.warden.security;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

import dev.warden.account.Roles;
import dev.warden.session.Revocations;
import dev.warden.token.TokenVerifier;

/**
 * At deployment, registers a separate {@link BearerTokenFilter} for every resource method that is
 * {@link Authenticated}: the annotations are read once, and no filter serves two applications.
 */
@Dependent
public class Authentication implements DynamicFeature {

    /**
     * The challenge in every 401 (RFC 9110 §11.6.1). RFC 6750 §3.1: a request without an access token gets no error
     * code.
     */
    public static final String CHALLENGE = "Bearer realm=\"warden\"";

    private final TokenVerifier verifier;
    private final Revocations revoked;
    private final Roles roles;
    private final Caller caller;

    @Inject
    public Authentication(TokenVerifier verifier, Revocations revoked, Roles roles, Caller caller) {
        this.verifier = verifier;
        this.revoked = revoked;
        this.roles = roles;
        this.caller = caller;
    }

    /** Required by WildFly, never called. */
    public Authentication() {
        this(null, null, null, null);
    }

    /** @throws IllegalStateException if a method declares roles but not by which tokens */
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Optional<Authenticated> needed = annotation(resource, Authenticated.class);
        Optional<Set<String>> allowed = allowedRoles(resource);
        if (needed.isPresent()) {
            context.register(new BearerTokenFilter(needed.get().value(), allowed, verifier, revoked, roles, caller));
        } else if (allowed.isPresent()) {
            throw new IllegalStateException("Not @Authenticated: " + resource.getResourceMethod());
        }
    }

    /** Jakarta Annotations §2.12: the annotation of the method, otherwise that of its class. */
    private static Optional<Set<String>> allowedRoles(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(PermitAll.class)) {
            return Optional.empty();
        }
        boolean saysSomething = method.isAnnotationPresent(RolesAllowed.class);
        if (method.isAnnotationPresent(DenyAll.class)
                || !saysSomething && resource.getResourceClass().isAnnotationPresent(DenyAll.class)) {
            return Optional.of(Set.of());
        }
        return annotation(resource, RolesAllowed.class).map(roles -> Set.of(roles.value()));
    }

    private static <A extends Annotation> Optional<A> annotation(ResourceInfo resource, Class<A> type) {
        return Optional.ofNullable(resource.getResourceMethod().getAnnotation(type))
                .or(() -> Optional.ofNullable(resource.getResourceClass().getAnnotation(type)));
    }
}
