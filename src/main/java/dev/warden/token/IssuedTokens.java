package dev.warden.token;

/** The access token and refresh token of a session. */
public record IssuedTokens(IssuedToken access, IssuedToken refresh) {
}
