package dev.warden.contract.users;

import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import dev.warden.security.Authentication;
import dev.warden.security.JsonBody;
import dev.warden.security.RequestLimits;
import dev.warden.security.StartupFilter;

/** The JAX-RS application of contract {@code users}. It lists its classes, so that it gets none of another contract. */
@ApplicationPath("/api")
public class UsersApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(UsersResource.class, UsersErrors.class, UsersErrors.Violations.class, Authentication.class,
                JsonBody.class, RequestLimits.class, StartupFilter.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
