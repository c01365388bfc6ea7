package dev.warden.server.application;

import java.security.Principal;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

import org.eclipse.microprofile.auth.LoginConfig;

/** An interface that access tokens open, by MicroProfile JWT. Payara sees the annotation on beans alone. */
@ApplicationScoped
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT", realmName = "warden")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Names.class);
    }

    /** Says who asks. */
    @Path("/")
    @RequestScoped
    @Produces("text/plain")
    public static class Names {

        @GET
        @Path("user")
        @RolesAllowed("user")
        public String user(@Context SecurityContext security) {
            return name(security.getUserPrincipal());
        }

        @GET
        @Path("admin")
        @RolesAllowed("admin")
        public String admin(@Context SecurityContext security) {
            return name(security.getUserPrincipal());
        }

        private static String name(Principal principal) {
            return "name=" + principal.getName();
        }
    }
}
