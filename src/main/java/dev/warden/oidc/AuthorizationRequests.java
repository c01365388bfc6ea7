package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RedirectUris;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.token.KeysUnavailable;
import dev.warden.token.ProviderTokens;
import dev.warden.token.VerifiedIdToken;

/**
 * Checks authorization requests in this order: the client, the redirect URI, everything else (RFC 6749 §4.1.1, OpenID
 * Connect Core §3.1.2). So no error is sent to an address that has not been checked.
 */
@ApplicationScoped
class AuthorizationRequests {

    static final String QUERY = "query";
    static final String FORM_POST = "form_post";
    /** Only for errors. */
    static final String FRAGMENT = "fragment";

    /** The values of {@code response_mode}, in the order of the metadata. */
    static final List<String> RESPONSE_MODES = List.of(QUERY, FORM_POST);

    /** The values of {@code prompt}, in the order of the metadata. */
    static final List<String> PROMPTS = List.of("none", "login", "consent", "select_account", "create");

    /** BASE64URL of a SHA-256 (RFC 7636 §4.2). */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    /** Except the white space that formats JSON. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n\\r]]");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    /** Maximum number of octets of all parameters and their names: they travel in an address, and some are stored. */
    private static final int MAX_LENGTH = 3500;
    private static final int MAX_WORDS = 20;
    /** In place of an ID token. */
    private static final String UNVERIFIABLE = "unverifiable";

    private final Clients clients;
    private final RequestObjects objects;
    private final PushedRequests pushed;
    private final ProviderTokens tokens;
    private final Clock clock;

    @Inject
    AuthorizationRequests(Clients clients, RequestObjects objects, PushedRequests pushed, ProviderTokens tokens,
            Clock clock) {
        this.clients = clients;
        this.objects = objects;
        this.pushed = pushed;
        this.tokens = tokens;
        this.clock = clock;
    }

    protected AuthorizationRequests() {
        this(null, null, null, null, null);
    }

    /**
     * Where the answer to a request goes, valid or not.
     *
     * @param state     null if there was none
     * @param uiLocales for the page of {@code form_post}
     */
    record Destination(String redirectUri, String responseMode, String state, List<String> uiLocales) {
    }

    /**
     * The result of checking a request.
     *
     * @param destination where the answer goes
     * @param pending     the request; empty if it is refused
     * @param refusal     why; empty if it is not refused
     */
    record Checked(Destination destination, Optional<PendingAuthorization> pending,
            Optional<AuthorizationRefused> refusal) {
    }

    /**
     * The parameters of a request, after resolving references.
     *
     * @param pushedId the id of a pushed request; null if it was not pushed
     */
    private record Resolved(AuthorizationParameters parameters, String pushedId) {
    }

    /** @throws UntrustedRequest if nobody may be redirected */
    Checked check(AuthorizationParameters raw) {
        RegisteredClient client = client(raw);
        Resolved resolved;
        try {
            resolved = resolved(raw, client);
        } catch (AuthorizationRefused e) {
            return new Checked(destination(raw, client), Optional.empty(), Optional.of(e));
        } catch (KeysUnavailable e) {
            // RFC 6749 §4.1.2.1: the code that stands for "a 503 Service Unavailable HTTP status code".
            return new Checked(destination(raw, client), Optional.empty(), Optional.of(new AuthorizationRefused(
                    "temporarily_unavailable", "The keys of the client cannot be fetched.")));
        }
        Destination destination = destination(resolved.parameters, client);
        try {
            if (client.rules().requiresPushed() && resolved.pushedId == null) {
                // RFC 9126 §6
                throw AuthorizationRefused.invalidRequest("The client must push its requests.");
            }
            requireModest(resolved.parameters);
            return new Checked(destination, Optional.of(pending(resolved, client, destination)), Optional.empty());
        } catch (AuthorizationRefused e) {
            return new Checked(destination, Optional.empty(), Optional.of(e));
        } catch (ProtocolError e) {
            return new Checked(destination, Optional.empty(), Optional.of(new AuthorizationRefused(e.code(),
                    e.getMessage())));
        }
    }

