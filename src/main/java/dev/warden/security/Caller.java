package dev.warden.security;

import java.security.Principal;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import dev.warden.token.VerifiedToken;

/**
 * The caller of a resource that is {@link Authenticated}, according to the access token. In other resources every
 * method throws {@link IllegalStateException}.
 */
@RequestScoped
public class Caller implements Principal {

    private VerifiedToken token;

    void authenticate(VerifiedToken verified) {
        token = verified;
    }

    /** The id of the account. */
    public String accountId() {
        return token().subject();
    }

    /** The id of the account, as the name of the container's user. */
    @Override
    public String getName() {
        return accountId();
    }

    /** The id of the session that the token belongs to. */
    public String sessionId() {
        return token().sessionId();
    }

    /** A claim of the token, if it is present and a string. */
    public Optional<String> claim(String name) {
        return token().claim(name);
    }

    private VerifiedToken token() {
        if (token == null) {
            throw new IllegalStateException("Nobody is authenticated: is the resource @Authenticated?");
        }
        return token;
    }
}
