package dev.warden.operations;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

import dev.warden.security.Failure;

/** The only class that writes errors of the service itself: RFC 9457, type {@code about:blank}. */
public class OperationsErrors implements ExceptionMapper<Throwable> {

    /** A problem detail (RFC 9457 §3.1). */
    @JsonbPropertyOrder({"type", "title", "status", "detail"})
    public record Problem(String type, String title, int status, String detail) {
    }

    @Override
    public Response toResponse(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        return failure.response().type("application/problem+json").entity(new Problem("about:blank",
                Failure.phrase(failure.status()), failure.status(), failure.message())).build();
    }
}