    /**
     * Checks a request that an authenticated client pushes (RFC 9126 §2.1).
     *
     * @return its parameters, including those of a request object
     * @throws ProtocolError if it would be refused
     */
    AuthorizationParameters checkPushed(AuthorizationParameters raw, RegisteredClient client) {
        if (raw.value("request_uri").isPresent()) {
            // RFC 9126 §2.1: "The request_uri authorization request parameter […] MUST NOT be provided."
            throw ProtocolError.invalidRequest("A pushed request has no request_uri.");
        }
        AuthorizationParameters parameters = objects.resolved(raw, client);
        if (!isRegistered(parameters, client)) {
            throw ProtocolError.invalidRequest("The redirect_uri is not registered.");
        }
        // Before the destination: there is no person here who could see the error page of a state that is too long.
        requireModest(parameters);
        pending(new Resolved(parameters, null), client, destination(parameters, client));
        // A hint that does not verify has the same effect whatever it is, and may be longer than an address can be.
        return parameters.value("id_token_hint").isPresent() && hint(parameters, client).isEmpty()
                ? parameters.overriddenBy(Map.of("id_token_hint", List.of(UNVERIFIABLE))) : parameters;
    }

    /** RFC 9126 §4: of a pushed request, only what was pushed counts. */
    private Resolved resolved(AuthorizationParameters raw, RegisteredClient client) {
        Optional<String> reference = raw.value("request_uri").filter(uri -> uri.startsWith(PushedRequests.URN));
        if (reference.isEmpty() || raw.value("request").isPresent()) {
            return new Resolved(objects.resolved(raw, client), null);
        }
        PushedRequests.Pushed opened = pushed.open(reference.get(), client.id()).orElseThrow(() ->
                new AuthorizationRefused("invalid_request_uri",
                        "The pushed request is not the client's, too old, or used."));
        return new Resolved(opened.parameters(), opened.id());
    }

    private RegisteredClient client(AuthorizationParameters parameters) {
        String id = parameters.value("client_id").orElse("");
        return clients.find(id).orElseThrow(() -> UntrustedRequest.ofUnknown(id));
    }

    /**
     * Core §3.1.2.1: redirect_uri is REQUIRED and "MUST exactly match one of the Redirection URI values for the Client
     * pre-registered at the OpenID Provider". RFC 6749 §4.1.2.1: state is "REQUIRED if a "state" parameter was present
     * in the client authorization request", so where it does not fit into the answer, there is no answer.
     */
    private static Destination destination(AuthorizationParameters parameters, RegisteredClient client) {
        String redirectUri = parameters.value("redirect_uri")
                .orElseThrow(() -> UntrustedRequest.without("redirect-uri", client));
        if (!isRegistered(parameters, client)) {
            throw UntrustedRequest.to("redirect-uri", redirectUri, client);
        }
        Optional<String> state = parameters.value("state");
        if (state.filter(text -> text.length() > MAX_LENGTH).isPresent()) {
            throw UntrustedRequest.withTooLong("state", client);
        }
        return new Destination(redirectUri,
                parameters.value("response_mode").filter(RESPONSE_MODES::contains)
                        .orElseGet(() -> defaultMode(parameters)),
                state.orElse(null),
                parameters.words("ui_locales").stream().limit(MAX_WORDS).toList());
    }

    /**
     * Where a client that asked for a token looks for the error (OAuth 2.0 Multiple Response Types §5, OpenID Connect
     * Core §3.2.2.6, §3.3.2.6).
     */
    private static String defaultMode(AuthorizationParameters parameters) {
        return parameters.words("response_type").stream().anyMatch(Set.of("token", "id_token")::contains) ? FRAGMENT
                : QUERY;
    }

