package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to register, login and refresh. {@code refreshToken} is there where it does not come as a cookie alone.
 */
@Schema(name = "PlainTokens")
@JsonbPropertyOrder({"msg", "data"})
public record TokensJson(String msg, Data data) {

    /** Tokens, in their compact form. */
    @Schema(name = "PlainTokensData")
    public record Data(String accessToken, @Schema(nullable = true) String refreshToken) {
    }

    @Override
    public String toString() {
        return "TokensJson[redacted]";
    }
}
