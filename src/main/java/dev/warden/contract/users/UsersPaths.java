package dev.warden.contract.users;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The contract's paths, {@code /api/users/…}. */
@ApplicationScoped
class UsersPaths implements RootPaths {

    static final String INNER = "/_in/users";

    @Override
    public String innerPath() {
        return INNER;
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith("/api/users/");
    }
}
