package dev.warden.security;

import java.util.Optional;

/**
 * Tells {@link RequestGuard} which paths an application answers. Contracts and the provider share the root of the
 * context, which JAX-RS cannot map to several applications, so their applications live under inner paths that no client
 * can reach. Below those, resources have the very paths that clients know.
 */
public interface RootPaths {

    /** The inner path of an application that needs none, because nobody else has paths in its folder. */
    String AS_THEY_ARE = "";

    /**
     * Where the application is mapped.
     *
     * @return {@code /_in/…}, or {@link #AS_THEY_ARE}, which spares the forward
     */
    String innerPath();

    /** @param path relative to the context root, beginning with a slash and not ending with one */
    boolean serves(String path);

    /**
     * Where a browser goes that shows a person somebody else's path, because its address was typed or is an old one.
     *
     * @param path as above
     * @return a path of this application; empty if the request goes where it always does
     */
    default Optional<String> insteadForBrowsers(String path) {
        return Optional.empty();
    }
}
