package dev.warden.contract.users;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import jakarta.json.bind.annotation.JsonbProperty;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.warden.account.Identity;
import dev.warden.token.IssuedToken;
import dev.warden.token.IssuedTokens;

/** The answer to register, login and refresh. Instants are UTC with three digits of milliseconds. */
@Schema(name = "UsersSignedIn")
public record SignedInJson(Data data) {

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String INSTANT_PATTERN =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$";

    /** The account that signed in, and its tokens. */
    @Schema(name = "UsersSignedInData")
    public record Data(String email, String id, @JsonbProperty("refresh_token") RefreshToken refreshToken,
            AccessToken token, String username) {
    }

    /** {@code created_at} is only present after register. */
    @Schema(name = "UsersRefreshToken")
    public record RefreshToken(
            @Schema(nullable = true, format = "date-time", pattern = INSTANT_PATTERN)
            @JsonbProperty("created_at") String createdAt,
            @Schema(format = "date-time", pattern = INSTANT_PATTERN) @JsonbProperty("expired_at") String expiredAt,
            String id, @JsonbProperty("refresh_token") String refreshToken) {
    }

    /** The access token. */
    @Schema(name = "UsersAccessToken")
    public record AccessToken(
            @Schema(format = "date-time", pattern = INSTANT_PATTERN) @JsonbProperty("expired_at") String expiredAt,
            String id, String token, String username) {
    }

    static SignedInJson afterRegister(Identity identity, IssuedTokens tokens) {
        return of(identity, tokens, INSTANT.format(tokens.refresh().issuedAt()));
    }

    static SignedInJson afterLogin(Identity identity, IssuedTokens tokens) {
        return of(identity, tokens, null);
    }

    private static SignedInJson of(Identity identity, IssuedTokens tokens, String createdAt) {
        IssuedToken refresh = tokens.refresh();
        IssuedToken access = tokens.access();
        return new SignedInJson(new Data(identity.email(), identity.id(),
                new RefreshToken(createdAt, text(refresh.expiresAt()), refresh.id(), refresh.jwt()),
                new AccessToken(text(access.expiresAt()), access.id(), access.jwt(), identity.username()),
                identity.username()));
    }

    private static String text(Instant instant) {
        return INSTANT.format(instant);
    }

    @Override
    public String toString() {
        return "SignedInJson[redacted]";
    }
}
