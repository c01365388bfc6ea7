package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.database.MariaDb;

/** What a node answers is asserted, and that it comes back; how fast is told. */
@DisplayName("Warden while its database is away")
@Tag("process")
@Tag("node")
class DatabaseAwayIT {

    private static final Duration FIRST_START = Duration.ofSeconds(60);
    private static final int CALLERS = 50;

    private static RunningWarden process;
    private static WardenClient warden;

    @BeforeAll
    static void start() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        process = Nodes.onMariaDb("away", Nodes.newMasterKey()).start();
        warden = process.client().fromAfar();
    }

    @AfterAll
    static void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void that_was_stopped() {
        serves_again_by_itself(MariaDb.running()::stop, MariaDb.running()::startAgain);
    }

    @Test
    void that_was_killed() {
        serves_again_by_itself(MariaDb.running()::kill, MariaDb.running()::startAgain);
    }

    @Test
    void that_takes_packets_and_answers_none() {
        serves_again_by_itself(MariaDb.running()::freeze, MariaDb.running()::thaw);
    }

    @Test
    void when_it_starts() {
        Person person = Person.somebody();
        String masterKey = Nodes.newMasterKey();
        RunningWarden.Launch launch = Nodes.onMariaDb("away_at_start", masterKey);
        MariaDb.running().stop();
        try (RunningWarden late = launch.startWithoutDatabase()) {
            WardenClient client = late.client().fromAfar();
            try {
                Endpoint.USERS_REGISTER.contract().assertRefusal(503,
                        RawAnswer.of(client.post("api/users/register", person.newUser())));
                Endpoint.PLAIN_ME.contract().assertRefusal(503, RawAnswer.of(client.bearing("a.b.c").get("me")));
                for (String path : List.of("signin", "oauth2/userinfo", "oauth2/authorize")) {
                    RawAnswer answer = RawAnswer.of(client.get(path));
                    assertEquals(503, answer.status(), answer::story);
                    assertFalse(answer.header("Retry-After").isEmpty(), answer::story);
                }
                assertEquals(200, client.get("health/live").statusCode());
                assertEquals(503, client.get("health/ready").statusCode());
            } finally {
                MariaDb.running().startAgain();
            }
            // It makes its schema and its keys first, as at any first start.
            long end = System.nanoTime() + FIRST_START.toNanos();
            while (client.get("health/ready").statusCode() != 200) {
                assertTrue(System.nanoTime() < end, late::output);
                Service.pause(Duration.ofMillis(50));
            }
            assertEquals(200, client.post("api/users/register", person.newUser()).statusCode());
        }
        Service.awaitReadiness(warden);
    }

    /** Whoever upgrades a database's server may change its users too, and notice later. */
    @Test
    void when_it_starts_and_that_refuses_its_password_at_first() {
        RunningWarden.Launch launch = Nodes.onMariaDb("refusing_at_start", Nodes.newMasterKey());
        MariaDb.running().expect("another");
        MariaDb.running().stop();
        try (RunningWarden late = launch.startWithoutDatabase()) {
            try {
                MariaDb.running().startAgain();
                Eventually.holds("it tells that it is refused", FIRST_START,
                        () -> late.output().contains("Warden cannot start yet"));
                assertEquals(503, late.client().get("health/ready").statusCode());
            } finally {
                MariaDb.running().expect(MariaDb.running().password());
            }
            Eventually.holds("it serves", FIRST_START,
                    () -> late.client().get("health/ready").statusCode() == 200);
            assertEquals(1, late.output().split("Warden cannot start", -1).length - 1, late::output);
            assertFalse(late.output().contains("goes well again"), late::output);
        }
        Service.awaitReadiness(warden);
    }

    private static void serves_again_by_itself(Runnable away, Runnable back) {
        Person person = Person.somebody();
        HttpResponse<String> users = warden.post("api/users/register", person.newUser());
        HttpResponse<String> plain = warden.post("login", person.byEmail());
        assertEquals(200, plain.statusCode(), plain.body());
        Service.awaitAllConnections(warden, person, CALLERS);
        away.run();
        Service.letCopiesAge();
        try {
            calls(person, users, plain).forEach((endpoint, call) -> {
                endpoint.contract().assertRefusal(503, Figures.timed(endpoint + " without a database",
                        () -> RawAnswer.of(call.get())));
            });
            List<RawAnswer> answers = Figures.timed("the last of " + CALLERS + " at once without a database",
                    () -> AtOnce.times(CALLERS, number -> RawAnswer.of(number % 2 == 0
                            ? warden.fromAfar().post("api/users/login", person.byUsername())
                            : warden.fromAfar().post("register", Person.somebody().newAccount()))));
            answers.forEach(answer -> assertEquals(503, answer.status(), answer::story));
            assertEquals(200, warden.get("health/live").statusCode());
            HttpResponse<String> ready = warden.get("health/ready");
            assertEquals(503, ready.statusCode(), ready.body());
            assertTrue(ready.headers().firstValue("Retry-After").isPresent());
            Contract.assertSaysNothing(RawAnswer.of(ready));
        } finally {
            back.run();
        }
        Service.awaitReturn(warden, person);
        for (int i = 0; i < CALLERS; i++) {
            assertEquals(200, warden.post("api/users/login", person.byUsername()).statusCode());
        }
        assertEquals(200, warden.get("health/ready").statusCode());
        assertEquals(200, warden.bearing(Token.access(users).jwt()).get("api/users/me").statusCode());
        assertEquals(200, warden.post("register", Person.somebody().newAccount()).statusCode());
    }

    /** Everything that cannot do without the database. */
    private static Map<Endpoint, Supplier<HttpResponse<String>>> calls(Person person, HttpResponse<String> users,
            HttpResponse<String> plain) {
        WardenClient user = warden.bearing(Token.access(users).jwt());
        WardenClient member = warden.bearing(Token.access(plain).jwt());
        Map<Endpoint, Supplier<HttpResponse<String>>> calls = new LinkedHashMap<>();
        calls.put(Endpoint.USERS_LOGIN, () -> warden.post("api/users/login", person.byUsername()));
        calls.put(Endpoint.USERS_REGISTER, () -> warden.post("api/users/register", Person.somebody().newUser()));
        calls.put(Endpoint.USERS_REFRESH, () -> refresh(Token.refresh(users).jwt()));
        calls.put(Endpoint.PLAIN_LOGIN, () -> warden.post("login", person.byEmail()));
        calls.put(Endpoint.PLAIN_REGISTER, () -> warden.post("register", Person.somebody().newAccount()));
        calls.put(Endpoint.PLAIN_REFRESH, () ->
                warden.with("Cookie", "refreshToken=" + Token.refresh(plain).jwt()).post("refresh"));
        calls.put(Endpoint.USERS_LOGOUT, () -> user.post("api/users/logout"));
        calls.put(Endpoint.PLAIN_LOGOUT, () -> member.post("logout"));
        calls.put(Endpoint.USERS_PASSWORD, () -> user.put("api/users/me/password", person.newPassword("rahasia-2")));
        calls.put(Endpoint.USERS_ME, () -> user.get("api/users/me"));
        calls.put(Endpoint.PLAIN_ME, () -> member.get("me"));
        return calls;
    }

    private static HttpResponse<String> refresh(String token) {
        return warden.post("api/users/refresh", Json.createObjectBuilder().add("refresh_token", token).build());
    }
}
