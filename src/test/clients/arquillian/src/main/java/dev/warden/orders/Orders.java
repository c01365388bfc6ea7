package dev.warden.orders;

import java.util.Set;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.jwt.JsonWebToken;

@Path("orders")
@RequestScoped
public class Orders {

    @Inject
    JsonWebToken token;

    @GET
    @RolesAllowed("user")
    public String mine() {
        return "orders of " + token.getSubject() + ", " + token.getName();
    }

    @GET
    @Path("all")
    @PermitAll
    public String all() {
        if (token.getRawToken() == null) {
            throw new NotAuthorizedException("Bearer");
        }
        if (!Set.of(token.<String>claim("scope").orElse("").split(" ")).contains("orders:read")) {
            throw new ForbiddenException();
        }
        return "all orders, for " + token.getClaim("client_id");
    }
}
