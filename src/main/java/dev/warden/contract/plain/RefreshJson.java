package dev.warden.contract.plain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Somebody who wants new tokens and keeps the refresh token himself; who has the cookie sends no body. */
@Schema(name = "PlainRefresh")
public record RefreshJson(String refreshToken) {

    @Override
    public String toString() {
        return "RefreshJson[redacted]";
    }
}
