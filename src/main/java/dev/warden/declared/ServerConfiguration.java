package dev.warden.declared;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.json.JsonObjectBuilder;

import dev.warden.client.AccessTokenFormat;
import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientKind;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.JsonText;
import dev.warden.platform.Settings;

/**
 * Generates configuration files for the server of a client. They read the secret from the environment variable
 * {@value Settings#CLIENT_SECRET_VARIABLE}: only the client knows it, and files get copied.
 */
enum ServerConfiguration {

    /** MicroProfile JWT 2.1 §9.2: a server that verifies access tokens and is not an OpenID client itself. */
    MICROPROFILE("microprofile-config.properties") {
        @Override
        String text(RegisteredClient client, String issuer) {
            return """
                    # MicroProfile JWT: src/main/resources/META-INF/microprofile-config.properties
                    %s%smp.jwt.verify.issuer=%s
                    mp.jwt.verify.publickey.location=%s/oauth2/jwks
                    mp.jwt.verify.publickey.algorithm=%s
                    mp.jwt.verify.audiences=%s
                    """.formatted(wrongAlgorithm("#", client, Set.of("RS256", "ES256")),
                    client.tokens().format() == AccessTokenFormat.RFC9068 ? MICROPROFILE_TYPE : "", issuer, issuer,
                    accessTokenAlgorithm(client), String.join(",", audiences(client, issuer).stream()
                            .map(audience -> audience.replace(",", "\\\\,")).toList()));
        }
    },

    /**
     * WildFly's OpenID Connect client, in the application. It takes a bearer's token from everybody, also where people
     * sign in: by {@code verify-token-audience} only one that names this client, and not those that other clients have.
     */
    WILDFLY("oidc.json") {
        @Override
        String text(RegisteredClient client, String issuer) {
            JsonObjectBuilder json = JsonText.PROVIDER.createObjectBuilder().add("client-id", client.id())
                    .add("provider-url", issuer).add("ssl-required", "EXTERNAL")
                    .add("token-signature-algorithm", client.signed().idToken())
                    .add("verify-token-audience", true);
            if (client.tokens().format().namesUnasked()) {
                json.add("principal-attribute", "preferred_username");
            }
            if (client.rules().requiresPkce()) {
                json.add("enable-pkce", true);
            }
            if (client.isPublic()) {
                json.add("public-client", true);
            } else {
                json.add("credentials", JsonText.PROVIDER.createObjectBuilder()
                        .add("secret", "${env." + SECRET_VARIABLE + "}"));
            }
            return Indented.json(json.build());
        }
    },

    /** WildFly's OpenID Connect client, in the server. */
    WILDFLY_CLI("wildfly.cli") {
        @Override
        String text(RegisteredClient client, String issuer) {
            String deployment = "/subsystem=elytron-oidc-client/secure-deployment=app.war";
            String secret = client.isPublic() ? ""
                    : deployment + "/credential=secret:add(secret=${env." + SECRET_VARIABLE + "})\n";
            boolean named = client.tokens().format().namesUnasked();
            return """
                    # bin/jboss-cli.sh --connect --file=wildfly.cli; app.war is the name of the deployment.
                    # The client comes back to the page that was asked for: declare redirect_uri_prefixes for it.
                    %s%s%s%s%s%s:add(client-id=%s, provider-url=%s, ssl-required=EXTERNAL, \
                    token-signature-algorithm=%s, verify-token-audience=true%s%s)
                    %s""".formatted(wrongMethod("#", client, AuthenticationMethod.CLIENT_SECRET_BASIC),
                    wrongAlgorithm("#", client, Set.of("RS256", "PS256", "ES256")), noOpenId("#", client),
                    client.rules().requiresPkce() ? WILDFLY_PKCE : "", named ? "" : WILDFLY_NAMES, deployment,
                    quoted(client.id()), quoted(issuer), client.signed().idToken(),
                    named ? ", principal-attribute=preferred_username" : "",
                    client.isPublic() ? ", public-client=true" : "", secret);
        }
    },

