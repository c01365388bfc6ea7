package dev.warden.contract.users;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The contract's paths, {@code /api/users/…}: a folder of their own, so JAX-RS maps them as they are. */
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
