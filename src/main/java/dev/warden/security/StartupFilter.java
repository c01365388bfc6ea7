package dev.warden.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

import dev.warden.platform.Startup;

/** Refuses requests until the node has its schema and its keys, as if the database were down: 503. */
@PreMatching
@ApplicationScoped
public class StartupFilter implements ContainerRequestFilter {

    private final Startup startup;

    @Inject
    public StartupFilter(Startup startup) {
        this.startup = startup;
    }

    /** For the proxies of CDI and JAX-RS only. */
    public StartupFilter() {
        this(null);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        startup.requireDone();
    }
}
