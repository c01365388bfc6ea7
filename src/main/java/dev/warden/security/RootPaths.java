package dev.warden.security;

import java.util.Optional;

/**
 * Tells {@link RequestGuard} which paths an application serves. Contracts and the provider share the root of the
 * context, which JAX-RS cannot map to several applications, so their applications are mapped to internal paths that no
 * client can reach. Below those, resources have the paths that clients use.
 */
public interface RootPaths {

    /** The internal path of an application that needs none, because it has a folder of its own. */
    String AS_THEY_ARE = "";

    /**
     * Where the application is mapped.
     *
     * @return {@code /_in/…}, or {@link #AS_THEY_ARE}, which needs no forward
     */
    String innerPath();

    /** @param path relative to the context root, beginning with a slash and not ending with one */
    boolean serves(String path);

    /**
     * Where to redirect a browser that GETs a path of another application, because somebody typed it or followed an old
     * link.
     *
     * @param path as above
     * @return a path of this application; empty if the request is handled as usual
     */
    default Optional<String> insteadForBrowsers(String path) {
        return Optional.empty();
    }
}
