package dev.warden.contract.users;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** {@code /api/users/…}, mapped as it is. */
@ApplicationScoped
class UsersPaths implements RootPaths {

    @Override
    public String innerPath() {
        return "";
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith("/api/users/");
    }
}
