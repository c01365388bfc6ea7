package dev.warden.operations;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The paths of the service itself. */
@ApplicationScoped
class OperationsPaths implements RootPaths {

    static final String INNER = "/_in/operations";

    private static final Set<String> PATHS = Set.of("/health/live", "/health/ready");

    @Override
    public String innerPath() {
        return INNER;
    }

    @Override
    public boolean serves(String path) {
        return PATHS.contains(path);
    }
}
