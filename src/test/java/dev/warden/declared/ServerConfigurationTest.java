package dev.warden.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import jakarta.json.JsonObject;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.JsonText;

@DisplayName("Configuration of the servers that clients live in")
class ServerConfigurationTest {

    private static final String ISSUER = "https://id.example/warden";
    private static final String USER_NAME = "spring.security.oauth2.client.provider.warden.user-name-attribute";
    private static final String SHOP = """
            {"redirect_uris": ["https://shop.example/callback"], "resources": ["https://shop.example/api"],
             "id_token_signed_response_alg": "ES256", "token_endpoint_auth_method": "METHOD"}""";

    @TempDir
    Path folder;

    @Test
    @DisplayName("microprofile-config.properties (MicroProfile JWT 2.1 §9.2)")
    void microprofile() throws IOException {
        Properties properties = properties(ServerConfiguration.MICROPROFILE, shop());

        assertEquals(Map.of("mp.jwt.verify.issuer", ISSUER, "mp.jwt.verify.publickey.location", ISSUER + "/oauth2/jwks",
                "mp.jwt.verify.publickey.algorithm", "ES256", "mp.jwt.verify.audiences", "https://shop.example/api"),
                properties);
        assertEquals(ISSUER, properties(ServerConfiguration.MICROPROFILE, client("shop", """
                {"redirect_uris": ["https://shop.example/callback"]}""")).getProperty("mp.jwt.verify.audiences"));
    }

    @Test
    @DisplayName("WildFly's oidc.json")
    void wildfly() {
        JsonObject json = JsonText.object(ServerConfiguration.WILDFLY.text(shop(), ISSUER));

        assertEquals("shop", json.getString("client-id"));
        assertEquals(ISSUER, json.getString("provider-url"));
        assertEquals("ES256", json.getString("token-signature-algorithm"));
        assertTrue(json.getBoolean("verify-token-audience"));
        assertEquals("${env.WARDEN_CLIENT_SECRET}", json.getJsonObject("credentials").getString("secret"));
        assertTrue(JsonText.object(ServerConfiguration.WILDFLY.text(open(), ISSUER)).getBoolean("public-client"));
    }

    @Test
    @DisplayName("lines for WildFly's jboss-cli")
    void wildflyCli() {
        assertEquals("""
                # bin/jboss-cli.sh --connect --file=wildfly.cli; app.war is the name of the deployment.
                # The client comes back to the page that was asked for: declare redirect_uri_prefixes for it.
                # It asks for scope openid alone: declare token_profile: wildfly, or people are named by their subject.
                /subsystem=elytron-oidc-client/secure-deployment=app.war:add(client-id="shop", \
                provider-url="https://id.example/warden", ssl-required=EXTERNAL, token-signature-algorithm=ES256, \
                verify-token-audience=true)
                /subsystem=elytron-oidc-client/secure-deployment=app.war/credential=secret:add(\
                secret=${env.WARDEN_CLIENT_SECRET})
                """, ServerConfiguration.WILDFLY_CLI.text(shop(), ISSUER));
        assertFalse(ServerConfiguration.WILDFLY_CLI.text(open(), ISSUER).contains("SECRET"));
    }