    /** Jakarta Security 3.0 §2.4.4, as on Payara and GlassFish. */
    JAKARTA_SECURITY("OpenIdConfiguration.java") {
        @Override
        String text(RegisteredClient client, String issuer) {
            String scopes = String.join(", ", scopes(client).stream().map(ServerConfiguration::quoted).toList());
            return """
                    %s%simport jakarta.enterprise.context.ApplicationScoped;
                    import jakarta.inject.Named;
                    import jakarta.security.enterprise.authentication.mechanism.http.\
                    OpenIdAuthenticationMechanismDefinition;
                    import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
                    %s
                    @OpenIdAuthenticationMechanismDefinition(
                            providerURI = %s,
                            clientId = %s,
                            clientSecret = "${openIdConfiguration.secret}",
                            redirectURI = %s,
                            jwksReadTimeout = 2000,
                            scope = {%s},
                            claimsDefinition = @ClaimsDefinition(
                                    callerNameClaim = %s, callerGroupsClaim = "groups")%s)
                    @ApplicationScoped
                    @Named("openIdConfiguration")
                    public class OpenIdConfiguration {

                        public String getSecret() {
                            return System.getenv("%s");
                        }
                    }
                    """.formatted(wrongMethod("//", client, AuthenticationMethod.CLIENT_SECRET_POST),
                    wrongAlgorithm("//", client, Set.of("RS256", "PS256", "ES256")) + noPkce("//", client)
                            + noOpenId("//", client),
                    client.logout().postLogout().isEmpty() ? "" : LOGOUT_IMPORT, quoted(issuer), quoted(client.id()),
                    quoted(redirectUri(client)), scopes, quoted(nameClaim(client)), logout(client), SECRET_VARIABLE);
        }

        /** Without this, signing out only ends the application's session. */
        private static String logout(RegisteredClient client) {
            return client.logout().postLogout().stream().findFirst()
                    .map(uri -> ",\n        logout = @LogoutDefinition(notifyProvider = true, redirectURI = "
                            + quoted(uri.value()) + ")").orElse("");
        }
    },

    /** Spring Security's client and resource server, configured by Spring Boot. */
    SPRING("application.properties") {
        @Override
        String text(RegisteredClient client, String issuer) {
            StringBuilder text = new StringBuilder("# Spring Boot: src/main/resources/application.properties\n");
            if (client.kind().signsPeopleIn()) {
                signIn(text, client, issuer);
            }
            String bearer = "spring.security.oauth2.resourceserver.jwt.";
            text.append("# Of an application that verifies access tokens:\n");
            line(text, bearer + "issuer-uri", issuer);
            List<String> audiences = audiences(client, issuer);
            for (int i = 0; i < audiences.size(); i++) {
                line(text, bearer + "audiences[" + i + "]", audiences.get(i));
            }
            line(text, bearer + "authorities-claim-name", "groups");
            line(text, bearer + "authority-prefix", "ROLE_");
            return text.toString();
        }

        private static void signIn(StringBuilder text, RegisteredClient client, String issuer) {
            String registration = "spring.security.oauth2.client.registration.warden.";
            String provider = "spring.security.oauth2.client.provider.warden.";
            text.append(redirectUri(client).endsWith(SPRING_CALLBACK) ? ""
                    : "# Spring takes answers at " + SPRING_CALLBACK + ": declare redirect_uris that end so\n");
            text.append(wrongAlgorithm("#", client, Set.of("RS256"))).append(noOpenId("#", client));
            text.append(usesAssertion(client) ? SPRING_ASSERTION.formatted(client.authentication().method().word())
                    : "");
            line(text, registration + "client-id", client.id());
            if (client.authentication().method().usesSecret()) {
                line(text, registration + "client-secret", "${" + SECRET_VARIABLE + "}");
            }
            line(text, registration + "client-authentication-method", client.authentication().method().word());
            line(text, registration + "authorization-grant-type", "authorization_code");
            line(text, registration + "redirect-uri", redirectUri(client));
            line(text, registration + "scope", String.join(",", scopes(client)));
            line(text, provider + "issuer-uri", issuer);
            line(text, provider + "user-name-attribute", nameClaim(client));
        }
    },

    /** Apache's mod_auth_openidc 2.4. */
    APACHE("mod_auth_openidc.conf") {
        @Override
        String text(RegisteredClient client, String issuer) {
            String secret = client.authentication().method().usesSecret()
                    ? "OIDCClientSecret \"${" + SECRET_VARIABLE + "}\"\n" : "";
            String redirectUri = redirectUri(client);
            boolean usesKey = client.authentication().method() == AuthenticationMethod.PRIVATE_KEY_JWT;
            return wrongAlgorithm("#", client, Set.of("RS256", "PS256", "ES256")) + noOpenId("#", client)
                    + (usesKey ? APACHE_KEY : "") + """
                    # Apache with libapache2-mod-auth-openidc. The environment of the server has the secret, and a
                    # second one of its own for its cookies.
                    # It signs out at %1$s?logout=ADDRESS: declare ADDRESS in post_logout_redirect_uris;
                    # it hears of sign-outs with backchannel_logout_uri: %1$s?logout=backchannel
                    OIDCProviderMetadataURL %2$s
                    OIDCClientID %3$s
                    %4$sOIDCProviderTokenEndpointAuth %5$s
                    OIDCRedirectURI "%1$s"
                    OIDCCryptoPassphrase "${OIDC_CRYPTO_PASSPHRASE}"
                    OIDCScope "%6$s"
                    OIDCPKCEMethod S256
                    OIDCIDTokenSignedResponseAlg %7$s
                    OIDCRemoteUserClaim %8$s

                    <Location "/">
                        AuthType openid-connect
                        Require valid-user
                    </Location>
                    """.formatted(redirectUri, quoted(issuer + "/.well-known/openid-configuration"),
                    quoted(client.id()), secret, client.authentication().method().word(),
                    String.join(" ", scopes(client)), client.signed().idToken(), nameClaim(client));
        }
    };

