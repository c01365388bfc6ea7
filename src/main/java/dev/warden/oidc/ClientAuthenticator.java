package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.ClockSkew;
import dev.warden.security.Credentials;
import dev.warden.security.Form;
import dev.warden.security.RequestRefused;
import dev.warden.token.ClientClaims;
import dev.warden.token.ClientJwts;

/**
 * Authenticates clients (RFC 6749 §2.3, §3.2.1; OpenID Connect Core §9), by the one method that each is registered
 * with. Every failure gets the same answer.
 *
 * <p>RFC 6749 §2.3.1: "Since this client authentication method involves a password, the authorization server MUST
 * protect any endpoint utilizing it against brute force attacks." A signature is not guessed, so the limit on failures
 * does not hold for {@code private_key_jwt}: nobody else's failures, or those of a client that replaces its keys, keep
 * it from being heard.
 */
@ApplicationScoped
class ClientAuthenticator {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    /** RFC 8725 §3.11; of the successor of RFC 7523 (draft-ietf-oauth-rfc7523bis). */
    private static final String TYPE = "client-authentication+jwt";
    /** How far in the future an assertion may expire: for this long it is remembered as used. */
    private static final Duration LONGEST_ASSERTION = Duration.ofHours(1);
    private static final int MAX_JTI = 512;

    private final Clients clients;
    private final ClientSecrets secrets;
    private final ClientJwts jwts;
    private final SingleUse used;
    private final FailedClients failed;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    ClientAuthenticator(Clients clients, ClientSecrets secrets, ClientJwts jwts, SingleUse used, FailedClients failed,
            OidcSettings settings, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.jwts = jwts;
        this.used = used;
        this.failed = failed;
        this.settings = settings;
        this.clock = clock;
    }

    protected ClientAuthenticator() {
        this(null, null, null, null, null, null, null);
    }

    /**
     * How a client authenticates in a request.
     *
     * @param method {@code private_key_jwt} for any assertion
     * @param proof  its secret or its assertion; null if it only names itself
     */
    private record Attempt(AuthenticationMethod method, String clientId, String proof) {

        @Override
        public String toString() {
            return "Attempt[" + method + " of " + clientId + "]";
        }
    }

    /**
     * The calling client, authenticated, or named if it is public.
     *
     * @throws ProtocolError {@code invalid_client}
     * @throws dev.warden.token.KeysUnavailable if the client's keys could not be fetched
     */
    RegisteredClient authenticate(Call call) {
        Attempt attempt = attempt(call);
        RegisteredClient client = clients.find(attempt.clientId).orElseThrow(ProtocolError::invalidClient);
        AuthenticationMethod registered = client.authentication().method();
        if (registered.usesSecret()) {
            failed.requireFew(client.id(), call.device());
        }
        boolean isAuthenticated = switch (attempt.method) {
            case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST -> registered == attempt.method && secrets.matches(client,
                    attempt.proof, () -> failed.requireFew(client.id(), call.device()));
            case PRIVATE_KEY_JWT, CLIENT_SECRET_JWT -> isAssertionMethod(registered)
                    && isGood(attempt.proof, client);
            case NONE -> registered == AuthenticationMethod.NONE;
        };
        if (!isAuthenticated) {
            if (!client.isPublic()) {
                // A public client has no secret to guess, and its users may share a network with an attacker.
                failed.count(client.id(), call.device());
            }
            throw ProtocolError.invalidClient();
        }
        return client;
    }

    /** As {@link #authenticate}, for operations that no public client may use. */
    RegisteredClient authenticateConfidential(Call call) {
        RegisteredClient client = authenticate(call);
        if (client.isPublic()) {
            throw ProtocolError.invalidClient();
        }
        return client;
    }

    /** RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request." */
    private static Attempt attempt(Call call) {
        Optional<String> header = call.authorization();
        Optional<String> secret = call.value("client_secret");
        boolean hasAssertion = call.value("client_assertion").isPresent()
                || call.value("client_assertion_type").isPresent();
        if ((header.isPresent() ? 1 : 0) + (secret.isPresent() ? 1 : 0) + (hasAssertion ? 1 : 0) > 1) {
            throw ProtocolError.invalidRequest("The client authenticates in more than one way.");
        }
        if (header.isPresent()) {
            Attempt attempt = basic(header.get());
            if (call.value("client_id").filter(id -> !id.equals(attempt.clientId)).isPresent()) {
                throw ProtocolError.invalidRequest("Two clients are named.");
            }
            return attempt;
        }
        if (hasAssertion) {
            return assertion(call);
        }
        String clientId = call.value("client_id").orElseThrow(ProtocolError::invalidClient);
        return secret.map(value -> new Attempt(AuthenticationMethod.CLIENT_SECRET_POST, clientId, value))
                .orElseGet(() -> new Attempt(AuthenticationMethod.NONE, clientId, null));
    }

