package dev.warden.security;

import java.security.Principal;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import dev.warden.token.VerifiedToken;

/**
 * Who is calling a resource that is {@link Authenticated}, as the access token says. Nobody, elsewhere: then every
 * question throws {@link IllegalStateException}.
 */
@RequestScoped
public class Caller implements Principal {

    private VerifiedToken token;

    void isBearerOf(VerifiedToken verified) {
        token = verified;
    }

    /** The id of the account. */
    public String accountId() {
        return token().subject();
    }

    /** The id of the account, which is what a container calls its user by. */
    @Override
    public String getName() {
        return accountId();
    }

    /** The id of the session whose token this is. */
    public String sessionId() {
        return token().sessionId();
    }

    /** A claim of the token, if it is there and a text. */
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
