package dev.warden.contract.plain;

import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import dev.warden.security.Authentication;
import dev.warden.security.JsonBody;
import dev.warden.security.RequestLimits;
import dev.warden.security.StartupFilter;

/** The JAX-RS application of contract {@code plain}, under a path that only {@link PlainPaths} forwards to. */
@ApplicationPath(PlainPaths.INNER)
public class PlainApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(PlainResource.class, PlainErrors.class, PlainErrors.Violations.class, Authentication.class,
                JsonBody.class, RequestLimits.class, StartupFilter.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