    /**
     * RFC 6749 §2.3.1: "The client identifier is encoded using the "application/x-www-form-urlencoded" encoding
     * algorithm […] and the encoded value is used as the username; the client secret is encoded using the same
     * algorithm and used as the password."
     */
    private static Attempt basic(String header) {
        String encoded = Credentials.of("Basic", header).orElseThrow(ProtocolError::invalidClient);
        try {
            // Whatever is not ASCII was not encoded so, and becomes a character that Form refuses.
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
            int colon = text.indexOf(':');
            if (colon <= 0) {
                throw ProtocolError.invalidClient();
            }
            return new Attempt(AuthenticationMethod.CLIENT_SECRET_BASIC, Form.decoded(text.substring(0, colon)),
                    Form.decoded(text.substring(colon + 1)));
        } catch (IllegalArgumentException | RequestRefused notReadable) {
            throw ProtocolError.invalidClient();
        }
    }

    /**
     * RFC 7523 §2.2, §3: {@code sub} names the client; RFC 7521 §4.2: {@code client_id} may be present and must then
     * match.
     */
    private static Attempt assertion(Call call) {
        if (call.value("client_assertion_type").filter(ASSERTION_TYPE::equals).isEmpty()) {
            throw ProtocolError.invalidClient();
        }
        String token = call.value("client_assertion").orElseThrow(ProtocolError::invalidClient);
        String clientId = call.value("client_id").or(() -> ClientJwts.unverifiedSubject(token))
                .orElseThrow(ProtocolError::invalidClient);
        return new Attempt(AuthenticationMethod.PRIVATE_KEY_JWT, clientId, token);
    }

    private static boolean isAssertionMethod(AuthenticationMethod method) {
        return method == AuthenticationMethod.PRIVATE_KEY_JWT || method == AuthenticationMethod.CLIENT_SECRET_JWT;
    }

    private boolean isGood(String assertion, RegisteredClient client) {
        Instant now = clock.instant();
        return jwts.verify(assertion, client, algorithms(client))
                .filter(claims -> claims.mayBe(TYPE) && isOf(client, claims) && isForUs(claims)
                        && isTimely(claims, now))
                .filter(claims -> used.use(client.id(), claims.text("jti").orElseThrow(),
                        claims.instant("exp").orElseThrow().plus(ClockSkew.TOLERATED)))
                .isPresent();
    }

    private static Set<String> algorithms(RegisteredClient client) {
        List<String> supported = client.authentication().method() == AuthenticationMethod.CLIENT_SECRET_JWT
                ? ClientMetadata.SECRET_ALGORITHMS : ClientMetadata.SIGNING_ALGORITHMS;
        String registered = client.authentication().signingAlgorithm();
        Set<String> algorithms = new HashSet<>(registered == null ? supported : List.of(registered));
        algorithms.retainAll(supported);
        return algorithms;
    }

    /**
     * Core §9: {@code iss} and {@code sub} "MUST contain the client_id of the OAuth Client"; {@code jti} is required.
     */
    private static boolean isOf(RegisteredClient client, ClientClaims claims) {
        return claims.text("iss").filter(client.id()::equals).isPresent()
                && claims.text("sub").filter(client.id()::equals).isPresent()
                && claims.text("jti").filter(jti -> !jti.isEmpty() && jti.length() <= MAX_JTI).isPresent();
    }

    /**
     * RFC 7523 §3: "The authorization server MUST reject any JWT that does not contain its own identity as the intended
     * audience." Accepted are the issuer and, by custom, the address of the token endpoint or of the endpoint that is
     * called.
     */
    private boolean isForUs(ClientClaims claims) {
        Set<String> ours = Set.of(settings.issuer(), settings.at(ProviderPaths.TOKEN), settings.at(ProviderPaths.PAR),
                settings.at(ProviderPaths.INTROSPECT), settings.at(ProviderPaths.REVOKE));
        // With another audience it could be replayed by or from that audience.
        return !claims.audience().isEmpty() && ours.containsAll(claims.audience());
    }

    private static boolean isTimely(ClientClaims claims, Instant now) {
        return claims.instant("exp").filter(exp -> now.isBefore(exp.plus(ClockSkew.TOLERATED))
                && exp.isBefore(now.plus(LONGEST_ASSERTION).plus(ClockSkew.TOLERATED))).isPresent()
                && claims.instant("nbf").filter(now.plus(ClockSkew.TOLERATED)::isBefore).isEmpty()
                && claims.instant("iat").filter(now.plus(ClockSkew.TOLERATED)::isBefore).isEmpty();
    }
}
