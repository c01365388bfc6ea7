package dev.warden.orders;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import org.eclipse.microprofile.auth.LoginConfig;

/** An interface that access tokens open, by MicroProfile JWT. Payara sees the annotation on beans alone. */
@ApplicationScoped
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT", realmName = "warden")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Orders.class);
    }
}
