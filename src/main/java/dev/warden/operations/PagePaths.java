package dev.warden.operations;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The paths of the start page, its assets, and the OpenAPI description. */
@ApplicationScoped
class PagePaths implements RootPaths {

    static final String INNER = "/_in/page";

    static final String ASSETS = "/assets/";
    static final String DESCRIPTION = "/openapi.json";

    @Override
    public String innerPath() {
        return INNER;
    }

    @Override
    public boolean serves(String path) {
        return isPage(path) || path.equals(DESCRIPTION) || path.startsWith(ASSETS);
    }

    static boolean isPage(String path) {
        return path.equals("/") || path.equals("/index.html");
    }
}
