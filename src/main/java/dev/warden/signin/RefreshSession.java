package dev.warden.signin;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.session.Device;
import dev.warden.session.Rotation;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.TokenProfile;
import dev.warden.token.TokenUse;
import dev.warden.token.TokenVerifier;
import dev.warden.token.VerifiedToken;

/** Refreshes a session: replaces its refresh token (RFC 6749 §6, RFC 9700 §4.14.2). */
@ApplicationScoped
public class RefreshSession {

    private final TokenVerifier verifier;
    private final Sessions sessions;

    @Inject
    public RefreshSession(TokenVerifier verifier, Sessions sessions) {
        this.verifier = verifier;
        this.sessions = sessions;
    }

    protected RefreshSession() {
        this(null, null);
    }

    public sealed interface Result {
    }

    public record Refreshed(Session session, Identity identity) implements Result {
    }

    /** The token is invalid or used up, or its session has ended, or its account is disabled. Never says which. */
    public record Refused() implements Result {
    }

    /** @throws dev.warden.platform.DatabaseUnavailable if the database did not answer */
    public Result refresh(String refreshToken, TokenProfile profile, Device device) {
        Optional<VerifiedToken> verified = verifier.verify(refreshToken, profile.name(), TokenUse.REFRESH);
        if (verified.isEmpty()) {
            return new Refused();
        }
        Rotation rotation = sessions.rotate(verified.get().sessionId(), verified.get().id(), profile.refreshLifetime(),
                device);
        return rotation instanceof Rotation.Rotated rotated
                ? new Refreshed(rotated.session(), rotated.identity()) : new Refused();
    }
}
