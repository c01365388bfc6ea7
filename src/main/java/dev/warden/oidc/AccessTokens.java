package dev.warden.oidc;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.session.Revocations;
import dev.warden.token.ProviderTokens;
import dev.warden.token.VerifiedAccessToken;

/**
 * Checks access tokens: verified, issued to an enabled client, and not revoked, as of at most a second ago. Normally no
 * database is needed.
 */
@ApplicationScoped
class AccessTokens {

    private final ProviderTokens tokens;
    private final Revocations revoked;
    private final Clients clients;

    @Inject
    AccessTokens(ProviderTokens tokens, Revocations revoked, Clients clients) {
        this.tokens = tokens;
        this.revoked = revoked;
        this.clients = clients;
    }

    protected AccessTokens() {
        this(null, null, null);
    }

    /** The verified token; empty if anything is wrong with it. */
    Optional<VerifiedAccessToken> verify(String token) {
        return tokens.access(token).filter(this::isNotRevoked)
                .filter(verified -> clients.find(verified.clientId())
                        .filter(client -> client.existedAt(verified.issuedAt())).isPresent());
    }

    /** Whether neither the token, nor the client's session, nor the browser session it depends on was ended. */
    private boolean isNotRevoked(VerifiedAccessToken token) {
        return !revoked.contains(token.id()) && token.grantId().filter(revoked::contains).isEmpty()
                && token.sessionId().filter(revoked::contains).isEmpty();
    }

    /**
     * The token in the header or form of a request (RFC 6750 §2.1, §2.2); never in the query.
     *
     * @throws BearerError if there is none, or more than one
     */
    static String shown(Call call) {
        Optional<String> header = call.bearer();
        Optional<String> form = call.isPost() ? call.value("access_token") : Optional.empty();
        if (header.isPresent() && form.isPresent()) {
            throw BearerError.severalTokens();
        }
        return header.or(() -> form).orElseThrow(BearerError::noToken);
    }
}
