package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who the caller is. */
@Schema(name = "PlainMe")
@JsonbPropertyOrder({"msg", "data"})
public record MeJson(String msg, Data data) {

    /** As the access token says. */
    @Schema(name = "PlainMeData")
    @JsonbPropertyOrder({"id", "username", "email", "role"})
    public record Data(String id, String username, String email, String role) {
    }
}
