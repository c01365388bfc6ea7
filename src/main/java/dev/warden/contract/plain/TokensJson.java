package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** The answer to register, login and refresh. {@code refreshToken} is there where it does not come as a cookie alone. */
@JsonbPropertyOrder({"msg", "data"})
public record TokensJson(String msg, Data data) {

    /** Tokens, in their compact form. */
    public record Data(String accessToken, String refreshToken) {
    }

    @Override
    public String toString() {
        return "TokensJson[redacted]";
    }
}
