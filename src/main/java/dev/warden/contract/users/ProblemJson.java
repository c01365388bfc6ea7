package dev.warden.contract.users;

import java.util.List;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * A problem detail (RFC 9457 §3.1).
 *
 * @param errors for validation, every member that is wrong; null otherwise
 */
@JsonbPropertyOrder({"type", "title", "status", "detail", "errors"})
public record ProblemJson(String type, String title, int status, String detail, List<FieldError> errors) {

    /** One member of the request, in its own spelling, and what is wrong with it. */
    public record FieldError(String field, String message) {
    }
}
