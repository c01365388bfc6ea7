package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.Roles;
import dev.warden.client.AccessTokenFormat;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.client.SubjectType;
import dev.warden.consent.Authorization;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;
import dev.warden.session.Session;
import dev.warden.token.Claims;
import dev.warden.token.ProviderTokens;
import dev.warden.token.RefreshTokens;
import dev.warden.token.Subjects;
import dev.warden.token.TokenSigner;

/** Creates token responses (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3), with access tokens in the client's format. */
@ApplicationScoped
class TokenResponses {

    private final TokenSigner signer;
    private final RefreshTokens refreshTokens;
    private final Subjects subjects;
    private final Roles roles;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    TokenResponses(TokenSigner signer, RefreshTokens refreshTokens, Subjects subjects, Roles roles,
            OidcSettings settings, Clock clock) {
        this.signer = signer;
        this.refreshTokens = refreshTokens;
        this.subjects = subjects;
        this.roles = roles;
        this.settings = settings;
        this.clock = clock;
    }

    protected TokenResponses() {
        this(null, null, null, null, null, null);
    }

    /**
     * The person that tokens are for.
     *
     * @param scopes    of this response: what was authorized, or less
     * @param resources that the access token is for (RFC 8707); empty for all of the client's
     */
    record Person(ClientSessions.Granted granted, Authorization authorization, List<String> scopes,
            Collection<String> resources) {

        Identity identity() {
            return granted.identity();
        }

        Session session() {
            return granted.session();
        }

        ClientGrant grant() {
            return session().client().orElseThrow();
        }
    }

