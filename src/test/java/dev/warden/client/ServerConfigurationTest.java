package dev.warden.client;

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

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.warden.platform.JsonText;
import dev.warden.platform.Settings;

@DisplayName("Configuration of the servers that clients live in")
class ServerConfigurationTest {

    private static final String ISSUER = "https://id.example/warden";
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
                provider-url="https://id.example/warden", ssl-required=EXTERNAL, token-signature-algorithm=ES256)
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
        assertEquals("https://shop.example/api", properties.getProperty(bearer + "audiences"));
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
    void only_what_is_of_use_is_written_and_nothing_outside_of_the_folder() throws IOException {
        ConfigurationFiles files = new ConfigurationFiles(Settings.of(Map.of("warden.clients.configuration-folder",
                folder.toString(), "warden.public-url", ISSUER)));

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
    void nothing_is_written_by_default() throws IOException {
        new ConfigurationFiles(Settings.of(Map.of())).write(shop());
        assertEquals(List.of(), names(folder));
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
