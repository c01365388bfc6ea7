package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.RegistrationSettings;
import dev.warden.client.SubjectType;
import dev.warden.security.PageLanguages;
import dev.warden.session.Assurance;
import dev.warden.token.Claims;
import dev.warden.token.ProviderKeys;

/**
 * The provider's metadata: OpenID Connect Discovery §3 and §4, RFC 8414 §2, and the specifications that add members.
 * OAuth clients look for it at another path (RFC 8414 §3), and find it there if the provider is at the root of its
 * host.
 */
@ApplicationScoped
class Metadata implements Endpoint {

    private static final String CACHE_CONTROL = "public, max-age=300";
    private static final List<String> ALL_METHODS =
            Stream.of(AuthenticationMethod.values()).map(AuthenticationMethod::word).toList();
    private static final List<String> SECRET_METHODS = ALL_METHODS.stream().filter(word -> !word.equals("none"))
            .toList();
    private static final List<String> ASSERTION_ALGORITHMS =
            Stream.concat(ClientMetadata.SIGNING_ALGORITHMS.stream(), ClientMetadata.SECRET_ALGORITHMS.stream())
                    .toList();

    private final OidcSettings settings;
    private final RegistrationSettings registration;
    private final PageLanguages languages;
    private volatile Written written = new Written(List.of(), null);

    /** @param languages which the metadata names */
    private record Written(List<String> languages, Reply reply) {
    }

    @Inject
    Metadata(OidcSettings settings, RegistrationSettings registration, PageLanguages languages) {
        this.settings = settings;
        this.registration = registration;
        this.languages = languages;
    }

    protected Metadata() {
        this(null, null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.OPENID_CONFIGURATION;
    }

    @Override
    public Set<String> paths() {
        return Set.of(path(), ProviderPaths.OAUTH_AUTHORIZATION_SERVER);
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    /** Created at the first request, and again when a theme brings other languages. */
    @Override
    public Reply answer(Call call) {
        List<String> now = languages.tags();
        if (written.languages() != now) {
            written = new Written(now, new Reply.Document(200, "application/json", json(now),
                    Map.of("Cache-Control", CACHE_CONTROL)));
        }
        return written.reply();
    }

    private byte[] json(List<String> uiLocales) {
        Claims claims = new Claims()
                .set("issuer", settings.issuer())
                .set("authorization_endpoint", settings.at(ProviderPaths.AUTHORIZE))
                .set("token_endpoint", settings.at(ProviderPaths.TOKEN))
                .set("userinfo_endpoint", settings.at(ProviderPaths.USERINFO))
                .set("jwks_uri", settings.at(ProviderPaths.JWKS))
                .set("registration_endpoint", registration.isOn() ? settings.at(ProviderPaths.REGISTER) : null)
                .set("pushed_authorization_request_endpoint", settings.at(ProviderPaths.PAR))
                .set("introspection_endpoint", settings.at(ProviderPaths.INTROSPECT))
                .set("revocation_endpoint", settings.at(ProviderPaths.REVOKE))
                .set("end_session_endpoint", settings.at(ProviderPaths.LOGOUT))
                .set("scopes_supported", Stream.of(List.of("openid"), PersonClaims.scopes(),
                        List.of("offline_access")).flatMap(List::stream).toList())
                .set("response_types_supported", List.of("code"))
                .set("response_modes_supported", AuthorizationRequests.RESPONSE_MODES)
                .set("grant_types_supported", ClientMetadata.GRANT_TYPES)
                .set("acr_values_supported", List.of(Assurance.PASSWORD.level()))
                .set("subject_types_supported",
                        Stream.of(SubjectType.values()).map(SubjectType::word).toList())
                .set("id_token_signing_alg_values_supported", ProviderKeys.algorithms())
                .set("userinfo_signing_alg_values_supported", ProviderKeys.algorithms())
                .set("request_object_signing_alg_values_supported", ClientMetadata.REQUEST_OBJECT_ALGORITHMS)
                .set("token_endpoint_auth_methods_supported", ALL_METHODS)
                .set("token_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS)
                .set("introspection_endpoint_auth_methods_supported", SECRET_METHODS)
                .set("introspection_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS)
                .set("revocation_endpoint_auth_methods_supported", ALL_METHODS)
                .set("revocation_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS)
                .set("display_values_supported", List.of("page"))
                .set("claim_types_supported", List.of("normal"))
                .set("claims_supported",
                        Stream.concat(Stream.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr",
                        "sid"), PersonClaims.names().stream()).toList())
                .set("ui_locales_supported", uiLocales)
                .set("claims_parameter_supported", true)
                .set("request_parameter_supported", true)
                .set("request_uri_parameter_supported", true)
                .set("require_request_uri_registration", true)
                .set("require_pushed_authorization_requests", false)
                .set("code_challenge_methods_supported", List.of("S256"))
                .set("authorization_response_iss_parameter_supported", true)
                .set("prompt_values_supported", AuthorizationRequests.PROMPTS)
                .set("frontchannel_logout_supported", true)
                .set("frontchannel_logout_session_supported", true)
                .set("backchannel_logout_supported", true)
                .set("backchannel_logout_session_supported", true);
        return claims.json().getBytes(StandardCharsets.UTF_8);
    }
}