    private static boolean isRegistered(AuthorizationParameters parameters, RegisteredClient client) {
        return parameters.value("redirect_uri")
                .filter(uri -> client.redirectUris().match(uri) != RedirectUris.Match.NONE).isPresent();
    }

    /** @param resolved of modest size */
    private PendingAuthorization pending(Resolved resolved, RegisteredClient client, Destination destination) {
        AuthorizationParameters parameters = resolved.parameters;
        requireCode(parameters, client);
        Optional<VerifiedIdToken> hint = hint(parameters, client);
        List<String> prompts = prompts(parameters, hint);
        ClaimsRequest claims = ClaimsRequest.read(parameters.value("claims").orElse(null));
        return new PendingAuthorization(client.id(), destination.redirectUri(), destination.responseMode(),
                scopes(parameters, client), destination.state(), parameters.value("nonce").orElse(null),
                codeChallenge(parameters, client), prompts, maxAge(parameters, client), parameters.words("acr_values"),
                parameters.value("login_hint").orElse(null), hintedSubject(hint, claims),
                parameters.words("ui_locales"), parameters.value("claims").orElse(null), claimedScopes(claims, client),
                Resources.of(parameters.values("resource"), client.tokens().resources()), clock.instant(),
                resolved.pushedId, PendingAuthorization.Steps.NONE);
    }

    /**
     * The stored form is JSON, in which most control characters take six characters. No identifier contains one (RFC
     * 6749 appendix A).
     */
    private static void requireModest(AuthorizationParameters parameters) {
        if (parameters.values().values().stream().flatMap(List::stream).anyMatch(CONTROL.asPredicate())) {
            throw AuthorizationRefused.invalidRequest("The request has a control character.");
        }
        int length = parameters.without("id_token_hint").values().entrySet().stream()
                .flatMap(each -> Stream.concat(Stream.of(each.getKey()), each.getValue().stream()))
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
        boolean hasManyWords = parameters.values("resource").size() > MAX_WORDS
                || Stream.of("acr_values", "ui_locales", "scope", "prompt")
                        .anyMatch(name -> parameters.words(name).size() > MAX_WORDS);
        if (length > MAX_LENGTH || hasManyWords) {
            throw AuthorizationRefused.invalidRequest("The request is too large.");
        }
    }

    private static void requireCode(AuthorizationParameters parameters, RegisteredClient client) {
        String responseType = parameters.value("response_type")
                .orElseThrow(() -> AuthorizationRefused.invalidRequest("Parameter response_type is missing."));
        if (!responseType.equals("code")) {
            throw new AuthorizationRefused("unsupported_response_type", "The response_type must be code.");
        }
        if (!client.mayUse("authorization_code")) {
            throw new AuthorizationRefused("unauthorized_client", "The client is not registered for codes.");
        }
        if (parameters.value("response_mode").filter(mode -> !RESPONSE_MODES.contains(mode)).isPresent()) {
            throw AuthorizationRefused.invalidRequest("The response_mode must be query or form_post.");
        }
        if (parameters.value("registration").isPresent()) {
            throw new AuthorizationRefused("registration_not_supported", "Parameter registration is not supported.");
        }
    }

    /**
     * RFC 6749 §3.3: the server "MAY fully or partially ignore the scope requested by the client"; the token response
     * then says so. Core §11: offline_access is ignored if no refresh token could be issued.
     */
    private static List<String> scopes(AuthorizationParameters parameters, RegisteredClient client) {
        List<String> scopes = parameters.words("scope").stream().filter(client.scopes()::contains)
                .filter(scope -> !scope.equals("offline_access") || client.mayUse("refresh_token")).toList();
        if (scopes.isEmpty()) {
            throw new AuthorizationRefused("invalid_scope", "There is no scope that the client may ask for.");
        }
        return scopes;
    }

