package dev.warden.token;

/** The two tokens that a session is used by. */
public record IssuedTokens(IssuedToken access, IssuedToken refresh) {
}
