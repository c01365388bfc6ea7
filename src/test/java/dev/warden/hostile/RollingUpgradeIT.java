package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.WardenProcess;
import dev.warden.database.MariaDb;

/**
 * What operators are told of an upgrade: that one node after the other can be replaced while people sign in, and that
 * they can go back by one version. The upgrade is to {@link NextVersion}, from the version that was built or, if the
 * system property {@code test.previous} names the WAR of an older one, from that.
 */
@DisplayName("An upgrade to the next version, node by node")
@Tag("process")
class RollingUpgradeIT {

    private static final String DATABASE = "upgrade";
    private static final String CLIENT = "nightly:nightly-secret-0123456789abcdef0123456789";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Path previousWar =
            Path.of(System.getProperty("test.previous", WardenProcess.BUILT_WAR.toString())).toAbsolutePath();
    private final Path nextWar = NextVersion.war();
    private final Path declared = declared();
    private final String masterKey = Nodes.newMasterKey();
    private final int port = WardenProcess.freePort();

    @Test
    void cuts_refuses_and_loses_nothing_and_can_be_undone() throws InterruptedException, IOException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        try (WardenProcess previous = atFirstPort().war(previousWar).start()) {
            Browser browser = new Browser(previous.client().fromAfar());
            Person person = signUp(browser);
            Load load = new Load(previous);
            try (WardenProcess next = startDuringADump()) {
                assertEquals(List.of("1"), MariaDb.running().rows(DATABASE, "SELECT success FROM schema_history"
                        + " WHERE version = '" + NextVersion.NUMBER + "'"));
                assertWorkTogether(previous, next);
                assertSignedIn(browser, person);

                load.checkThatNoRefreshWasRefused();
                previous.end();
                load.awaitEnd();
                load.checkThatNothingWasCut();
                load.check(next.client());

                try (WardenProcess restarted = previous.restart()) {
                    assertWorkTogether(restarted, next);
                    restarted.end();
                }
                try (WardenProcess replaced = atFirstPort().war(nextWar).start()) {
                    assertWorkTogether(next, replaced);
                    assertSignedIn(browser, person);
                }
                next.end();
            }
            try (WardenProcess back = previous.restart()) {
                assertSignedIn(browser, person);
                assertEquals(200, back.client().fromAfar().post("login", person.byEmail()).statusCode());
            }
        }
    }

    /**
     * Two nodes start at once and wait for a table, after they have changed others. One is killed there; the other goes
     * on when the dump is done.
     */
    private WardenProcess startDuringADump() throws IOException {
        WardenProcess killed;
        WardenProcess next;
        Closeable dump = MariaDb.running().reading(DATABASE, "account");
        try (dump) {
            killed = node().war(nextWar).launch();
            next = node().war(nextWar).startWithoutDatabase();
            killed.awaitDatabase();
            killed.kill();
        }
        Service.awaitReadiness(next.client());
        return next;
    }

    @Test
    void can_be_undone_on_h2() {
        Person person = Person.somebody();
        WardenProcess.Launch launch = (WardenProcess.Launch) Nodes.onH2(DATABASE)
                .with("warden.declared.file", declared.toString());
        try (WardenProcess previous = launch.war(previousWar).start()) {
            accepted(previous.client().fromAfar().post("api/users/register", person.newUser()));
        }
        try (WardenProcess next = launch.war(nextWar).start()) {
            accepted(next.client().fromAfar().post("login", person.byEmail()));
            assertKnows(next.client().fromAfar(), next.client().fromAfar());
        }
        try (WardenProcess back = launch.war(previousWar).start()) {
            accepted(back.client().fromAfar().post("login", person.byEmail()));
        }
    }

    private WardenProcess.Launch atFirstPort() {
        return node().with("warden.port", String.valueOf(port));
    }

    private WardenProcess.Launch node() {
        return (WardenProcess.Launch) Nodes.onMariaDb(DATABASE, masterKey)
                .with("warden.declared.file", declared.toString())
                .with("warden.session.refresh-grace", "PT1M");
    }

    private static Path declared() {
        String[] idAndSecret = CLIENT.split(":");
        try {
            return Files.writeString(WardenProcess.newHome("declared").resolve("declared.yaml"), String.format("""
                    clients:
                      - client_id: %s
                        client_kind: service
                        client_secret: %s
                    """, (Object[]) idAndSecret));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Person signUp(Browser browser) {
        Person person = Person.somebody();
        HttpResponse<String> made = browser.submit(browser.get("signup"), Map.of("username", person.username(), "email",
                person.email(), "password", person.password(), "confirmation", person.password()));
        assertEquals(303, made.statusCode(), made.body());
        return person;
    }

    private static void assertSignedIn(Browser browser, Person person) {
        HttpResponse<String> account = browser.get("account");
        assertEquals(200, account.statusCode(), account.body());
        assertTrue(account.body().contains(person.username()), account.body());
    }

    /** What one does the other knows, in both directions. */
    private static void assertWorkTogether(WardenProcess one, WardenProcess other) {
        assertKnows(one.client().fromAfar(), other.client().fromAfar());
        assertKnows(other.client().fromAfar(), one.client().fromAfar());
    }

    private static void assertKnows(WardenClient here, WardenClient there) {
        Person person = Person.somebody();
        HttpResponse<String> session = accepted(here.post("api/users/register", person.newUser()));
        accepted(there.post("login", person.byEmail()));
        session = accepted(there.post("api/users/refresh", refreshing(session)));
        session = accepted(here.post("api/users/refresh", refreshing(session)));
        String token = Token.access(session).jwt();
        accepted(there.bearing(token).get("api/users/me"));
        assertEquals(204, here.bearing(token).post("api/users/logout").statusCode());
        // Nodes look for revocations several times a second.
        Service.pause(Duration.ofSeconds(1));
        assertEquals(401, there.bearing(token).get("api/users/me").statusCode());

        WardenClient service = asClient(here);
        String accessToken = Token.access(accepted(service.send("POST", "oauth2/token",
                "grant_type=client_credentials"))).jwt();
        HttpResponse<String> introspection = accepted(asClient(there).send("POST", "oauth2/introspect",
                "token=" + accessToken));
        assertTrue(introspection.body().contains("\"active\":true"), introspection.body());
    }

    private static HttpResponse<String> accepted(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return answer;
    }

    private static String refreshing(HttpResponse<String> session) {
        return Json.createObjectBuilder().add("refresh_token", Token.refresh(session).jwt()).build().toString();
    }

    private static WardenClient asClient(WardenClient warden) {
        return warden.with("Content-Type", FORM).with("Authorization",
                "Basic " + Base64.getEncoder().encodeToString(CLIENT.getBytes(StandardCharsets.UTF_8)));
    }
}
