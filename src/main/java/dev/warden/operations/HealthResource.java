package dev.warden.operations;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

import dev.warden.security.Failure;
import dev.warden.token.SigningKeys;

/** Tells a load balancer whether to send requests (ready), and a supervisor whether to restart (live). */
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class HealthResource {

    private final DatabaseHealth database;
    private final SigningKeys keys;

    @Inject
    public HealthResource(DatabaseHealth database, SigningKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /** For the proxies of CDI and JAX-RS only. */
    public HealthResource() {
        this(null, null);
    }

    /** 200 as long as requests are answered at all; does not depend on the database. */
    @GET
    @Path("live")
    @APIResponseSchema(value = HealthJson.class, responseCode = "200", responseDescription = "They are")
    public Response live() {
        return Response.ok(HealthJson.of(List.of())).build();
    }

    /** 200 if a sign-in would work, 503 otherwise. */
    @GET
    @Path("ready")
    @APIResponseSchema(value = HealthJson.class, responseCode = "200", responseDescription = "It would")
    public Response ready() {
        DatabaseHealth.State state = database.state();
        HealthJson health = HealthJson.of(List.of(HealthJson.Check.of("database", state.answers()),
                HealthJson.Check.of("keys", keys.areReady()), HealthJson.Check.of("clock", state.clockAgrees())));
        return health.up() ? Response.ok(health).build() : Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Failure.RETRY_AFTER_SECONDS).entity(health).build();
    }
}
