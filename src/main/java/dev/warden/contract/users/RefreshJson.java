package dev.warden.contract.users;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotEmpty;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a refresh request. */
@Schema(name = "UsersRefresh")
public record RefreshJson(@JsonbProperty("refresh_token") @NotEmpty(message = "is required") String refreshToken) {

    @Override
    public String toString() {
        return "RefreshJson[redacted]";
    }
}
