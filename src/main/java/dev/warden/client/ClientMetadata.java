package dev.warden.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import dev.warden.platform.InvalidValue;
import dev.warden.platform.WebOrigin;

/**
 * Reads client metadata: RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2, the logout specifications, RFC
 * 9126 §6, and {@linkplain MemberNames members} of Warden's own. The only place that decides what may be registered.
 */
public final class ClientMetadata {

    /** Algorithms with which Warden signs, and with which clients may sign by a private key. */
    public static final List<String> SIGNING_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    /** Algorithms with which clients may sign by their secret. */
    public static final List<String> SECRET_ALGORITHMS = List.of("HS256", "HS384", "HS512");

    /** Algorithms of request objects; with {@code none} they are unsigned. */
    public static final List<String> REQUEST_OBJECT_ALGORITHMS =
            Stream.concat(SIGNING_ALGORITHMS.stream(), Stream.of("none")).toList();

    /** The default scopes of a client that signs people in (OpenID Connect Core 1.0 §5.4, §11). */
    public static final List<String> OPENID_SCOPES =
            List.of("openid", "profile", "email", "address", "phone", "offline_access");

    /** Grant types that clients may register, each of which the token endpoint has. */
    public static final List<String> GRANT_TYPES = List.of("authorization_code", "refresh_token",
            "client_credentials");

    private static final Duration LEAST_LIFETIME = Duration.ofSeconds(5);
    private static final Duration MOST_ACCESS_LIFETIME = Duration.ofDays(1);
    private static final Duration MOST_REFRESH_LIFETIME = Duration.ofDays(3650);
    /** Maximum number of public keys of a client. */
    public static final int MAX_KEYS = 20;
    /** The private members of a key (RFC 7518 §6, RFC 8037 §2). */
    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private ClientMetadata() {
    }

    /**
     * The client described by metadata, with the defaults of its kind, and without a secret or registration token.
     * Unknown members are ignored.
     *
     * @throws InvalidValue naming the member that is wrong
     */
    public static RegisteredClient read(String id, Origin origin, Instant createdAt, JsonObject metadata) {
        if (!Clients.canBeAnId(id)) {
            throw new InvalidValue("client_id", "must be 1 to 128 letters and digits of ASCII and . _ ~ : / @ -");
        }
        Members members = new Members(metadata);
        MemberNames.ENCRYPTION.stream().filter(members::has).sorted().findFirst().ifPresent(member -> {
            throw new InvalidValue(member, "is not supported: nothing is encrypted");
        });
        ClientKind kind = members.choice("client_kind", ClientKind.class, ClientKind::word, kind(members));
        List<String> grantTypes = grantTypes(members, kind);
        ClientAuthentication authentication = authentication(members, kind, grantTypes);
        RedirectUris redirectUris = redirectUris(members, kind, authentication.method());
        boolean isKnown = origin == Origin.DECLARED && redirectUris.assureIdentity(authentication.method());
        return new RegisteredClient(id, kind, origin, createdAt, description(members), authentication,
                new LinkedHashSet<>(grantTypes), scopes(members, kind), redirectUris,
                logout(members, kind, redirectUris), subjects(members, redirectUris), signed(members),
                rules(members, isKnown, authentication.method()), tokens(members), null,
                members.flag("disabled", false));
    }

    /** RFC 7591 has no kinds; the kind follows from the other members. */
    private static ClientKind kind(Members members) {
        boolean isNative = "native".equals(members.textOf("application_type", List.of("web", "native"), "web"));
        if (isNative) {
            return ClientKind.NATIVE;
        }
        if (members.texts("grant_types").equals(List.of("client_credentials"))) {
            return ClientKind.SERVICE;
        }
        return "none".equals(members.text("token_endpoint_auth_method")) ? ClientKind.BROWSER : ClientKind.WEB;
    }

    /** RFC 7591 §2.1: grant types and response types belong together. */
    private static List<String> grantTypes(Members members, ClientKind kind) {
        List<String> grantTypes = members.textsOf("grant_types", GRANT_TYPES, kind.defaultGrantTypes());
        boolean usesCode = grantTypes.contains("authorization_code");
        List<String> responseTypes = members.textsOf("response_types", List.of("code"),
                usesCode ? List.of("code") : List.of());
        if (usesCode == responseTypes.isEmpty()) {
            throw new InvalidValue("response_types",
                    "must be code with the grant type authorization_code, and only then");
        }
        if (usesCode && !kind.signsPeopleIn() || grantTypes.contains("refresh_token") && !usesCode) {
            throw new InvalidValue("grant_types", "do not fit together, or not to this kind of client");
        }
        return grantTypes;
    }

