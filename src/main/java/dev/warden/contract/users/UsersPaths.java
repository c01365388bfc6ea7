package dev.warden.contract.users;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The contract's paths, {@code /api/users/…}. JAX-RS maps them directly, because they have a folder of their own. */
@ApplicationScoped
class UsersPaths implements RootPaths {

    @Override
    public String innerPath() {
        return AS_THEY_ARE;
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith("/api/users/");
    }
}
