package dev.warden.oidc;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.ClientMetadata;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.ClockSkew;
import dev.warden.platform.OutboundHttp;
import dev.warden.token.ClientClaims;
import dev.warden.token.ClientJwts;

/**
 * Request objects, by value and by reference (OpenID Connect Core §6, RFC 9101). Their parameters override those of the
 * query (Core §6.1). An unsigned one proves no more than the query, and is accepted from clients that have not
 * registered a signing algorithm for them.
 *
 * <p>A reference is only followed if the client registered it, so no request can make us call an arbitrary address.
 */
@ApplicationScoped
class RequestObjects {

    private static final String NONE = "none";
    /** RFC 9101 §10.8: with a type of its own, a token that was made for something else is no request object. */
    private static final String TYPE = "oauth-authz-req+jwt";
    /**
     * The parameters that count in an object. Other claims are about the object itself or unknown, and may have any
     * JSON type (RFC 9101 §4). RFC 6749 §3.1: "The authorization server MUST ignore unrecognized request parameters."
     */
    private static final Set<String> RECOGNIZED = Set.of("acr_values", "claims", "client_id", "code_challenge",
            "code_challenge_method", "id_token_hint", "login_hint", "max_age", "nonce", "prompt", "redirect_uri",
            "registration", "resource", "response_mode", "response_type", "scope", "state", "ui_locales");

    private final ClientJwts jwts;
    private final OutboundHttp http;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    RequestObjects(ClientJwts jwts, OutboundHttp http, OidcSettings settings, Clock clock) {
        this.jwts = jwts;
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    protected RequestObjects() {
        this(null, null, null, null);
    }

    /**
     * The parameters of a request, including those of its request object.
     *
     * @throws AuthorizationRefused if there is one and it is invalid
     */
    AuthorizationParameters resolved(AuthorizationParameters parameters, RegisteredClient client) {
        Optional<String> object = parameters.value("request");
        Optional<String> reference = parameters.value("request_uri");
        if (object.isPresent() && reference.isPresent()) {
            // Core §6.1, §6.2: "request and request_uri parameters MUST NOT be included in Request Objects", nor
            // together.
            throw AuthorizationRefused.invalidRequest("Both request and request_uri are there.");
        }
        if (reference.isPresent()) {
            return with(fetched(reference.get(), client), parameters, client);
        }
        return object.isPresent() ? with(object.get(), parameters, client) : parameters;
    }

    private AuthorizationParameters with(String object, AuthorizationParameters parameters, RegisteredClient client) {
        Map<String, List<String>> said = new LinkedHashMap<>(claims(object, client).parameters());
        if (said.containsKey("request") || said.containsKey("request_uri")) {
            throw invalid();
        }
        said.keySet().retainAll(RECOGNIZED);
        // Core §6.1: "The values for the response_type and client_id parameters […] MUST match those in the Request
        // Object".
        for (String name : List.of("client_id", "response_type")) {
            if (said.containsKey(name) && parameters.value(name).isPresent()
                    && !said.get(name).equals(parameters.values(name))) {
                throw invalid();
            }
        }
        if (said.entrySet().stream().anyMatch(entry -> entry.getValue().size() != 1
                && !entry.getKey().equals("resource"))) {
            throw invalid();
        }
        return parameters.without("request", "request_uri").overriddenBy(said);
    }

    private ClientClaims claims(String object, RegisteredClient client) {
        Set<String> allowed = algorithms(client);
        boolean isUnsigned = ClientJwts.algorithm(object).filter(NONE::equals).isPresent();
        Optional<ClientClaims> said = isUnsigned
                ? Optional.of(object).filter(it -> allowed.contains(NONE)).flatMap(jwts::unsigned)
                : jwts.verify(object, client, allowed.stream().filter(each -> !each.equals(NONE))
                        .collect(Collectors.toSet())).filter(claims -> !couldAuthenticate(client, claims));
        return said.filter(claims -> claims.mayBe(TYPE) && isOf(client, claims) && isForUs(claims) && isTimely(claims))
                .orElseThrow(RequestObjects::invalid);
    }

    private static Set<String> algorithms(RegisteredClient client) {
        String registered = client.signed().requestObject();
        return registered == null ? Set.copyOf(ClientMetadata.REQUEST_OBJECT_ALGORITHMS) : Set.of(registered);
    }

    /**
     * Core §6.1: "it SHOULD contain the Claims iss (issuer) and aud (audience) as members"; if present, they are
     * checked.
     */
    private static boolean isOf(RegisteredClient client, ClientClaims claims) {
        return claims.text("iss").filter(iss -> !iss.equals(client.id())).isEmpty();
    }

    /**
     * RFC 9101 §10.8: an object that also names the client as its subject could be used as an assertion of the client
     * (RFC 7523 §3), and it passes through browsers.
     */
    private static boolean couldAuthenticate(RegisteredClient client, ClientClaims claims) {
        return claims.text("sub").filter(client.id()::equals).isPresent();
    }

    /**
     * RFC 7519 §4.1.3: "If the principal processing the claim does not identify itself with a value in the "aud" claim
     * when this claim is present, then the JWT MUST be rejected", signed or not.
     */
    private boolean isForUs(ClientClaims claims) {
        return !claims.has("aud") || claims.audience().contains(settings.issuer());
    }

    private boolean isTimely(ClientClaims claims) {
        Instant now = clock.instant();
        return claims.instant("exp").filter(exp -> !now.isBefore(exp.plus(ClockSkew.TOLERATED))).isEmpty()
                && claims.instant("nbf").filter(now.plus(ClockSkew.TOLERATED)::isBefore).isEmpty();
    }

    /**
     * Core §6.2: a registered address, optionally with a digest of the content as fragment, which the request may omit.
     */
    private String fetched(String reference, RegisteredClient client) {
        boolean isRegistered = client.rules().requestUris().stream().anyMatch(registered -> registered.equals(reference)
                || withoutFragment(registered).equals(withoutFragment(reference)));
        if (!isRegistered || !(http.get(URI.create(withoutFragment(reference)), client.origin().giver(),
                "application/oauth-authz-req+jwt, application/jwt")
                instanceof OutboundHttp.Answered answer) || !answer.isOk()) {
            throw new AuthorizationRefused("invalid_request_uri",
                    "The request_uri is not registered, or gives nothing.");
        }
        return answer.text().strip();
    }

    private static String withoutFragment(String uri) {
        int fragment = uri.indexOf('#');
        return fragment < 0 ? uri : uri.substring(0, fragment);
    }

    private static AuthorizationRefused invalid() {
        return new AuthorizationRefused("invalid_request_object", "The request object is not good.");
    }
}
