package dev.warden.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import dev.warden.platform.JsonText;

/** Writes registered client metadata (RFC 7591 §3.2.1), which {@link ClientMetadata#read} reads. */
public final class RegisteredMetadata {

    private RegisteredMetadata() {
    }

    /**
     * Everything registered about a client except its id and secrets, without relying on defaults, which may change.
     */
    public static JsonObject of(RegisteredClient client) {
        JsonObjectBuilder json = JsonText.PROVIDER.createObjectBuilder();
        json.add("client_kind", client.kind().word());
        json.add("application_type", client.kind() == ClientKind.NATIVE ? "native" : "web");
        add(json, "client_name", client.description().name());
        add(json, "client_uri", client.description().uri());
        add(json, "logo_uri", client.description().logoUri());
        add(json, "policy_uri", client.description().policyUri());
        add(json, "tos_uri", client.description().tosUri());
        add(json, "contacts", client.description().contacts().stream());
        add(json, "redirect_uris", client.redirectUris().exact().stream().map(RedirectUri::value));
        add(json, "redirect_uri_prefixes", client.redirectUris().prefixes().stream().map(RedirectPrefix::value));
        json.add("grant_types", JsonText.PROVIDER.createArrayBuilder(client.grantTypes().stream().sorted().toList()));
        json.add("response_types", JsonText.PROVIDER.createArrayBuilder(
                client.mayUse("authorization_code") ? List.of("code") : List.of()));
        add(json, "scope", client.scopes().isEmpty() ? null
                : String.join(" ", client.scopes().stream().sorted().toList()));
        write(json, client.authentication());
        write(json, client.subjects());
        write(json, client.signed());
        write(json, client.rules());
        write(json, client.logout());
        write(json, client.tokens());
        if (client.disabled()) {
            json.add("disabled", true);
        }
        return json.build();
    }

    private static void write(JsonObjectBuilder json, ClientAuthentication authentication) {
        json.add("token_endpoint_auth_method", authentication.method().word());
        add(json, "token_endpoint_auth_signing_alg", authentication.signingAlgorithm());
        add(json, "jwks_uri", authentication.jwksUri());
        if (authentication.jwks() != null) {
            json.add("jwks", JsonText.object(authentication.jwks()));
        }
    }

    private static void write(JsonObjectBuilder json, ClientSubjects subjects) {
        json.add("subject_type", subjects.type().word());
        add(json, "sector_identifier_uri", subjects.sectorUri());
    }

    private static void write(JsonObjectBuilder json, SignedResponses signed) {
        json.add("id_token_signed_response_alg", signed.idToken());
        add(json, "userinfo_signed_response_alg", signed.userinfo());
        add(json, "request_object_signing_alg", signed.requestObject());
    }

    private static void write(JsonObjectBuilder json, AuthorizationRules rules) {
        json.add("require_pkce", rules.requiresPkce());
        json.add("require_consent", rules.requiresConsent());
        json.add("require_pushed_authorization_requests", rules.requiresPushed());
        if (rules.defaultMaxAge() != null) {
            json.add("default_max_age", rules.defaultMaxAge().toSeconds());
        }
        json.add("require_auth_time", rules.requiresAuthTime());
        add(json, "default_acr_values", rules.defaultAcrValues().stream());
        add(json, "request_uris", rules.requestUris().stream());
        add(json, "initiate_login_uri", rules.initiateLoginUri());
    }

    private static void write(JsonObjectBuilder json, LogoutUris logout) {
        add(json, "post_logout_redirect_uris", logout.postLogout().stream().map(RedirectUri::value));
        add(json, "frontchannel_logout_uri", logout.frontChannel());
        json.add("frontchannel_logout_session_required", logout.frontChannelWithSid());
        add(json, "backchannel_logout_uri", logout.backChannel());
        json.add("backchannel_logout_session_required", logout.backChannelWithSid());
    }

    private static void write(JsonObjectBuilder json, ClientTokens tokens) {
        json.add("token_profile", tokens.format().word());
        add(json, "access_token_lifetime", tokens.accessLifetime());
        add(json, "refresh_token_lifetime", tokens.refreshLifetime());
        add(json, "resources", tokens.resources().stream().sorted());
    }

    private static void add(JsonObjectBuilder json, String name, Object value) {
        if (value != null) {
            json.add(name, value.toString());
        }
    }

    private static void add(JsonObjectBuilder json, String name, Stream<String> texts) {
        List<String> list = texts.toList();
        if (!list.isEmpty()) {
            json.add(name, JsonText.PROVIDER.createArrayBuilder(list));
        }
    }

    private static void add(JsonObjectBuilder json, String name, Localized texts) {
        texts.byTag().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(each -> json.add(each.getKey().isEmpty() ? name : name + "#" + each.getKey(),
                        each.getValue()));
    }
}