    /**
     * Tokens for a person. Must not query the database: a caller that has changed something there has to be answered.
     */
    Reply forPerson(RegisteredClient client, Person person) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String subject = subjects.of(person.identity().id(), client);
        Claims access = access(client, subject, person.scopes(), person.resources(), now);
        person(access, client, person);
        String accessToken = signer.sign(client.tokens().format().headerType(), algorithm(client), access);
        Claims response = response(accessToken, client, person.scopes());
        if (client.mayUse("refresh_token")) {
            response.set("refresh_token", refreshTokens.of(person.session(), client.id()));
        }
        // Core §12.2: the response to a refresh "might not contain an id_token".
        if (person.scopes().contains("openid")) {
            response.set("id_token", idToken(client, subject, person, accessToken, now));
        }
        return Reply.json(200, response);
    }

    /** Tokens for the client itself (RFC 6749 §4.4.3). */
    Reply forClient(RegisteredClient client, List<String> scopes, Collection<String> resources) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        // RFC 9068 §2.2: "In cases of access tokens obtained through grants where no resource owner is involved, such
        // as the client credentials grant, the value of "sub" SHOULD correspond to an identifier the authorization
        // server uses to indicate the client application."
        Claims access = access(client, client.id(), scopes, resources, now);
        String token = signer.sign(client.tokens().format().headerType(), algorithm(client), access);
        return Reply.json(200, response(token, client, scopes));
    }

    private Claims response(String accessToken, RegisteredClient client, List<String> scopes) {
        Claims response = new Claims().set("access_token", accessToken).set("token_type", "Bearer")
                .setSeconds("expires_in", accessLifetime(client));
        return scopes.isEmpty() ? response : response.set("scope", String.join(" ", scopes));
    }

    private Claims access(RegisteredClient client, String subject, List<String> scopes, Collection<String> resources,
            Instant now) {
        Claims claims = new Claims().set("iss", settings.issuer()).set("sub", subject)
                .setAudience(audience(client, resources)).set("exp", now.plus(accessLifetime(client))).set("iat", now)
                .set("jti", UUID.randomUUID().toString()).set("client_id", client.id())
                .set("token_use", ProviderTokens.ACCESS);
        if (!scopes.isEmpty()) {
            claims.set("scope", String.join(" ", scopes));
        }
        return client.tokens().format().saysBearer() ? claims.set("typ", "Bearer") : claims;
    }

    private void person(Claims claims, RegisteredClient client, Person person) {
        claims.set("grant_id", person.session().id());
        if (!person.grant().isOffline()) {
            claims.set("sid", subjects.sid(person.grant().browserSessionId(), client));
        }
        // RFC 9068 §2.2.1
        Authorization authorization = person.authorization();
        claims.set("auth_time", authorization.authenticatedAt()).set("acr", authorization.acr()).set("amr",
                authorization.amr());
        aboutPerson(claims, client, person);
    }

    /** Adds names and roles in the claims where application servers look for them; nothing if subjects are pairwise. */
    private void aboutPerson(Claims claims, RegisteredClient client, Person person) {
        if (client.subjects().type() == SubjectType.PAIRWISE) {
            return;
        }
        AccessTokenFormat format = client.tokens().format();
        // Roles are the operator's, and no scope asks the person about them.
        if (client.origin() == Origin.DECLARED) {
            addRoles(claims, format, person);
        }
        if (tellsNames(client, person)) {
            claims.set("preferred_username", person.identity().username());
            if (format.hasUpn()) {
                claims.set("upn", person.identity().username());
            }
        }
    }

    private void addRoles(Claims claims, AccessTokenFormat format, Person person) {
        roles.nameOf(person.identity().roleId()).map(List::of).ifPresent(names -> format.roleClaims().forEach(name -> {
            if (name.equals("realm_access")) {
                claims.set(name, new Claims().set("roles", names));
            } else {
                claims.set(name, names);
            }
        }));
    }

    /** Core §2. A refresh returns one too, with the same {@code iss}, {@code sub} and {@code aud} (§12.2). */
    private String idToken(RegisteredClient client, String subject, Person person, String accessToken, Instant now) {
        Authorization authorization = person.authorization();
        Claims claims = new Claims().set("iss", settings.issuer()).set("sub", subject).set("aud", client.id())
                .set("exp", now.plus(settings.idTokenLifetime())).set("iat", now)
                .set("jti", UUID.randomUUID().toString())
                .set("auth_time", authorization.authenticatedAt()).set("nonce", authorization.nonce())
                .set("acr", authorization.acr()).set("amr", authorization.amr())
                .set("at_hash", leftHalf(accessToken, algorithm(client)))
                .set("sid", subjects.sid(person.grant().browserSessionId(), client));
        // Core §5.4, §5.5: a client that only requests openid gets nothing else. Servers that look for roles in ID
        // tokens request profile, or have a token profile that includes them.
        if (tellsNames(client, person)) {
            aboutPerson(claims, client, person);
        }
        Set<String> names = ClaimsRequest.read(authorization.claims()).idTokenNames();
        if (!names.isEmpty()) {
            new PersonClaims(person.identity(), person.granted().claims()).addByName(claims, names, client.scopes());
        }
        return signer.sign("JWT", algorithm(client), claims);
    }

    private static boolean tellsNames(RegisteredClient client, Person person) {
        return person.scopes().contains("profile") || client.tokens().format().namesUnasked();
    }

    /**
     * RFC 8707 §2.2: what was requested. By default all of the client's resources, and the issuer, which stands for
     * userinfo and for resource servers without an identifier of their own. The operator's resource servers must not
     * accept tokens of clients that registered themselves: those are for userinfo only.
     */
    private Set<String> audience(RegisteredClient client, Collection<String> resources) {
        if (client.origin() == Origin.REGISTERED) {
            return Set.of(settings.at(ProviderPaths.USERINFO));
        }
        Set<String> audience = new LinkedHashSet<>(resources);
        if (audience.isEmpty()) {
            audience.add(settings.issuer());
            audience.addAll(client.tokens().resources());
        }
        return audience;
    }

    private Duration accessLifetime(RegisteredClient client) {
        Duration own = client.tokens().accessLifetime() == null ? settings.accessLifetime()
                : client.tokens().accessLifetime();
        // A revoked session is not remembered for longer than this.
        return own.compareTo(settings.longestAccessLifetime()) > 0 ? settings.longestAccessLifetime() : own;
    }

    private static String algorithm(RegisteredClient client) {
        return client.signed().idToken();
    }

    /**
     * Core §3.1.3.6: "the base64url encoding of the left-most half of the hash of the octets of the ASCII
     * representation of the access_token value, where the hash algorithm used is the hash algorithm used in the alg
     * Header Parameter". Ed25519 uses SHA-512 (RFC 8032 §5.1).
     */
    static String leftHalf(String accessToken, String algorithm) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm.equals("EdDSA") ? "SHA-512" : "SHA-256")
                    .digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-2 is part of every Java platform", e);
        }
    }
}
