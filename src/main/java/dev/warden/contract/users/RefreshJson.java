package dev.warden.contract.users;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotEmpty;

/** Somebody who wants new tokens. */
public record RefreshJson(@JsonbProperty("refresh_token") @NotEmpty(message = "is required") String refreshToken) {

    @Override
    public String toString() {
        return "RefreshJson[redacted]";
    }
}
