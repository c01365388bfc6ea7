package dev.warden.contract.plain;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The contract's paths at the root. */
@ApplicationScoped
class PlainPaths implements RootPaths {

    static final String INNER = "/_in/plain";

    private static final Set<String> PATHS = Set.of("/register", "/login", "/refresh", "/logout", "/me");

    @Override
    public String innerPath() {
        return INNER;
    }

    @Override
    public boolean serves(String path) {
        return PATHS.contains(path);
    }
}