    @Test
    @DisplayName("WildFly's client asks for openid alone, so names need a token profile that tells them unasked")
    void wildflyNames() {
        RegisteredClient named = client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "token_profile": "wildfly"}""");
        assertEquals("preferred_username", JsonText.object(ServerConfiguration.WILDFLY.text(named, ISSUER))
                .getString("principal-attribute"));
        assertTrue(ServerConfiguration.WILDFLY_CLI.text(named, ISSUER)
                .contains(", principal-attribute=preferred_username)\n"));
        assertFalse(JsonText.object(ServerConfiguration.WILDFLY.text(shop(), ISSUER))
                .containsKey("principal-attribute"));
    }

    @Test
    void jakarta_security_signs_out_at_warden_where_it_may_come_back_from() {
        assertTrue(ServerConfiguration.JAKARTA_SECURITY.text(client("shop", """
                {"redirect_uris": ["https://shop.example/callback"],
                 "post_logout_redirect_uris": ["https://shop.example/"],
                 "token_endpoint_auth_method": "client_secret_post"}"""), ISSUER).contains("""
                                callerNameClaim = "preferred_username", callerGroupsClaim = "groups"),
                        logout = @LogoutDefinition(notifyProvider = true, redirectURI = "https://shop.example/"))
                """));
    }

    @Test
    @DisplayName("the annotation of Jakarta Security 3.0, which knows client_secret_post alone")
    void jakartaSecurity() {
        String text = ServerConfiguration.JAKARTA_SECURITY.text(shop("client_secret_post"), ISSUER);
        assertEquals("""
                import jakarta.enterprise.context.ApplicationScoped;
                import jakarta.inject.Named;
                import jakarta.security.enterprise.authentication.mechanism.http.\
                OpenIdAuthenticationMechanismDefinition;
                import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;

                @OpenIdAuthenticationMechanismDefinition(
                        providerURI = "https://id.example/warden",
                        clientId = "shop",
                        clientSecret = "${openIdConfiguration.secret}",
                        redirectURI = "https://shop.example/callback",
                        jwksReadTimeout = 2000,
                        scope = {"openid", "profile", "email"},
                        claimsDefinition = @ClaimsDefinition(
                                callerNameClaim = "preferred_username", callerGroupsClaim = "groups"))
                @ApplicationScoped
                @Named("openIdConfiguration")
                public class OpenIdConfiguration {

                    public String getSecret() {
                        return System.getenv("WARDEN_CLIENT_SECRET");
                    }
                }
                """, text);
        assertEquals("""
                // This server authenticates by client_secret_post, and the client is registered \
                for client_secret_basic:
                // declare token_endpoint_auth_method: client_secret_post
                """ + text, ServerConfiguration.JAKARTA_SECURITY.text(shop(), ISSUER));
    }

    @Test
    @DisplayName("Spring Boot's application.properties")
    void spring() throws IOException {
        Properties properties = properties(ServerConfiguration.SPRING, shop());

        String registration = "spring.security.oauth2.client.registration.warden.";
        assertEquals("shop", properties.getProperty(registration + "client-id"));
        assertEquals("${WARDEN_CLIENT_SECRET}", properties.getProperty(registration + "client-secret"));
        assertEquals("client_secret_basic", properties.getProperty(registration + "client-authentication-method"));
        assertEquals("https://shop.example/callback", properties.getProperty(registration + "redirect-uri"));
        assertEquals("openid,profile,email", properties.getProperty(registration + "scope"));
        assertEquals(ISSUER, properties.getProperty("spring.security.oauth2.client.provider.warden.issuer-uri"));
        assertFalse(properties(ServerConfiguration.SPRING, open()).containsKey(registration + "client-secret"));
        String bearer = "spring.security.oauth2.resourceserver.jwt.";
        assertEquals(ISSUER, properties.getProperty(bearer + "issuer-uri"));
        assertEquals("https://shop.example/api", properties.getProperty(bearer + "audiences[0]"));
    }

    @Test
    void spring_is_told_what_it_would_not_take() {
        String text = ServerConfiguration.SPRING.text(shop(), ISSUER);
        assertTrue(text.contains(
                "# Spring takes answers at /login/oauth2/code/warden: declare redirect_uris that end so\n"
                + "# This server does not take ES256:\n# declare id_token_signed_response_alg: RS256\n"));

        String good = ServerConfiguration.SPRING.text(client("shop", """
                {"redirect_uris": ["https://shop.example/login/oauth2/code/warden"]}"""), ISSUER);
        assertFalse(good.contains("declare"), good);
    }

    @Test
    @DisplayName("Apache's mod_auth_openidc")
    void apache() {
        List<String> lines = ServerConfiguration.APACHE.text(shop(), ISSUER).lines().toList();

        assertTrue(lines.contains(
                "OIDCProviderMetadataURL \"https://id.example/warden/.well-known/openid-configuration\""));
        assertTrue(lines.contains("OIDCClientID \"shop\""));
        assertTrue(lines.contains("OIDCClientSecret \"${WARDEN_CLIENT_SECRET}\""));
        assertTrue(lines.contains("OIDCProviderTokenEndpointAuth client_secret_basic"));
        assertTrue(lines.contains("OIDCRedirectURI \"https://shop.example/callback\""));
        assertTrue(lines.contains("OIDCIDTokenSignedResponseAlg ES256"));
        assertTrue(lines.contains("# it hears of sign-outs with backchannel_logout_uri: "
                + "https://shop.example/callback?logout=backchannel"));
        assertFalse(lines.get(0).contains("does not take"));
        assertTrue(ServerConfiguration.APACHE.text(client("shop", SHOP.replace("ES256", "EdDSA").replace("METHOD",
                "client_secret_basic")), ISSUER).startsWith("# This server does not take EdDSA:\n"));
        assertTrue(ServerConfiguration.APACHE.text(open(), ISSUER).contains("OIDCProviderTokenEndpointAuth none"));
    }

    @Test
    void a_client_that_may_not_learn_names_names_people_by_their_subject() throws IOException {
        RegisteredClient nameless = client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "scope": "openid email"}""");
        assertTrue(ServerConfiguration.JAKARTA_SECURITY.text(nameless, ISSUER).contains("callerNameClaim = \"sub\""));
        assertEquals("sub", properties(ServerConfiguration.SPRING, nameless).getProperty(USER_NAME));
        assertTrue(ServerConfiguration.APACHE.text(nameless, ISSUER).contains("OIDCRemoteUserClaim sub\n"));

        RegisteredClient named = client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "scope": "openid", "token_profile": "wildfly"}""");
        assertEquals("preferred_username", properties(ServerConfiguration.SPRING, named).getProperty(USER_NAME));
        assertEquals("preferred_username", properties(ServerConfiguration.SPRING, shop()).getProperty(USER_NAME));
    }

    @ParameterizedTest
    @EnumSource(names = {"WILDFLY_CLI", "JAKARTA_SECURITY", "SPRING", "APACHE"})
    void that_nobody_can_sign_in_without_scope_openid_is_told(ServerConfiguration configuration) {
        String told = " declare scope: openid profile email\n";
        assertTrue(configuration.text(client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "scope": "orders:read"}"""), ISSUER)
                .contains(told));
        assertFalse(configuration.text(shop(), ISSUER).contains(told));
    }

    @Test
    void wildfly_is_told_that_pkce_is_required() {
        RegisteredClient careful = client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "require_pkce": true}""");
        String told = "can only be switched on in oidc.json";

        for (RegisteredClient each : List.of(careful, open())) {
            assertTrue(JsonText.object(ServerConfiguration.WILDFLY.text(each, ISSUER)).getBoolean("enable-pkce"));
            assertTrue(ServerConfiguration.WILDFLY_CLI.text(each, ISSUER).contains(told));
        }
        assertFalse(ServerConfiguration.WILDFLY.text(shop(), ISSUER).contains("pkce"));
        assertFalse(ServerConfiguration.WILDFLY_CLI.text(shop(), ISSUER).contains(told));
    }

    @Test
    void jakarta_security_does_not_know_pkce() {
        String told = "// This server does not send PKCE, which is required of this client";
        assertTrue(ServerConfiguration.JAKARTA_SECURITY.text(client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "require_pkce": true}"""), ISSUER)
                .contains(told + ":\n// declare require_pkce: false\n"));
        assertTrue(ServerConfiguration.JAKARTA_SECURITY.text(open(), ISSUER).contains(told + "\n"));
    }

    @Test
    void what_a_server_of_microprofile_jwt_may_refuse_is_told() {
        String text = ServerConfiguration.MICROPROFILE.text(client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "token_profile": "rfc9068",
                 "id_token_signed_response_alg": "PS256"}"""), ISSUER);
        assertTrue(text.contains("# This server does not take PS256:\n# declare id_token_signed_response_alg: RS256\n"
                + "# Not every server takes the tokens of this client, whose typ is at+jwt:\n"
                + "# declare token_profile: microprofile\nmp.jwt"), text);
    }

    @Test
    void jakarta_security_is_told_of_an_algorithm_that_it_does_not_take() {
        assertTrue(ServerConfiguration.JAKARTA_SECURITY.text(client("shop", SHOP.replace("ES256", "EdDSA")
                .replace("METHOD", "client_secret_post")), ISSUER).startsWith("// This server does not take EdDSA:\n"));
    }

    @Test
    void a_method_that_needs_a_key_is_told() {
        RegisteredClient signing = client("shop", """
                {"redirect_uris": ["https://shop.example/callback"], "jwks_uri": "https://shop.example/jwks",
                 "token_endpoint_auth_method": "private_key_jwt"}""");
        assertTrue(ServerConfiguration.APACHE.text(signing, ISSUER).contains("OIDCPrivateKeyFiles"));
        assertTrue(ServerConfiguration.SPRING.text(signing, ISSUER)
                .contains("# Spring signs for private_key_jwt with a key"));
        assertTrue(ServerConfiguration.SPRING.text(shop("client_secret_jwt"), ISSUER)
                .contains("# Spring signs for client_secret_jwt with a key"));
        assertFalse(ServerConfiguration.APACHE.text(shop("client_secret_jwt"), ISSUER).contains("OIDCPrivateKeyFiles"));
    }

    @Test
    @DisplayName("a resource with a comma is one audience (MicroProfile Config 3.0: a backslash escapes it)")
    void commas() throws IOException {
        RegisteredClient client = client("api", """
                {"client_kind": "resource-server", "resources": ["https://a.example/x,y", "https://b.example/"]}""");

        assertEquals("https://a.example/x\\,y,https://b.example/",
                properties(ServerConfiguration.MICROPROFILE, client).getProperty("mp.jwt.verify.audiences"));
        Properties spring = properties(ServerConfiguration.SPRING, client);
        String audiences = "spring.security.oauth2.resourceserver.jwt.audiences";
        assertEquals("https://a.example/x,y", spring.getProperty(audiences + "[0]"));
        assertEquals("https://b.example/", spring.getProperty(audiences + "[1]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"post_logout_redirect_uris\": [\"https://shop.example/\"]",
        ", \"scope\": \"orders:read\", \"require_pkce\": true"})
    void the_class_for_jakarta_security_compiles(String more) throws Exception {
        Path source = Files.writeString(folder.resolve("OpenIdConfiguration.java"),
                ServerConfiguration.JAKARTA_SECURITY.text(client("shop",
                        "{\"redirect_uris\": [\"https://shop.example/callback\"]" + more + "}"), ISSUER));
        String jakartaEe = Path.of(OpenIdAuthenticationMechanismDefinition.class.getProtectionDomain()
                .getCodeSource().getLocation().toURI()).toString();

        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, "-proc:none",
                "--release", "17", "-cp", jakartaEe, "-d", folder.toString(), source.toString()));
    }

    @Test
    void only_what_is_of_use_is_written_and_nothing_outside_of_the_folder() throws IOException {
        ConfigurationFiles files = files(folder);

        files.write(shop());
        files.write(shop());
        files.write(client("../escape", SHOP.replace("METHOD", "client_secret_post")));
        files.write(client("..", "{\"client_kind\": \"resource-server\"}"));
        files.write(client("api", "{\"client_kind\": \"resource-server\"}"));
        files.write(client("job", "{\"client_kind\": \"service\"}"));

        assertEquals(List.of("%2E.", "%2E.%2Fescape", "api", "shop"), names(folder), "a job needs none");
        assertEquals(List.of("OpenIdConfiguration.java", "application.properties", "microprofile-config.properties",
                "mod_auth_openidc.conf", "oidc.json", "wildfly.cli"), names(folder.resolve("shop")));
        assertEquals(List.of("application.properties", "microprofile-config.properties"), names(folder.resolve("api")));
        assertFalse(Files.readString(folder.resolve("api/application.properties")).contains("registration"));
    }

    @Test
    void the_files_may_be_read_by_whom_the_process_allows_it() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        files(folder).write(shop());

        assertEquals(Files.getPosixFilePermissions(other),
                Files.getPosixFilePermissions(folder.resolve("shop/oidc.json")));
        assertEquals(6, names(folder.resolve("shop")).size(), "nothing is left aside");
    }

    @Test
    void nothing_is_written_by_default() throws IOException {
        files(null).write(shop());
        assertEquals(List.of(), names(folder));
    }

    private static ConfigurationFiles files(Path folder) {
        return new ConfigurationFiles(new DeclaredSettings(null, DeclaredSettings.Mode.APPLY, ISSUER, folder));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Properties properties(ServerConfiguration configuration, RegisteredClient client)
            throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(configuration.text(client, ISSUER)));
        return properties;
    }

    private static RegisteredClient shop() {
        return shop("client_secret_basic");
    }

    private static RegisteredClient shop(String method) {
        return client("shop", SHOP.replace("METHOD", method));
    }

    private static RegisteredClient open() {
        return client("open", "{\"client_kind\": \"browser\", \"redirect_uris\": [\"https://shop.example/callback\"]}");
    }

    private static RegisteredClient client(String id, String metadata) {
        return ClientMetadata.read(id, Origin.DECLARED, Instant.EPOCH, JsonText.object(metadata));
    }
}