    /** A person is asked for claims requested by name in the same words as if they had been requested by scope. */
    private static List<String> claimedScopes(ClaimsRequest claims, RegisteredClient client) {
        Set<String> names = new HashSet<>(claims.idTokenNames());
        names.addAll(claims.userinfoNames());
        return PersonClaims.scopesOf(names).stream().filter(client.scopes()::contains).toList();
    }

    /** RFC 7636 §4.3, §4.4.1. {@code plain}, which is also the default method, is refused (RFC 9700 §2.1.1). */
    private static String codeChallenge(AuthorizationParameters parameters, RegisteredClient client) {
        Optional<String> challenge = parameters.value("code_challenge");
        Optional<String> method = parameters.value("code_challenge_method");
        if (challenge.isEmpty() && (client.rules().requiresPkce() || client.isPublic())) {
            throw AuthorizationRefused.invalidRequest("Parameter code_challenge is missing.");
        }
        if (challenge.isPresent() != method.isPresent() || method.filter(word -> !word.equals("S256")).isPresent()) {
            throw AuthorizationRefused.invalidRequest("The code_challenge_method must be S256.");
        }
        if (challenge.filter(text -> !CHALLENGE.matcher(text).matches()).isPresent()) {
            throw AuthorizationRefused.invalidRequest("The code_challenge is no SHA-256 in base64url.");
        }
        return challenge.orElse(null);
    }

    /**
     * Core §3.1.2.1: "If this parameter contains none with any other value, an error is returned."
     *
     * <p>Whom a hint names that does not verify, for example because its key was revoked, cannot be told. Whoever is
     * signed in may be somebody else, so it has the effect of {@code login}: a sign-in anew, or {@code login_required}
     * with {@code none}.
     */
    private static List<String> prompts(AuthorizationParameters parameters, Optional<VerifiedIdToken> hint) {
        List<String> prompts = parameters.words("prompt");
        if (!PROMPTS.containsAll(prompts) || prompts.contains("none") && prompts.size() > 1) {
            throw AuthorizationRefused.invalidRequest("The prompt is not one there is, or does not go with another.");
        }
        return parameters.value("id_token_hint").isPresent() && hint.isEmpty()
                ? Stream.concat(prompts.stream(), Stream.of("login")).toList() : prompts;
    }

    private static Duration maxAge(AuthorizationParameters parameters, RegisteredClient client) {
        Optional<String> maxAge = parameters.value("max_age");
        if (maxAge.filter(text -> !SECONDS.matcher(text).matches()).isPresent()) {
            throw AuthorizationRefused.invalidRequest("The max_age is no number of seconds.");
        }
        return maxAge.map(text -> Duration.ofSeconds(Long.parseLong(text))).orElse(client.rules().defaultMaxAge());
    }

    /** An ID token that this client was given before (Core §3.1.2.1); empty if there is none that verifies. */
    private Optional<VerifiedIdToken> hint(AuthorizationParameters parameters, RegisteredClient client) {
        Optional<VerifiedIdToken> hint = parameters.value("id_token_hint").flatMap(tokens::hint);
        if (hint.filter(token -> !token.clientId().equals(client.id())).isPresent()) {
            throw AuthorizationRefused.invalidRequest("The id_token_hint is not one of the client's.");
        }
        return hint;
    }

    /** Who the person must be, by the hint or by the first value of claim {@code sub} (Core §3.1.2.1, §5.5.1). */
    private static String hintedSubject(Optional<VerifiedIdToken> hint, ClaimsRequest claims) {
        Optional<String> hinted = hint.map(VerifiedIdToken::subject);
        List<String> claimed = claims.subjects();
        if (hinted.isPresent() && !claimed.isEmpty() && !claimed.contains(hinted.get())) {
            throw AuthorizationRefused.invalidRequest("The id_token_hint and the claims name different people.");
        }
        return hinted.or(() -> claimed.stream().findFirst()).orElse(null);
    }
}
