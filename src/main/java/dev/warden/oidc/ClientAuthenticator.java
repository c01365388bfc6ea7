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

import dev.warden.audit.AuditEvent;
import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Clients;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.ClockSkew;
import dev.warden.security.Credentials;
import dev.warden.security.Form;
import dev.warden.security.RequestRefused;
import dev.warden.session.Device;
import dev.warden.token.ClientClaims;
import dev.warden.token.ClientJwts;

/**
 * Authenticates clients (RFC 6749 §2.3, §3.2.1; OpenID Connect Core §9), by the one method that each is registered
 * with. Every failure gets the same answer; only the log says why.
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
    /** The same for clients that registered themselves: strangers can be such, and each assertion leaves a row. */
    private static final Duration LONGEST_ASSERTION_OF_STRANGERS = Duration.ofMinutes(5);
    private static final int MAX_JTI = 512;

    private final Clients clients;
    private final ClientSecrets secrets;
    private final ClientJwts jwts;
    private final SingleUse used;
    private final FailedClients failed;
    private final RefusalLog refusals;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    ClientAuthenticator(Clients clients, ClientSecrets secrets, ClientJwts jwts, SingleUse used, FailedClients failed,
            RefusalLog refusals, OidcSettings settings, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.jwts = jwts;
        this.used = used;
        this.failed = failed;
        this.refusals = refusals;
        this.settings = settings;
        this.clock = clock;
    }

    protected ClientAuthenticator() {
        this(null, null, null, null, null, null, null, null);
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
        Attempt attempt = attempt(call).orElseThrow(() -> refused(call, "unreadable-credentials"));
        RegisteredClient client = clients.find(attempt.clientId)
                .orElseThrow(() -> refused(call, "unknown-client " + RefusalLog.shortened(attempt.clientId)));
        AuthenticationMethod registered = client.authentication().method();
        if (registered.usesSecret()) {
            failed.requireFew(client.id(), call.device());
        }
        if (attempt.method != (isAssertionMethod(registered) ? AuthenticationMethod.PRIVATE_KEY_JWT : registered)) {
            // No guess, because what was sent is not looked at.
            throw refused(call, "wrong-method " + client.id() + " is registered for " + registered.word());
        }
        Optional<String> fault = switch (registered) {
            case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST -> secrets.matches(client, attempt.proof,
                    () -> failed.requireFew(client.id(), call.device())) ? Optional.empty()
                    : Optional.of("wrong-secret");
            case PRIVATE_KEY_JWT, CLIENT_SECRET_JWT -> fault(attempt.proof, client);
            case NONE -> Optional.empty();
        };
        if (fault.isPresent()) {
            failed.count(client.id(), call.device(), fault.get());
            throw ProtocolError.invalidClient();
        }
        return client;
    }

    private ProtocolError refused(Call call, String detail) {
        Device device = call.device();
        refusals.tell(new AuditEvent.ClientRefused(device.address(), detail), device);
        return ProtocolError.invalidClient();
    }

    /** As {@link #authenticate}, for operations that no public client may use. */
    RegisteredClient authenticateConfidential(Call call) {
        RegisteredClient client = authenticate(call);
        if (client.isPublic()) {
            throw refused(call, "public-client " + client.id());
        }
        return client;
    }

    /**
     * RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
     *
     * @return empty if no client is named, or it cannot be read which
     */
    private static Optional<Attempt> attempt(Call call) {
        Optional<String> header = call.authorization();
        Optional<String> secret = call.value("client_secret");
        boolean hasAssertion = call.value("client_assertion").isPresent()
                || call.value("client_assertion_type").isPresent();
        if ((header.isPresent() ? 1 : 0) + (secret.isPresent() ? 1 : 0) + (hasAssertion ? 1 : 0) > 1) {
            throw ProtocolError.invalidRequest("The client authenticates in more than one way.");
        }
        if (header.isPresent()) {
            Optional<Attempt> attempt = basic(header.get());
            Optional<String> named = call.value("client_id");
            if (attempt.isPresent() && named.filter(id -> !id.equals(attempt.get().clientId)).isPresent()) {
                throw ProtocolError.invalidRequest("Two clients are named.");
            }
            return attempt;
        }
        if (hasAssertion) {
            return assertion(call);
        }
        return call.value("client_id").map(id ->
                secret.map(value -> new Attempt(AuthenticationMethod.CLIENT_SECRET_POST, id, value))
                        .orElseGet(() -> new Attempt(AuthenticationMethod.NONE, id, null)));
    }

    /**
     * RFC 6749 §2.3.1: "The client identifier is encoded using the "application/x-www-form-urlencoded" encoding
     * algorithm […] and the encoded value is used as the username; the client secret is encoded using the same
     * algorithm and used as the password."
     */
    private static Optional<Attempt> basic(String header) {
        try {
            // Whatever is not ASCII was not encoded so, and becomes a character that Form refuses.
            return Credentials.of("Basic", header)
                    .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII))
                    .filter(text -> text.indexOf(':') > 0)
                    .map(text -> new Attempt(AuthenticationMethod.CLIENT_SECRET_BASIC,
                            Form.decoded(text.substring(0, text.indexOf(':'))),
                            Form.decoded(text.substring(text.indexOf(':') + 1))));
        } catch (IllegalArgumentException | RequestRefused notReadable) {
            return Optional.empty();
        }
    }

    /**
     * RFC 7523 §2.2, §3: {@code sub} names the client; RFC 7521 §4.2: {@code client_id} may be present and must then
     * match.
     */
    private static Optional<Attempt> assertion(Call call) {
        Optional<String> token = call.value("client_assertion_type").filter(ASSERTION_TYPE::equals)
                .flatMap(type -> call.value("client_assertion"));
        return token.flatMap(text -> call.value("client_id").or(() -> ClientJwts.unverifiedSubject(text))
                .map(id -> new Attempt(AuthenticationMethod.PRIVATE_KEY_JWT, id, text)));
    }

    private static boolean isAssertionMethod(AuthenticationMethod method) {
        return method == AuthenticationMethod.PRIVATE_KEY_JWT || method == AuthenticationMethod.CLIENT_SECRET_JWT;
    }

    /** @return a word for what is wrong with an assertion; empty if it is good */
    private Optional<String> fault(String assertion, RegisteredClient client) {
        Optional<ClientClaims> verified = jwts.verify(assertion, client, algorithms(client));
        if (verified.isEmpty()) {
            return Optional.of("wrong-signature");
        }
        ClientClaims claims = verified.get();
        if (!claims.mayBe(TYPE) || !isOf(client, claims)) {
            return Optional.of("wrong-claims");
        }
        if (!isForUs(claims)) {
            return Optional.of("wrong-audience");
        }
        if (!isTimely(claims, longestAssertion(client), clock.instant())) {
            return Optional.of("wrong-time");
        }
        boolean isFirst = used.use(client.id(), claims.text("jti").orElseThrow(),
                claims.instant("exp").orElseThrow().plus(ClockSkew.TOLERATED));
        return isFirst ? Optional.empty() : Optional.of("used-assertion");
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
     * audience." Accepted are the issuer and, by custom, the address of any endpoint where clients authenticate,
     * whichever of them is called.
     */
    private boolean isForUs(ClientClaims claims) {
        Set<String> ours = Set.of(settings.issuer(), settings.at(ProviderPaths.TOKEN), settings.at(ProviderPaths.PAR),
                settings.at(ProviderPaths.INTROSPECT), settings.at(ProviderPaths.REVOKE),
                settings.at(ProviderPaths.LOGOUT));
        // With another audience it could be replayed by or from that audience.
        return !claims.audience().isEmpty() && ours.containsAll(claims.audience());
    }

    private static Duration longestAssertion(RegisteredClient client) {
        return client.origin() == Origin.REGISTERED ? LONGEST_ASSERTION_OF_STRANGERS : LONGEST_ASSERTION;
    }

    /**
     * RFC 7523 §3: "The authorization server may reject JWTs with an "exp" claim value that is unreasonably far in the
     * future."
     */
    private static boolean isTimely(ClientClaims claims, Duration longest, Instant now) {
        return claims.instant("exp").filter(exp -> now.isBefore(exp.plus(ClockSkew.TOLERATED))
                && exp.isBefore(now.plus(longest).plus(ClockSkew.TOLERATED))).isPresent()
                && claims.instant("nbf").filter(now.plus(ClockSkew.TOLERATED)::isBefore).isEmpty()
                && claims.instant("iat").filter(now.plus(ClockSkew.TOLERATED)::isBefore).isEmpty();
    }
}
