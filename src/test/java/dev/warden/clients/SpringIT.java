package dev.warden.clients;

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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.MachineProgram;
import dev.warden.Person;
import dev.warden.Visitor;
import dev.warden.WardenClient;

@Tag("process")
@DisplayName("Spring Security's client and resource server, configured by what Warden wrote")
class SpringIT {

    private static final String AUDIENCE = "https://api.spring.example/";

    private static SpringApplication application;
    private static WardenWithClients warden;

    private final Visitor visitor = warden.visitor();

    @BeforeAll
    static void start() {
        MachineProgram.need(MavenProject.canBeBuilt(), "This is not run by Maven: Spring Security is not tried");
        application = SpringApplication.built();
        warden = WardenWithClients.start("spring", """
                clients:
                  - client_id: spring
                    client_secret: %1$s
                    redirect_uris: ["%2$s"]
                    post_logout_redirect_uris: ["%3$s"]
                    backchannel_logout_uri: "%4$s"
                    backchannel_logout_session_required: true
                    resources: ["%5$s"]
                  - client_id: job
                    client_kind: service
                    client_secret: %1$s
                    token_profile: rfc9068
                    scope: read
                    resources: ["%5$s"]
                  - client_id: other-job
                    client_kind: service
                    client_secret: %1$s
                    token_profile: rfc9068
                    scope: read
                    resources: ["https://elsewhere.example/"]
                """.formatted(WardenWithClients.SECRET, application.address("/login/oauth2/code/warden"),
                application.address("/bye"), application.address("/logout/connect/back-channel/warden"), AUDIENCE));
        application.start(warden.configuration("spring", "application.properties"), "strict.issuer=" + warden.issuer(),
                "strict.audience=" + AUDIENCE, "strict.client-id=job");
    }

    @AfterAll
    static void end() {
        if (application != null) {
            application.close();
        }
        if (warden != null) {
            warden.close();
        }
    }

    @Test
    void who_is_not_signed_in_signs_in_and_comes_back() {
        Person person = warden.visitor().signUp();

        JsonObject there = json(visitor.signIn(application.address("/private"), person));

        assertEquals(person.username(), there.getString("name"));
        assertEquals(person.email(), there.getString("email"));
    }

    @Test
    @DisplayName("the resource server takes the person's access token, with the person's roles (RFC 9068 §4)")
    void the_access_token_of_a_person() throws IOException, InterruptedException {
        visitor.signUp();
        JsonObject person = json(visitor.open(application.address("/private")));
        String accessToken = person.getString("access-token");

        HttpResponse<String> answer = call("/api/roles", accessToken);

        assertEquals(200, answer.statusCode(), () -> answer + " " + answer.headers().map());
        assertTrue(answer.body().contains("\"ROLE_user\""), answer.body());
        assertTrue(answer.body().contains("\"" + person.getString("subject") + "\""), answer.body());
        assertEquals(401, call("/api/roles", accessToken.substring(0, accessToken.length() - 4) + "AAAA").statusCode());
        assertEquals(401, call("/strict/roles", accessToken).statusCode(), "typ is JWT");
    }

    @Test
    @DisplayName("by the letter of RFC 9068: header typ, and an audience that is another's is refused")
    void by_the_letter() throws IOException, InterruptedException {
        String accessToken = warden.tokenOf("job");

        HttpResponse<String> answer = call("/strict/roles", accessToken);
        assertEquals(200, answer.statusCode(), () -> answer + " " + answer.headers().map() + application.log());
        assertEquals(401, call("/strict/roles", warden.tokenOf("other-job")).statusCode());
        assertEquals(401, call("/api/roles", warden.tokenOf("other-job")).statusCode());
    }

    @Test
    @DisplayName("sign-out at the application is sign-out at Warden (RP-Initiated Logout 1.0 §2)")
    void sign_out_at_the_application() {
        visitor.signUp();
        json(visitor.open(application.address("/private")));

        Visitor.Page bye = visitor.post(application.address("/logout"), Map.of());

        assertEquals(application.address("/bye"), bye.address().toString());
        assertIsSignIn(visitor.open(application.address("/private")));
    }

    @Test
    @DisplayName("sign-out at Warden ends the session at the application (Back-Channel Logout 1.0 §2.6, §2.7)")
    void sign_out_at_warden() {
        visitor.signUp();
        json(visitor.open(application.address("/private")));

        visitor.submit(visitor.open(warden.issuer() + "/signout"), Map.of());

        Eventually.holds("Spring ends its session", RunningProgram.PATIENCE,
                () -> !visitor.open(application.address("/private")).body().contains("access-token"));
        assertIsSignIn(visitor.open(application.address("/private")));
    }

    private static JsonObject json(Visitor.Page page) {
        assertEquals(200, page.status(), () -> page.address() + "\n" + page.body() + "\n" + application.log());
        return WardenClient.json(page.body());
    }

    private static HttpResponse<String> call(String path, String accessToken) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(application.address(path)))
                .header("Authorization", "Bearer " + accessToken).build(), BodyHandlers.ofString());
    }

    private static void assertIsSignIn(Visitor.Page page) {
        assertTrue(page.address().toString().startsWith(warden.issuer() + "/signin"),
                () -> page.address() + "\n" + page.body());
    }
}
