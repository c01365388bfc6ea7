package dev.warden.operations;

import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import dev.warden.security.JsonBody;
import dev.warden.security.RequestLimits;

/** The JAX-RS application of the service itself, under a path that only {@link OperationsPaths} forwards to. */
@ApplicationPath(OperationsPaths.INNER)
public class OperationsApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class, OperationsErrors.class, JsonBody.class, RequestLimits.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
