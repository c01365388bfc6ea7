package dev.warden.contract.plain;

/** Somebody who wants new tokens and keeps the refresh token himself; who has the cookie sends no body. */
public record RefreshJson(String refreshToken) {

    @Override
    public String toString() {
        return "RefreshJson[redacted]";
    }
}