    private static final String SECRET_VARIABLE = Settings.CLIENT_SECRET_VARIABLE;

    /** MicroProfile JWT 2.1 §5: the header's typ is JWT, and Payara insists. */
    private static final String MICROPROFILE_TYPE = """
            # Not every server takes the tokens of this client, whose typ is at+jwt:
            # declare token_profile: microprofile
            """;

    private static final String LOGOUT_IMPORT = """
            import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;
            """;

    private static final String WILDFLY_NAMES = """
            # It asks for scope openid alone: declare token_profile: wildfly, or people are named by their subject.
            """;

    /** The subsystem has no such attribute; Elytron reads it from oidc.json. */
    private static final String WILDFLY_PKCE = """
            # PKCE is required of this client, and can only be switched on in oidc.json: use that file instead.
            """;

    private static final String SPRING_ASSERTION = """
            # Spring signs for %s with a key that the application gives it in code, by a
            # NimbusJwtClientAuthenticationParametersConverter
            """;

    private static final String APACHE_KEY = """
            # private_key_jwt needs the client's private key: OIDCPrivateKeyFiles
            """;

    /** The path of Spring Security's filter, whatever is registered. */
    private static final String SPRING_CALLBACK = "/login/oauth2/code/warden";

    private final String fileName;

    ServerConfiguration(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    abstract String text(RegisteredClient client, String issuer);

    /** The files that are of use to a client. */
    static List<ServerConfiguration> of(RegisteredClient client) {
        if (client.kind().signsPeopleIn()) {
            return List.of(values());
        }
        return client.kind() == ClientKind.RESOURCE_SERVER ? List.of(MICROPROFILE, SPRING) : List.of();
    }

    /**
     * A prefix stands for its callback; a custom scheme is of no use to a server but shows where to put the address.
     */
    private static String redirectUri(RegisteredClient client) {
        return Optional.of(client.redirectUris().exact()).filter(exact -> !exact.isEmpty())
                .map(exact -> exact.get(0).value())
                .orElseGet(() -> client.redirectUris().prefixes().get(0).value() + "callback");
    }

    /** The scopes for a person's name, email address and roles. */
    private static List<String> scopes(RegisteredClient client) {
        return List.of("openid", "profile", "email").stream().filter(client.scopes()::contains).toList();
    }

    /** The claim with a person's name, or with the subject if the client may not learn names. */
    private static String nameClaim(RegisteredClient client) {
        return client.scopes().contains("profile") || client.tokens().format().namesUnasked() ? "preferred_username"
                : "sub";
    }

    /** The audiences of the client's access tokens; URIs that may contain commas. */
    private static List<String> audiences(RegisteredClient client, String issuer) {
        return client.tokens().resources().isEmpty() ? List.of(issuer)
                : client.tokens().resources().stream().sorted().toList();
    }

    private static boolean usesAssertion(RegisteredClient client) {
        AuthenticationMethod method = client.authentication().method();
        return method == AuthenticationMethod.PRIVATE_KEY_JWT || method == AuthenticationMethod.CLIENT_SECRET_JWT;
    }

    private static String accessTokenAlgorithm(RegisteredClient client) {
        return client.signed().idToken();
    }

    private static String wrongMethod(String comment, RegisteredClient client, AuthenticationMethod needed) {
        AuthenticationMethod method = client.authentication().method();
        return method == needed ? "" : comment + " This server authenticates by " + needed.word()
                + ", and the client is registered for " + method.word() + ":\n" + comment
                + " declare token_endpoint_auth_method: " + needed.word() + "\n";
    }

    /** A warning, because some libraries only verify some algorithms. */
    private static String wrongAlgorithm(String comment, RegisteredClient client, Set<String> known) {
        return known.contains(client.signed().idToken()) ? ""
                : comment + " This server does not take " + client.signed().idToken() + ":\n" + comment
                        + " declare id_token_signed_response_alg: RS256\n";
    }

    private static String noPkce(String comment, RegisteredClient client) {
        return !client.rules().requiresPkce() ? ""
                : comment + " This server does not send PKCE, which is required of this client"
                        + (client.isPublic() ? "" : ":\n" + comment + " declare require_pkce: false") + "\n";
    }

    /** OpenID Connect Core 1.0 §3.1.2.1: "OpenID Connect requests MUST contain the openid scope value." */
    private static String noOpenId(String comment, RegisteredClient client) {
        return client.scopes().contains("openid") ? ""
                : comment + " This client must not request scope openid, and without it nobody can sign in:\n" + comment
                        + " declare scope: openid profile email\n";
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }

    /**
     * A string literal for Java, jboss-cli and Apache alike. No id or address contains a quote, a backslash or a brace.
     */
    private static String quoted(String value) {
        return '"' + value + '"';
    }
}
