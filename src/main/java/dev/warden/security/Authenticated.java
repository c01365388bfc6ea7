package dev.warden.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource, or one of its methods, that requires an access token, which {@link BearerTokenFilter} checks. With
 * {@code @RolesAllowed} the token must also contain one of these roles; those of contract {@code plain} contain one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Authenticated {

    /** The name of the token profile whose access tokens are accepted, for example {@code users}. */
    String value();
}
