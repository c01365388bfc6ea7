package dev.warden.contract.users;

import java.util.List;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem detail (RFC 9457 §3.1).
 *
 * @param errors every invalid member, if validation failed; null otherwise
 */
@Schema(name = "Problem")
@JsonbPropertyOrder({"type", "title", "status", "detail", "errors"})
public record ProblemJson(String type, String title, int status, String detail,
        @Schema(nullable = true) List<FieldError> errors) {

    /** A member of the request, by its name there, and what is wrong with it. */
    @Schema(name = "FieldError")
    public record FieldError(String field, String message) {
    }
}
