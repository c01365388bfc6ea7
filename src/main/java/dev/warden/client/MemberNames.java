package dev.warden.client;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members of client metadata (RFC 7591 §2), and who decides about each. */
public final class MemberNames {

    private static final List<String> LOCALIZED = List.of("client_name", "client_uri", "logo_uri", "policy_uri",
            "tos_uri");

    /** Members that a client may decide about itself. */
    private static final Set<String> OF_THE_CLIENT = Set.of("redirect_uris", "response_types", "grant_types",
            "application_type", "contacts", "client_name", "logo_uri", "client_uri", "policy_uri", "tos_uri",
            "jwks_uri", "jwks", "sector_identifier_uri", "subject_type", "id_token_signed_response_alg",
            "userinfo_signed_response_alg", "request_object_signing_alg", "token_endpoint_auth_method",
            "token_endpoint_auth_signing_alg", "default_max_age", "require_auth_time", "default_acr_values",
            "initiate_login_uri", "request_uris", "scope", "post_logout_redirect_uris", "frontchannel_logout_uri",
            "frontchannel_logout_session_required", "backchannel_logout_uri", "backchannel_logout_session_required",
            "require_pushed_authorization_requests");

    /**
     * Members that request encryption, which is not implemented. Ignoring them would send in clear what should be
     * encrypted.
     */
    static final Set<String> ENCRYPTION = Set.of("id_token_encrypted_response_alg",
            "id_token_encrypted_response_enc", "userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc",
            "request_object_encryption_alg", "request_object_encryption_enc");

    /** Members that only an operator decides about. */
    private static final Set<String> OF_THE_OPERATOR = Set.of("client_kind", "token_profile", "redirect_uri_prefixes",
            "require_pkce", "require_consent", "access_token_lifetime", "refresh_token_lifetime", "resources",
            "disabled");

    private MemberNames() {
    }

    /** Whether a client may decide about a member itself. */
    public static boolean isOfTheClient(String member) {
        return OF_THE_CLIENT.contains(withoutTag(member)) || ENCRYPTION.contains(member);
    }

    /** Whether this is a supported member. */
    public static boolean isKnown(String member) {
        return isOfTheClient(member) || OF_THE_OPERATOR.contains(member);
    }

    /** All supported members; those for encryption are not. */
    public static Set<String> all() {
        return Stream.concat(OF_THE_CLIENT.stream(), OF_THE_OPERATOR.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static String withoutTag(String member) {
        int tag = member.indexOf('#');
        return tag > 0 && LOCALIZED.contains(member.substring(0, tag)) ? member.substring(0, tag) : member;
    }
}
