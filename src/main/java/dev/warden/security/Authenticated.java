package dev.warden.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource, or one method of it, that needs an access token: {@link BearerTokenFilter} stands before it. With
 * {@code @RolesAllowed} it needs one of somebody who has one of those roles.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Authenticated {

    /** The name of the token profile whose access tokens are good here, for example {@code users}. */
    String value();
}
