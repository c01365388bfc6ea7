package dev.warden.client;

import java.time.Instant;
import java.util.Set;

import dev.warden.platform.ClockSkew;

/**
 * A client as it is registered. Immutable; {@link ClientMetadata} creates it and checks everything about it.
 *
 * @param id                    {@code client_id}: 1 to 128 ASCII letters, digits and {@code . _ ~ : / @ -}
 * @param origin                who decides about it
 * @param createdAt             {@code client_id_issued_at}
 * @param grantTypes            {@code grant_types}
 * @param scopes                scopes it may request
 * @param registrationTokenHash digest of its registration access token (RFC 7592 §3); null if it has none
 * @param disabled              whether it is disabled: every endpoint treats it as unknown
 */
public record RegisteredClient(String id, ClientKind kind, Origin origin, Instant createdAt,
        ClientDescription description, ClientAuthentication authentication, Set<String> grantTypes, Set<String> scopes,
        RedirectUris redirectUris, LogoutUris logout, ClientSubjects subjects, SignedResponses signed,
        AuthorizationRules rules, ClientTokens tokens, String registrationTokenHash, boolean disabled) {

    public RegisteredClient {
        grantTypes = Set.copyOf(grantTypes);
        scopes = Set.copyOf(scopes);
    }

    /**
     * Whether it existed at an instant, with a tolerance for the clocks of nodes. Another client may have had the same
     * id before; what that one was given is not valid for this one.
     */
    public boolean existedAt(Instant moment) {
        return !moment.isBefore(createdAt.minus(ClockSkew.TOLERATED));
    }

    /** Whether it still manages itself, by the registration access token of an earlier state. */
    boolean isManagedBy(RegisteredClient other) {
        return origin == Origin.REGISTERED && !disabled && registrationTokenHash != null
                && registrationTokenHash.equals(other.registrationTokenHash);
    }

    /** Whether it has no means of authentication (RFC 6749 §2.1). */
    public boolean isPublic() {
        return authentication.method() == AuthenticationMethod.NONE;
    }

    /** Whether no other program can pose as it (RFC 8252 §8.6): people need not be asked each time. */
    public boolean isIdentified() {
        return redirectUris.assureIdentity(authentication.method());
    }

    public boolean mayUse(String grantType) {
        return grantTypes.contains(grantType);
    }

    /** The same client with another secret. */
    public RegisteredClient with(ClientSecret secret) {
        return new RegisteredClient(id, kind, origin, createdAt, description,
                new ClientAuthentication(authentication.method(), authentication.signingAlgorithm(), secret,
                        authentication.jwks(), authentication.jwksUri()),
                grantTypes, scopes, redirectUris, logout, subjects, signed, rules, tokens, registrationTokenHash,
                disabled);
    }

    /** The same client with another registration access token. */
    public RegisteredClient withRegistrationToken(String hash) {
        return new RegisteredClient(id, kind, origin, createdAt, description, authentication, grantTypes, scopes,
                redirectUris, logout, subjects, signed, rules, tokens, hash, disabled);
    }
}
