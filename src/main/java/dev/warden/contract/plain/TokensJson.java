package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to register, login and refresh. {@code refreshToken} is absent if the token is only sent as a cookie. */
@Schema(name = "PlainTokens")
@JsonbPropertyOrder({"msg", "data"})
public record TokensJson(String msg, Data data) {

    /** Tokens in compact form. */
    @Schema(name = "PlainTokensData")
    public record Data(String accessToken, @Schema(nullable = true) String refreshToken) {
    }

    @Override
    public String toString() {
        return "TokensJson[redacted]";
    }
}
