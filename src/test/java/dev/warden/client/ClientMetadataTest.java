package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;

@DisplayName("Client metadata (RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2)")
class ClientMetadataTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:20:45.678Z");
    private static final String CALLBACK = "'redirect_uris': ['https://shop.example/cb']";
    private static final String KEY = "{'kty': 'EC', 'crv': 'P-256', 'x': 'x', 'y': 'y'}";

    @Nested
    @DisplayName("defaults")
    class Defaults {

        @Test
        void of_a_client_that_says_no_more_than_where_to_answer() {
            RegisteredClient client = read(CALLBACK);

            assertEquals(ClientKind.WEB, client.kind());
            assertEquals(AuthenticationMethod.CLIENT_SECRET_BASIC, client.authentication().method());
            assertEquals(Set.of("authorization_code", "refresh_token"), client.grantTypes());
            assertEquals(Set.of("openid", "profile", "email", "address", "phone", "offline_access"), client.scopes());
            assertEquals("RS256", client.signed().idToken());
            assertNull(client.signed().userinfo());
            assertEquals(SubjectType.PUBLIC, client.subjects().type());
            assertEquals(AccessTokenFormat.COMMON, client.tokens().format());
            assertFalse(client.isPublic());
            assertFalse(client.rules().requiresPkce());
            assertFalse(client.disabled());
            assertFalse(client.redirectUris().anyPort());
        }

        @ParameterizedTest
        @CsvSource({"web, client_secret_basic, authorization_code refresh_token, false",
            "browser, none, authorization_code, true", "native, none, authorization_code refresh_token, true"})
        void of_kinds_that_sign_people_in(String kind, String method, String grants, boolean pkce) {
            RegisteredClient client = read(CALLBACK + ", 'client_kind': '" + kind + "'");

            assertEquals(method, client.authentication().method().word());
            assertEquals(Set.of(grants.split(" ")), client.grantTypes());
            assertEquals(pkce, client.rules().requiresPkce());
            assertEquals(pkce, client.isPublic());
            assertEquals(kind.equals("native"), client.redirectUris().anyPort());
        }

        @Test
        void of_kinds_that_do_not() {
            assertEquals(Set.of("client_credentials"), read("'client_kind': 'service'").grantTypes());
            assertEquals(Set.of(), read("'client_kind': 'resource-server'").grantTypes());
            assertEquals(Set.of(), read("'client_kind': 'service'").scopes());
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"'application_type': 'native' | NATIVE", "'application_type': 'web' | WEB",
            "'token_endpoint_auth_method': 'none' | BROWSER",
            "'application_type': 'native', 'token_endpoint_auth_method': 'client_secret_post' | NATIVE"})
        void a_kind_is_told_from_what_a_client_says_of_itself(String members, ClientKind kind) {
            assertEquals(kind, read(CALLBACK + ", " + members.strip()).kind());
        }

        @Test
        void a_client_of_client_credentials_alone_is_a_service() {
            assertEquals(ClientKind.SERVICE, read("'grant_types': ['client_credentials']").kind());
        }

        @Test
        void who_registers_itself_is_asked_about_and_who_was_declared_is_not() {
            JsonObject metadata = json(CALLBACK);
            assertTrue(ClientMetadata.read("c", Origin.REGISTERED, NOW, metadata).rules().requiresConsent());
            assertFalse(ClientMetadata.read("c", Origin.DECLARED, NOW, metadata).rules().requiresConsent());
        }

        @Test
        void null_is_no_value() {
            assertEquals(read(CALLBACK), read(CALLBACK + ", 'jwks_uri': null, 'jwks': null, 'scope': null"));
        }
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(delimiter = '|', value = {
        "redirect_uris | 'client_kind': 'web'",
        "redirect_uris | 'redirect_uris': []",
        "redirect_uris | 'redirect_uris': 'https://a.example/'",
        "redirect_uris | 'redirect_uris': [7]",
        "redirect_uris | 'redirect_uris': [null]",
        "redirect_uris | 'redirect_uris': ['https://a.example/#x']",
        "redirect_uris | 'redirect_uris': ['http://a.example/']",
        "redirect_uris | 'redirect_uris': ['https://a.example/?code=1&state=2']",
        "redirect_uris | 'redirect_uris': ['https://a.example/', 'https://a.example/?x=y&%69ss=https://a.example']",
        "redirect_uris | 'redirect_uris': ['com.example.app:/x']",
        "redirect_uris | 'redirect_uris': ['com.example.app:/x'], 'client_kind': 'browser'",
        "redirect_uris | 'redirect_uris': ['https://a.example/'], 'client_kind': 'service'",
        "redirect_uri_prefixes | 'redirect_uri_prefixes': ['https://a.example/'], 'client_kind': 'browser'",
        "redirect_uri_prefixes | 'redirect_uri_prefixes': ['https://a.example/'], 'client_kind': 'native'",
        "grant_types | C, 'grant_types': ['implicit']",
        "grant_types | C, 'grant_types': ['password']",
        "grant_types | C, 'grant_types': ['refresh_token'], 'response_types': []",
        "grant_types | 'grant_types': ['authorization_code'], 'client_kind': 'service'",
        "grant_types | C, 'token_endpoint_auth_method': 'none', 'grant_types': ['authorization_code', "
        + "'client_credentials']",
        "response_types | C, 'response_types': ['token']",
        "response_types | C, 'response_types': ['code id_token']",
        "response_types | C, 'response_types': []",
        "response_types | C, 'grant_types': ['client_credentials'], 'response_types': ['code']",
        "application_type | C, 'application_type': 'desktop'",
        "client_kind | C, 'client_kind': 'spa'",
        "token_endpoint_auth_method | C, 'token_endpoint_auth_method': 'tls_client_auth'",
        "token_endpoint_auth_method | C, 'token_endpoint_auth_method': 'none', 'client_kind': 'web'",
        "token_endpoint_auth_method | C, 'token_endpoint_auth_method': 'client_secret_basic', 'client_kind': 'browser'",
        "token_endpoint_auth_signing_alg | C, 'token_endpoint_auth_signing_alg': 'none'",
        "token_endpoint_auth_signing_alg | C, 'token_endpoint_auth_method': 'client_secret_jwt', "
        + "'token_endpoint_auth_signing_alg': 'RS256'",
        "token_endpoint_auth_signing_alg | C, 'token_endpoint_auth_method': 'private_key_jwt', 'jwks': {'keys': "
        + "[KEY]}, 'token_endpoint_auth_signing_alg': 'HS256'",
        "jwks_uri | C, 'token_endpoint_auth_method': 'private_key_jwt'",
        "jwks_uri | C, 'jwks_uri': 'http://a.example/jwks'",
        "jwks_uri | C, 'jwks_uri': 'file:///etc/passwd'",
        "jwks_uri | C, 'jwks_uri': 'https://user@a.example/jwks'",
        "jwks | C, 'jwks': {'keys': [KEY]}, 'jwks_uri': 'https://a.example/jwks'",
        "jwks | C, 'jwks': {'keys': []}",
        "jwks | C, 'jwks': [KEY]",
        "jwks | C, 'jwks': '{}'",
        "jwks | C, 'jwks': {'keys': ['x']}",
        "jwks | C, 'jwks': {'keys': [{'kty': 7}]}",
        "jwks | C, 'jwks': {'keys': [{'kty': 'oct', 'k': 'x'}]}",
        "jwks | C, 'jwks': {'keys': [{'kty': 'RSA', 'n': 'x', 'e': 'AQAB', 'd': 'x'}]}",
        "scope | C, 'scope': 'openid  email'",
        "scope | C, 'scope': 'openid \\u0022email'",
        "scope | C, 'scope': ['openid']",
        "client_name | C, 'client_name': ''",
        "client_name | C, 'client_name': 'a\\u000ab'",
        "client_name#de | C, 'client_name#de': 7",
        "client_name | C, 'client_name#x_y': 'x'",
        "client_name | C, 'client_name': 'x', 'client_name#': 'y'",
        "client_uri | C, 'client_uri': 'javascript:alert(1)'",
        "logo_uri | C, 'logo_uri': 'http://a.example/logo.png'",
        "logo_uri | C, 'logo_uri#fr': 'data:image/png;base64,x'",
        "client_uri | C, 'client_uri': 'http://127.1/'",
        "jwks_uri | C, 'jwks_uri': 'http:///keys'",
        "backchannel_logout_uri | C, 'backchannel_logout_uri': 'http:logout'",
        "policy_uri | C, 'policy_uri': '/policy'",
        "tos_uri | C, 'tos_uri': 'https://a.example/\\u00fc'",
        "contacts | C, 'contacts': 'a@b.example'",
        "sector_identifier_uri | C, 'sector_identifier_uri': 'http://a.example/s'",
        "sector_identifier_uri | 'redirect_uris': ['https://a.example/', 'https://b.example/'], 'subject_type': "
        + "'pairwise'",
        "sector_identifier_uri | 'redirect_uris': ['com.example.app:/x'], 'application_type': 'native', "
        + "'subject_type': 'pairwise'",
        "subject_type | C, 'subject_type': 'ephemeral'",
        "id_token_signed_response_alg | C, 'id_token_signed_response_alg': 'none'",
        "id_token_signed_response_alg | C, 'id_token_signed_response_alg': 'HS256'",
        "userinfo_signed_response_alg | C, 'userinfo_signed_response_alg': 'none'",
        "request_object_signing_alg | C, 'request_object_signing_alg': 'RS1'",
        "id_token_encrypted_response_alg | C, 'id_token_encrypted_response_alg': 'RSA-OAEP'",
        "userinfo_encrypted_response_enc | C, 'userinfo_encrypted_response_enc': 'A128GCM'",
        "request_object_encryption_alg | C, 'request_object_encryption_alg': 'RSA-OAEP'",
        "default_max_age | C, 'default_max_age': -1",
        "default_max_age | C, 'default_max_age': 1.5",
        "default_max_age | C, 'default_max_age': '60'",
        "default_max_age | C, 'default_max_age': 99999999999999999999",
        "require_auth_time | C, 'require_auth_time': 'true'",
        "default_acr_values | C, 'default_acr_values': 'x'",
        "request_uris | C, 'request_uris': ['http://a.example/r']",
        "request_uris | C, 'request_uris': ['https://a.example/r#a#b']",
        "initiate_login_uri | C, 'initiate_login_uri': 'http://localhost/x'",
        "post_logout_redirect_uris | C, 'post_logout_redirect_uris': ['https://a.example/#x']",
        "post_logout_redirect_uris | C, 'post_logout_redirect_uris': ['https://a.example/?state=fixed']",
        "post_logout_redirect_uris | C, 'post_logout_redirect_uris': ['https://a.example/?x=y&st%61te']",
        "post_logout_redirect_uris | C, 'post_logout_redirect_uris': ['com.example.app:/x']",
        "frontchannel_logout_uri | C, 'frontchannel_logout_uri': 'https://other.example/x'",
        "frontchannel_logout_uri | C, 'frontchannel_logout_uri': 'https://shop.example:8443/x'",
        "backchannel_logout_uri | C, 'backchannel_logout_uri': 'http://shop.example/x'",
        "backchannel_logout_uri | C, 'backchannel_logout_uri': 'https://shop.example/x#y'",
        "require_pkce | C, 'client_kind': 'browser', 'require_pkce': false",
        "token_profile | C, 'token_profile': 'saml'",
        "access_token_lifetime | C, 'access_token_lifetime': 'PT0S'",
        "access_token_lifetime | C, 'access_token_lifetime': 'P2D'",
        "refresh_token_lifetime | C, 'refresh_token_lifetime': 'soon'",
        "resources | C, 'resources': ['orders']",
        "resources | C, 'resources': ['https://a.example/#x']",
        "disabled | C, 'disabled': 1",
    })
    void is_refused_and_named(String member, String metadata) {
        String text = metadata.replaceFirst("^C", CALLBACK).replace("KEY", KEY);
        assertEquals(member, assertThrows(InvalidValue.class, () -> read(text)).field());
    }

    @ParameterizedTest
    @DisplayName("a name that reorders the text around it, or cannot be seen, is refused (Unicode TR #36 §2)")
    @ValueSource(strings = {"Shop\u202egnikcatta", "\u2066Shop\u2069", "\u200fShop", "Sh\u200bop", "Sh\u00adop",
        "Shop\u2028", "Shop\ufeff", "\ud800", "Shop\u0085", " ", "\u00a0\u2003", "\u200d\u200c", "\u3164", "\u115f",
        "\u2800", "Shop\u034f", "Sh\uffa0op", "Shop\u2065", "Shop\ud834\udd59", "\u0301", "\ufe0f", " \u0301\u20dd",
        "Shope\u0301\u0301\u0301\u0301\u0301", "Shope\u0301\u0301\u200d\u0301\u200c\u0301\u0301"})
    void names_are_visible(String name) {
        for (String member : List.of("client_name", "client_name#id")) {
            JsonObject document = Json.createObjectBuilder(json(CALLBACK)).add(member, name).build();
            assertEquals(member, assertThrows(InvalidValue.class,
                    () -> ClientMetadata.read("shop", Origin.REGISTERED, NOW, document)).field());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0641\u0631\u0648\u0634\u06af\u0627\u0647\u200c\u0647\u0627",
        "\ud83d\udc69\u200d\ud83d\udcbb Shop", "\u5546\u5e97", "\ud83d\udecd\ufe0f", "Ti\u00ea\u0323m Vie\u0323\u0302t",
        "\u0e23\u0e49\u0e32\u0e19\u0e17\u0e35\u0e48", "\u05e9\u05c1\u05bc\u05b8\u05d1", "Shop \ud83e\udee0"})
    void names_of_any_script_are_taken(String name) {
        JsonObject document = Json.createObjectBuilder(json(CALLBACK)).add("client_name", name).build();
        assertEquals(Optional.of(name), ClientMetadata.read("shop", Origin.REGISTERED, NOW, document).description()
                .name().in(Locale.ENGLISH));
    }

    @ParameterizedTest
    @DisplayName("people are asked for consent unless it is a declared client that gets the answer (RFC 8252 §8.6)")
    @CsvSource({"DECLARED, native, https://shop.example/cb, false", "DECLARED, native, http://127.0.0.1/cb, true",
        "DECLARED, native, com.example.app:/cb, true", "DECLARED, web, https://shop.example/cb, false",
        "DECLARED, web, http://127.0.0.1:7777/cb, false", "DECLARED, browser, https://shop.example/cb, false",
        "DECLARED, browser, http://127.0.0.1:7777/cb, true", "DECLARED, browser, http://localhost:7777/cb, true",
        "REGISTERED, native, https://shop.example/cb, true"})
    void consent(Origin origin, String kind, String redirectUri, boolean isRequired) {
        String kindMember = origin == Origin.DECLARED ? "'client_kind': '" : "'application_type': '";
        JsonObject document = json("'redirect_uris': ['" + redirectUri + "'], " + kindMember + kind + "'");

        assertEquals(isRequired, ClientMetadata.read("shop", origin, NOW, document).rules().requiresConsent());
    }

    @ParameterizedTest
    @DisplayName("any program on a device could pose as a public client that has an address there (RFC 8252 §8.6)")
    @CsvSource(delimiter = '|', value = {
        "https://a.example/cb | 'token_endpoint_auth_method': 'none' | true",
        "https://a.example/cb | 'application_type': 'native' | true",
        "http://127.0.0.1:7777/cb | 'token_endpoint_auth_method': 'none' | false",
        "http://[::1]:7777/cb | 'token_endpoint_auth_method': 'none' | false",
        "http://localhost/cb | 'token_endpoint_auth_method': 'none' | false",
        "http://localhost/cb | 'token_endpoint_auth_method': 'client_secret_post' | true",
        "http://127.0.0.1/cb | 'application_type': 'native' | false",
        "com.example.app:/cb | 'application_type': 'native' | false",
        "http://127.0.0.1/cb | 'application_type': 'native', 'token_endpoint_auth_method': 'client_secret_post' | false"
    })
    void identified(String redirectUri, String members, boolean isIdentified) {
        String document = "'redirect_uris': ['https://shop.example/cb', '" + redirectUri.strip() + "'], ";
        assertEquals(isIdentified, ClientMetadata.read("shop", Origin.REGISTERED, NOW, json(document + members.strip()))
                .isIdentified());
    }

    @Test
    void an_id_needs_no_quoting() {
        for (String id : new String[] {null, "", "a b", "a\"b", "a\\b", "${a}", "a'b", "<a>", "a%b", "a,b", "a#b",
                "\u00fc", "a\n", "x".repeat(129)}) {
            assertEquals("client_id", assertThrows(InvalidValue.class,
                    () -> ClientMetadata.read(id, Origin.DECLARED, NOW, json(CALLBACK))).field());
        }
    }

    @Test
    void all_that_can_be_registered_survives_being_written() {
        RegisteredClient client = read("""
                'client_kind': 'native', 'client_name': 'Shop', 'client_name#id': 'Toko',
                'client_uri': 'https://shop.example', 'logo_uri': 'https://shop.example/logo.png',
                'policy_uri': 'https://shop.example/p',
                'tos_uri#de': 'https://shop.example/t', 'contacts': ['a@shop.example'],
                'redirect_uris': ['https://shop.example/cb', 'https://shop.example/cb2'],
                'redirect_uri_prefixes': ['https://shop.example/all/'],
                'grant_types': ['authorization_code', 'refresh_token', 'client_credentials'],
                'response_types': ['code'], 'scope': 'openid orders:read',
                'token_endpoint_auth_method': 'private_key_jwt',
                'token_endpoint_auth_signing_alg': 'ES256', 'jwks': {'keys': [KEY]}, 'subject_type': 'pairwise',
                'sector_identifier_uri': 'https://sector.example/list', 'id_token_signed_response_alg': 'EdDSA',
                'userinfo_signed_response_alg': 'PS256', 'request_object_signing_alg': 'none', 'require_pkce': true,
                'require_consent': true, 'require_pushed_authorization_requests': true, 'default_max_age': 0,
                'require_auth_time': true, 'default_acr_values': ['1'],
                'request_uris': ['https://shop.example/r#abc', 'https://shop.example/r'],
                'initiate_login_uri': 'https://shop.example/start',
                'post_logout_redirect_uris': ['https://shop.example/bye?a=1', 'com.example.app:/bye'],
                'frontchannel_logout_uri': 'https://shop.example/out', 'frontchannel_logout_session_required': true,
                'backchannel_logout_uri': 'https://inside.example/out', 'backchannel_logout_session_required': true,
                'token_profile': 'rfc9068', 'access_token_lifetime': 'PT10M', 'refresh_token_lifetime': 'P7D',
                'resources': ['https://api.example', 'urn:orders'], 'disabled': true""".replace("KEY", KEY));

        JsonObject written = RegisteredMetadata.of(client);
        RegisteredClient again = ClientMetadata.read("c", Origin.DECLARED, NOW, written);

        assertEquals(client, again);
        assertEquals(written, RegisteredMetadata.of(again));
        written.keySet().forEach(member -> assertTrue(MemberNames.isKnown(member), member));
        assertEquals("sector.example", client.subjects().sector());
        assertEquals(Duration.ZERO, client.rules().defaultMaxAge());
        assertEquals(List.of("1"), client.rules().defaultAcrValues());
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void the_defaults_of_every_kind_survive_being_written(ClientKind kind) {
        RegisteredClient client = read("'client_kind': '" + kind.word() + "'"
                + (kind.signsPeopleIn() ? ", " + CALLBACK : ""));

        assertEquals(client, ClientMetadata.read("c", Origin.DECLARED, NOW, RegisteredMetadata.of(client)));
    }

    @Test
    @DisplayName("a pairwise sector is the host of the redirect URIs (OpenID Connect Core 1.0 §8.1)")
    void sector() {
        assertEquals("shop.example", read(CALLBACK + ", 'subject_type': 'pairwise'").subjects().sector());
        assertEquals("s.example", read("'redirect_uris': ['https://a.example/', 'https://b.example/'],"
                + " 'subject_type': 'pairwise', 'sector_identifier_uri': 'https://s.example/x'").subjects().sector());
        assertEquals("", read(CALLBACK).subjects().sector());
    }

    @Test
    void an_operator_decides_what_a_client_may_not() {
        for (String member : List.of("client_kind", "token_profile", "redirect_uri_prefixes", "require_pkce",
                "require_consent", "access_token_lifetime", "refresh_token_lifetime", "resources", "disabled")) {
            assertTrue(MemberNames.isKnown(member), member);
            assertFalse(MemberNames.isOfTheClient(member), member);
        }
        assertTrue(MemberNames.isOfTheClient("client_name#de"));
        assertTrue(MemberNames.isOfTheClient("redirect_uris"));
        assertFalse(MemberNames.isKnown("redirect_uris#de"));
        assertFalse(MemberNames.isKnown("redirect_uri"));
    }

    @Test
    @DisplayName("RFC 7591 §2.2: texts for people are told in their language")
    void localized() {
        Localized name = read(CALLBACK
                + ", 'client_name': 'Shop', 'client_name#id': 'Toko', 'client_name#pt-BR': 'Loja'")
                .description().name();

        assertEquals(Optional.of("Toko"), name.in(Locale.forLanguageTag("id-ID")));
        assertEquals(Optional.of("Loja"), name.in(Locale.forLanguageTag("pt-BR")));
        assertEquals(Optional.of("Shop"), name.in(Locale.FRENCH));
        assertEquals(Optional.empty(), read(CALLBACK).description().name().in(Locale.FRENCH));
        assertEquals(Optional.of("Laden"),
                read(CALLBACK + ", 'client_name#de': 'Laden'").description().name().in(Locale.FRENCH));
    }

    @Test
    void secrets_do_not_print() {
        RegisteredClient client = read(CALLBACK).with(new ClientSecret("sha-256$abc", "sealed", null));
        assertFalse(client.toString().contains("abc"));
        assertFalse(client.toString().contains("sealed"));
    }

    private static RegisteredClient read(String members) {
        return ClientMetadata.read("c", Origin.DECLARED, NOW, json(members));
    }

    private static JsonObject json(String members) {
        return JsonText.object("{" + members.replace('\'', '"') + "}");
    }
}
