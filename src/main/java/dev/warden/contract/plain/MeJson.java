package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** Who the caller is. */
@JsonbPropertyOrder({"msg", "data"})
public record MeJson(String msg, Data data) {

    /** As the access token says. */
    @JsonbPropertyOrder({"id", "username", "email", "role"})
    public record Data(String id, String username, String email, String role) {
    }
}
