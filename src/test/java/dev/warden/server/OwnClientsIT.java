package dev.warden.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import jakarta.json.JsonObject;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.Visitor;
import dev.warden.WardenClient;
import dev.warden.server.application.AdminPage;
import dev.warden.server.application.Api;
import dev.warden.server.application.Callback;
import dev.warden.server.application.PrivatePage;
import dev.warden.server.application.SignOut;

/**
 * What an application server brings itself: its OpenID Connect client, and its MicroProfile JWT. They have the
 * configuration that Warden wrote.
 */
@DisplayName("An application server's own client")
@EnabledIf(value = "dev.warden.server.ServerUnderTest#hasClientsOfItsOwn",
        disabledReason = "is for Payara Server and WildFly in their rows of H2, see profile servers")
class OwnClientsIT {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String AUDIENCE = "https://api.example/";
    /** RFC 7636 appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String PHONE = "com.example.app:/callback";

    private static final String WEB_XML_OF_WILDFLY = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <login-config>
                <auth-method>OIDC</auth-method>
              </login-config>
            </web-app>
            """;

    private static OwnServer own;

    private final Visitor visitor = own.visitor();

    @BeforeAll
    static void start() throws IOException {
        own = OwnServer.start("""
                clients:
                  - client_id: wildfly-file
                    client_secret: SECRET
                    token_profile: wildfly
                    redirect_uri_prefixes: ["ORIGIN/file/"]
                  - client_id: wildfly-cli
                    client_secret: SECRET
                    token_profile: wildfly
                    redirect_uri_prefixes: ["ORIGIN/app/"]
                  - client_id: jakarta
                    client_secret: SECRET
                    token_endpoint_auth_method: client_secret_post
                    redirect_uris: ["ORIGIN/jakarta/callback"]
                    post_logout_redirect_uris: ["ORIGIN/jakarta/bye"]
                  - client_id: phone
                    client_kind: native
                    redirect_uris: ["com.example.app:/callback"]
                    resources: ["https://api.example/"]
                  - client_id: other-phone
                    client_kind: native
                    redirect_uris: ["com.example.app:/callback"]
                    resources: ["https://elsewhere.example/"]
                  - client_id: api
                    client_kind: resource-server
                    client_secret: SECRET
                    resources: ["https://api.example/"]
                """);
        own.add("bearer", war("bearer").addClasses(Api.class, Api.Names.class)
                .addAsWebInfResource(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                          <context-param>
                            <param-name>resteasy.role.based.security</param-name>
                            <param-value>true</param-value>
                          </context-param>
                        </web-app>
                        """), "web.xml")
                .addAsResource(own.configuration("api", "microprofile-config.properties").toFile(),
                        "META-INF/microprofile-config.properties"));
        if (own.server() instanceof WildFly wildfly) {
            own.add("file", pages("file").addAsWebInfResource(own.configuration("wildfly-file", "oidc.json").toFile(),
                    "oidc.json").addAsWebInfResource(new StringAsset(WEB_XML_OF_WILDFLY), "web.xml"));
            wildfly.configure(own.configuration("wildfly-cli", "wildfly.cli"));
            own.add("app", pages("app").addAsWebInfResource(new StringAsset(WEB_XML_OF_WILDFLY), "web.xml"));
        } else {
            own.add("jakarta", pages("jakarta").addClass(Callback.class).add(new GeneratedClass("OpenIdConfiguration")
                    .compiled(own.configuration("jakarta", "OpenIdConfiguration.java")),
                    "WEB-INF/classes/OpenIdConfiguration.class"));
        }
    }

    private static WebArchive pages(String name) {
        return war(name).addClasses(PrivatePage.class, AdminPage.class, SignOut.class);
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name + ".war").addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @AfterAll
    static void end() {
        if (own != null) {
            own.close();
        }
    }

    static String[] applications() {
        return own.server() instanceof WildFly ? new String[] {"/file", "/app"} : new String[] {"/jakarta"};
    }

    @ParameterizedTest
    @MethodSource("applications")
    void who_is_not_signed_in_signs_in_and_has_a_name_and_roles(String application) {
        Person person = own.visitor().signUp();
        assertIsFor(person, visitor.signIn(own.address(application + "/private"), person));
        assertEquals(403, visitor.open(own.address(application + "/private/admin")).status());
    }

    @ParameterizedTest
    @MethodSource("applications")
    void who_is_signed_in_at_warden_sees_no_form(String application) {
        Person person = visitor.signUp();
        assertIsFor(person, visitor.open(own.address(application + "/private")));
    }

    @ParameterizedTest
    @MethodSource("applications")
    @DisplayName("who signs out by HttpServletRequest.logout is signed out at Warden")
    void sign_out(String application) {
        Person person = visitor.signUp();
        assertIsFor(person, visitor.open(own.address(application + "/private")));

        visitor.post(own.address(application + "/sign-out"), Map.of());

        Visitor.Page page = visitor.open(own.address(application + "/private"));
        assertTrue(page.address().toString().startsWith(own.warden().base() + "signin"), page::toString);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void what_another_client_was_given_opens_no_pages(String application) throws IOException, InterruptedException {
        visitor.signUp();

        int status = call(application + "/private", tokens("phone").getString("access_token")).statusCode();
        assertTrue(status == 401 || status == 302, "status " + status);
    }

    @Test
    @DisplayName("MicroProfile JWT takes a person's access token, with roles and name (MicroProfile JWT 2.1 §7, §9)")
    void bearer() throws IOException, InterruptedException {
        Person person = visitor.signUp();
        String accessToken = tokens("phone").getString("access_token");

        HttpResponse<String> answer = call("/bearer/api/user", accessToken);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("name=" + person.username(), answer.body());
        assertEquals(403, call("/bearer/api/admin", accessToken).statusCode());
    }

    @Test
    @DisplayName("MicroProfile JWT refuses tokens for others, forged ones and ID tokens (MicroProfile JWT 2.1 §9.2.4)")
    void what_no_bearer_is() throws IOException, InterruptedException {
        visitor.signUp();
        JsonObject tokens = tokens("phone");
        String accessToken = tokens.getString("access_token");

        assertEquals(401, call("/bearer/api/user", tokens("other-phone").getString("access_token")).statusCode());
        assertEquals(401, call("/bearer/api/user", tokens.getString("id_token")).statusCode());
        assertEquals(401, call("/bearer/api/user",
                accessToken.substring(0, accessToken.length() - 4) + "AAAA").statusCode());
        HttpResponse<String> anonymous = HTTP.send(HttpRequest.newBuilder(
                URI.create(own.address("/bearer/api/user"))).build(), BodyHandlers.ofString());
        assertTrue(anonymous.statusCode() == 401 || anonymous.statusCode() == 403, anonymous::toString);
    }

    /** Those that an application on a phone gets for who is signed in. */
    private JsonObject tokens(String client) {
        URI there = visitor.open(own.warden().base() + "oauth2/authorize?" + Browser.body(Map.of("client_id", client,
                "response_type", "code", "scope", "openid profile", "redirect_uri", PHONE, "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"))).address();
        String code = there.toString().replaceFirst("^.*[?&]code=([^&]+).*$", "$1");
        return WardenClient.json(own.warden().with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", "oauth2/token", Browser.body(Map.of("client_id", client, "grant_type",
                        "authorization_code", "redirect_uri", PHONE, "code", code, "code_verifier", VERIFIER))));
    }

    private static HttpResponse<String> call(String path, String accessToken) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(own.address(path)))
                .header("Authorization", "Bearer " + accessToken).build(), BodyHandlers.ofString());
    }

    private static void assertIsFor(Person person, Visitor.Page page) {
        assertEquals("name=" + person.username() + " user=true admin=false", page.body(), page::toString);
    }
}
