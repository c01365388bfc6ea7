package dev.warden.contract.plain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of a refresh request from a client that keeps the refresh token itself; a client with the cookie sends no
 * body.
 */
@Schema(name = "PlainRefresh")
public record RefreshJson(String refreshToken) {

    @Override
    public String toString() {
        return "RefreshJson[redacted]";
    }
}
