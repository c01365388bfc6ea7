package dev.warden.contract.users;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who the caller is. */
@Schema(name = "UsersMe")
public record MeJson(Data data) {

    /** As the access token says. */
    @Schema(name = "UsersMeData")
    public record Data(String email, String id, String username) {
    }
}
