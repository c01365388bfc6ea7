package dev.warden.contract.plain;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.platform.DatabaseReady;
import dev.warden.session.Session;
import dev.warden.token.IssuedTokens;
import dev.warden.token.SigningKeys;
import dev.warden.token.TokenIssuer;
import dev.warden.token.TokenProfile;

/** The tokens of this contract: by default 10 minutes and 24 hours; they contain id, username, email and role. */
@ApplicationScoped
public class PlainTokens {

    static final String PROFILE = "plain";

    private final TokenProfile profile;
    private final TokenIssuer issuer;

    @Inject
    public PlainTokens(PlainSettings settings, TokenIssuer issuer) {
        this.profile = TokenProfile.of(PROFILE, settings.tokens(), PlainTokens::claims);
        this.issuer = issuer;
    }

    protected PlainTokens() {
        this.profile = null;
        this.issuer = null;
    }

    void start(@Observes DatabaseReady ready, SigningKeys keys) {
        keys.prepare(profile);
    }

    TokenProfile profile() {
        return profile;
    }

    IssuedTokens issue(Session session, Identity identity) {
        return issuer.issue(profile, session, identity);
    }

    private static Map<String, String> claims(Identity identity) {
        // In a fixed order, so that a token that is created again is identical.
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("id", identity.id());
        claims.put("username", identity.username());
        claims.put("email", identity.email());
        claims.put("role", identity.roleId());
        return claims;
    }
}