    private static ClientAuthentication authentication(Members members, ClientKind kind, List<String> grantTypes) {
        AuthenticationMethod method = members.choice("token_endpoint_auth_method", AuthenticationMethod.class,
                AuthenticationMethod::word, kind.defaultAuthenticationMethod());
        boolean isPublic = method == AuthenticationMethod.NONE;
        if (isPublic && !kind.mayBePublic() || !isPublic && !kind.keepsSecrets()) {
            throw new InvalidValue("token_endpoint_auth_method", "does not fit to this kind of client");
        }
        // RFC 6749 §4.4: "The client credentials grant type MUST only be used by confidential clients."
        if (isPublic && grantTypes.contains("client_credentials")) {
            throw new InvalidValue("grant_types", "client_credentials is for clients that authenticate");
        }
        String jwks = jwks(members);
        URI jwksUri = members.web("jwks_uri");
        // RFC 7591 §2: "The "jwks_uri" and "jwks" parameters MUST NOT both be present in the same request or response."
        if (jwks != null && jwksUri != null) {
            throw new InvalidValue("jwks", "and jwks_uri must not both be there");
        }
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT && jwks == null && jwksUri == null) {
            throw new InvalidValue("jwks_uri", "or jwks is needed for private_key_jwt");
        }
        // OpenID Connect Dynamic Client Registration 1.0 §2: "The value none MUST NOT be used."
        List<String> algorithms = method == AuthenticationMethod.CLIENT_SECRET_JWT ? SECRET_ALGORITHMS
                : SIGNING_ALGORITHMS;
        return new ClientAuthentication(method, members.textOf("token_endpoint_auth_signing_alg", algorithms, null),
                null, jwks, jwksUri);
    }

    /** A JWK Set (RFC 7517 §5) of public keys. Whether each key is well-formed is only found out when it is used. */
    private static String jwks(Members members) {
        JsonValue value = members.value("jwks");
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonObject set) || !(set.get("keys") instanceof JsonArray keys) || keys.isEmpty()
                || keys.size() > MAX_KEYS || !keys.stream().allMatch(ClientMetadata::isPublicKey)) {
            throw new InvalidValue("jwks", "must be a JWK Set of 1 to " + MAX_KEYS + " public keys");
        }
        return set.toString();
    }

    private static boolean isPublicKey(JsonValue value) {
        return value instanceof JsonObject key && key.get("kty") != null && !key.getString("kty", "").isEmpty()
                && key.keySet().stream().noneMatch(PRIVATE_KEY_MEMBERS::contains);
    }

    private static RedirectUris redirectUris(Members members, ClientKind kind, AuthenticationMethod method) {
        List<RedirectUri> exact = uris(members, "redirect_uris", kind, RedirectUri.OF_RESPONSES);
        List<RedirectPrefix> prefixes = members.texts("redirect_uri_prefixes").stream().map(RedirectPrefix::new)
                .toList();
        if (!prefixes.isEmpty() && method == AuthenticationMethod.NONE) {
            throw new InvalidValue("redirect_uri_prefixes", "are refused to public clients");
        }
        if (exact.isEmpty() && prefixes.isEmpty() && kind.signsPeopleIn()) {
            throw new InvalidValue("redirect_uris", "must have at least one");
        }
        if (!(exact.isEmpty() && prefixes.isEmpty()) && !kind.signsPeopleIn()) {
            throw new InvalidValue("redirect_uris", "are for clients that sign people in");
        }
        return new RedirectUris(exact, prefixes, kind == ClientKind.NATIVE);
    }

    /** Addresses to which the browser takes an answer: of an authorization request, or of a sign-out. */
    private static List<RedirectUri> uris(Members members, String member, ClientKind kind,
            Set<String> ofResponses) {
        List<RedirectUri> uris;
        try {
            uris = members.texts(member).stream().map(RedirectUri::new).toList();
        } catch (InvalidValue wrong) {
            throw new InvalidValue(member, wrong.getMessage());
        }
        if (kind != ClientKind.NATIVE && uris.stream().anyMatch(RedirectUri::hasOwnScheme)) {
            throw new InvalidValue(member, "may have a scheme of their own for native clients only");
        }
        if (uris.stream().anyMatch(uri -> uri.hasParameter(ofResponses))) {
            throw new InvalidValue(member, "must not have a query with parameters of responses, such as state");
        }
        return uris;
    }

    private static Set<String> scopes(Members members, ClientKind kind) {
        String text = members.text("scope");
        if (text == null) {
            return kind.signsPeopleIn() ? new LinkedHashSet<>(OPENID_SCOPES) : Set.of();
        }
        // RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
        List<String> scopes = List.of(text.split(" ", -1));
        if (!scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]+"))) {
            throw new InvalidValue("scope", "must be scopes with one space between them");
        }
        return new LinkedHashSet<>(scopes);
    }

    private static ClientDescription description(Members members) {
        return new ClientDescription(members.localized("client_name", false), members.localized("client_uri", true),
                members.localized("logo_uri", true), members.localized("policy_uri", true),
                members.localized("tos_uri", true), members.texts("contacts"));
    }

    private static LogoutUris logout(Members members, ClientKind kind, RedirectUris redirectUris) {
        URI frontChannel = members.web("frontchannel_logout_uri");
        // OpenID Connect Front-Channel Logout 1.0 §2: "The domain, port, and scheme of this URL MUST be the same as
        // that of a registered Redirection URI value."
        if (frontChannel != null && redirectUris.origins().noneMatch(WebOrigin.of(frontChannel)::equals)) {
            throw new InvalidValue("frontchannel_logout_uri", "must have the origin of a redirect URI");
        }
        return new LogoutUris(uris(members, "post_logout_redirect_uris", kind, Set.of("state")), frontChannel,
                members.flag("frontchannel_logout_session_required", false), members.web("backchannel_logout_uri"),
                members.flag("backchannel_logout_session_required", false));
    }

    /**
     * OpenID Connect Core 1.0 §8.1: "If there are multiple hostnames in the registered redirect_uris, the Client MUST
     * register a sector_identifier_uri."
     */
    private static ClientSubjects subjects(Members members, RedirectUris redirectUris) {
        SubjectType type = members.choice("subject_type", SubjectType.class, SubjectType::word, SubjectType.PUBLIC);
        URI sectorUri = members.https("sector_identifier_uri");
        if (type == SubjectType.PUBLIC) {
            return new ClientSubjects(type, sectorUri, "");
        }
        if (sectorUri != null) {
            return new ClientSubjects(type, sectorUri, sectorUri.getHost());
        }
        List<String> hosts = redirectUris.hosts().toList();
        if (hosts.size() != 1 || hosts.get(0).isEmpty()) {
            throw new InvalidValue("sector_identifier_uri", "is needed: the redirect URIs have not one host");
        }
        return new ClientSubjects(type, null, hosts.get(0));
    }

    private static SignedResponses signed(Members members) {
        // OpenID Connect Dynamic Client Registration 1.0 §2: the default of ID tokens is RS256.
        return new SignedResponses(members.textOf("id_token_signed_response_alg", SIGNING_ALGORITHMS, "RS256"),
                members.textOf("userinfo_signed_response_alg", SIGNING_ALGORITHMS, null),
                members.textOf("request_object_signing_alg", REQUEST_OBJECT_ALGORITHMS, null));
    }

    /**
     * PKCE is required of public clients, and can be required of others: the OpenID clients of several application
     * servers do not support it, and are protected by their {@code nonce} and secret instead (RFC 9700 §2.1.1). People
     * are asked for consent unless the operator declared the client and no other program can pose as it.
     */
    private static AuthorizationRules rules(Members members, boolean isKnown, AuthenticationMethod method) {
        boolean isPublic = method == AuthenticationMethod.NONE;
        if (isPublic && !members.flag("require_pkce", true)) {
            throw new InvalidValue("require_pkce", "must be true for public clients");
        }
        List<String> requestUris = members.texts("request_uris");
        requestUris.forEach(uri -> Members.address("request_uris", uri.replaceFirst("#[A-Za-z0-9_-]*$", ""), true));
        return new AuthorizationRules(members.flag("require_pkce", isPublic),
                members.flag("require_consent", !isKnown),
                members.flag("require_pushed_authorization_requests", false), members.seconds("default_max_age"),
                members.flag("require_auth_time", false), members.texts("default_acr_values"), requestUris,
                members.https("initiate_login_uri"));
    }

    private static ClientTokens tokens(Members members) {
        return new ClientTokens(members.choice("token_profile", AccessTokenFormat.class, AccessTokenFormat::word,
                        AccessTokenFormat.COMMON),
                members.duration("access_token_lifetime", LEAST_LIFETIME, MOST_ACCESS_LIFETIME),
                members.duration("refresh_token_lifetime", LEAST_LIFETIME, MOST_REFRESH_LIFETIME),
                new LinkedHashSet<>(resources(members)));
    }

    /** RFC 8707 §2: an absolute URI without fragment. */
    private static List<String> resources(Members members) {
        List<String> resources = members.texts("resources");
        if (!resources.stream().allMatch(each -> each.matches("[a-z][a-z0-9+.-]*:[!-~&&[^#\"<>\\\\^`{|}]]+"))) {
            throw new InvalidValue("resources", "must be absolute URIs without fragment");
        }
        return resources;
    }
}
