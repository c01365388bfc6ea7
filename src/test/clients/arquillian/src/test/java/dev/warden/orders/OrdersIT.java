package dev.warden.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.warden.server.application.TestTokens;

/** Warden and the application are on one server, which Arquillian starts and stops. */
@ExtendWith(ArquillianExtension.class)
class OrdersIT {

    private static final URI SERVER = URI.create("http://localhost:" + System.getProperty("warden.port"));
    private static final URI ISSUER = SERVER.resolve("/warden");
    private static final URI CALLBACK = URI.create("https://shop.example.org/callback");
    private static final String SECRET = "a-secret-for-tests-only";

    /** Not HTTP/2, which Payara and GlassFish do not speak reliably without TLS. */
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final TestTokens tokens = new TestTokens(ISSUER);

    @Deployment(name = "warden", order = 1, testable = false)
    static WebArchive warden() {
        return ShrinkWrap.create(ZipImporter.class, "warden.war")
                .importFrom(new File(System.getProperty("war.of.warden"))).as(WebArchive.class);
    }

    @Deployment(name = "orders", order = 2, testable = false)
    static WebArchive orders() {
        return ShrinkWrap.create(WebArchive.class, "orders.war").addPackage(Orders.class.getPackage())
                .addAsResource(new StringAsset("mp.jwt.verify.issuer=" + ISSUER
                        + "\nmp.jwt.verify.publickey.location=" + ISSUER + "/oauth2/jwks"
                        + "\nmp.jwt.verify.publickey.algorithm=RS256"
                        + "\nmp.jwt.verify.audiences=https://orders.example.org/api\n"),
                        "META-INF/microprofile-config.properties");
    }

    @Test
    void alice_sees_her_orders() throws Exception {
        HttpResponse<String> answer = get("orders", tokens.token("shop", SECRET, CALLBACK, "alice", "wonderland1"));

        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().endsWith(", alice"), answer.body());
    }

    @Test
    void alice_does_not_see_all_orders() throws Exception {
        String token = tokens.token("shop", SECRET, CALLBACK, "alice", "wonderland1");

        assertEquals(403, get("orders/all", token).statusCode());
    }

    @Test
    void the_report_sees_all_orders() throws Exception {
        HttpResponse<String> answer = get("orders/all", tokens.token("nightly-report", SECRET, "orders:read"));

        assertEquals("all orders, for nightly-report", answer.body());
    }

    @Test
    void nobody_sees_orders_without_a_token() throws Exception {
        assertEquals(401, get("orders", "nonsense").statusCode());
    }

    private static HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(SERVER.resolve("/orders/" + path))
                .header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    }
}
