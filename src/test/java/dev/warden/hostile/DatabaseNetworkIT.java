package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.database.MariaDb;
import dev.warden.oidc.RelyingParty;

/** What a node answers is asserted, and that it comes back; how fast is told. */
@DisplayName("Warden on a network to its database")
@Tag("process")
@Tag("node")
class DatabaseNetworkIT {

    /** More than the pool has connections. */
    private static final int CALLERS = 60;

    private static TcpProxy network;
    private static RunningWarden process;
    private static WardenClient warden;

    private final Person person = Person.somebody();
    private String refreshToken;

    @BeforeAll
    static void start() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        network = TcpProxy.to(MariaDb.running().port());
        String address = MariaDb.running().database("network")
                .replace(":" + MariaDb.running().port() + "/", ":" + network.port() + "/");
        process = Nodes.onMariaDb("network", Nodes.newMasterKey()).with("warden.db.url", address)
                .with("warden.registration.mode", "open").start();
        warden = process.client().fromAfar();
    }

    @AfterAll
    static void end() {
        if (process != null) {
            process.close();
            network.close();
        }
    }

    @BeforeEach
    void register() {
        refreshToken = Token.refresh(warden.post("api/users/register", person.newUser())).jwt();
        Service.awaitAllConnections(warden, person, CALLERS);
    }

    @AfterEach
    void serves_again_by_itself() {
        network.heal();
        Service.awaitReturn(warden, person);
        Service.awaitAllConnections(warden, person, CALLERS);
    }

    @Test
    void that_swallows_everything() {
        network.swallow();
        Service.letCopiesAge();
        assertUnavailable(refresh());
        assertUnavailable(signIn());
        assertUnavailable(RawAnswer.of(warden.post("register", Person.somebody().newAccount())));
        refreshAtOnce().forEach(DatabaseNetworkIT::assertUnavailable);
        assertUnavailableToClientsAndPeople();
        assertServesWhatNeedsNoDatabase();
    }

    /** A sign-in takes eight answers: it would be answered after eight seconds, and nobody waits so long for a page. */
    @Test
    void that_takes_a_second_for_every_answer() {
        Person newcomer = Person.somebody();
        network.delay(Duration.ofMillis(500));
        Service.letCopiesAge();
        RawAnswer refreshed = refresh();
        if (refreshed.status() == 200) {
            refreshToken = Token.in(refreshed.body()).stream()
                    .filter(token -> token.claim("token_use").equals("refresh")).findFirst().orElseThrow().jwt();
        } else {
            assertUnavailable(refreshed);
        }
        assertUnavailable(signIn());
        assertUnavailable(Figures.timed("a registration",
                () -> RawAnswer.of(warden.post("register", newcomer.newAccount()))));
        signInAtOnce().forEach(DatabaseNetworkIT::assertUnavailable);
        assertServesWhatNeedsNoDatabase();

        network.heal();
        Service.awaitReturn(warden, person);
        // Whatever was begun is whole or absent: nobody was registered by halves, and no refresh token was used up.
        assertEquals(200, warden.post("register", newcomer.newAccount()).statusCode());
        assertEquals(200, refresh().status());
    }

    /**
     * RFC 6749 §4.1.2: a code is good once. One that nothing was given for is good still, wherever the exchange broke
     * off.
     */
    @Test
    void that_gets_slower_and_slower_costs_no_client_its_code() {
        RelyingParty party = RelyingParty.registered(warden, "https://slow.example/callback", "'client_name': 'Slow'");
        party.signUp();
        int brokenOff = 0;
        for (int millis = 100; millis <= 500; millis += 100) {
            String code = party.code();
            network.delay(Duration.ofMillis(millis));
            Service.letCopiesAge();
            RawAnswer exchange = Figures.timed("a code's exchange", () -> RawAnswer.of(party.redeem(code)));
            network.heal();
            Service.awaitReturn(warden, person);
            if (exchange.status() != 200) {
                assertEquals(503, exchange.status(), exchange::story);
                assertFalse(exchange.header("Retry-After").isEmpty(), exchange::story);
                RawAnswer again = RawAnswer.of(party.redeem(code));
                assertEquals(200, again.status(), () -> exchange.story() + again.story());
                brokenOff++;
            }
        }
        assertTrue(brokenOff > 0, "none was broken off");
    }

    @Test
    void on_which_all_connections_of_the_pool_are_held() {
        network.delay(Duration.ofSeconds(1));
        List<RawAnswer> answers = refreshAtOnce();
        answers.forEach(answer -> assertTrue(Set.of(200, 503).contains(answer.status()), answer::story));
        List<RawAnswer> refused = answers.stream().filter(answer -> answer.status() == 503).toList();
        assertTrue(!refused.isEmpty(), "nobody had to wait for a connection");
        refused.forEach(DatabaseNetworkIT::assertUnavailable);
        assertServesWhatNeedsNoDatabase();
    }

    private static void assertUnavailable(RawAnswer answer) {
        (answer.header("Content-Type").contains("problem") ? Contract.USERS : Contract.PLAIN)
                .assertRefusal(503, answer);
    }

    private static void assertUnavailableToClientsAndPeople() {
        RawAnswer token = Figures.timed("a client's token",
                () -> RawAnswer.of(warden.send(warden.request("oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=a&client_secret=b")))));
        assertTrue(token.body().contains("temporarily_unavailable"), token::story);
        RawAnswer page = Figures.timed("a page", () -> RawAnswer.of(warden.with("Accept", "text/html")
                .get("oauth2/authorize?client_id=a&response_type=code")));
        for (RawAnswer answer : List.of(token, page)) {
            assertEquals(503, answer.status(), answer::story);
            assertFalse(answer.header("Retry-After").isEmpty(), answer::story);
        }
    }

    private static void assertServesWhatNeedsNoDatabase() {
        for (String path : List.of("health/live", "oauth2/jwks", ".well-known/openid-configuration")) {
            assertEquals(200, Figures.timed(path + " meanwhile", () -> warden.get(path)).statusCode(), path);
        }
    }

    private RawAnswer signIn() {
        return Figures.timed("a sign-in", () -> RawAnswer.of(warden.post("api/users/login", person.byUsername())));
    }

    private RawAnswer refresh() {
        return Figures.timed("a refresh", () -> RawAnswer.of(warden.post("api/users/refresh",
                Json.createObjectBuilder().add("refresh_token", refreshToken).build())));
    }

    /** As many as have a turn to hash or wait for one: those who wait are served last. */
    private List<RawAnswer> signInAtOnce() {
        return Figures.timed("the last of " + CALLERS + " sign-ins at once", () -> AtOnce.times(CALLERS, number ->
                RawAnswer.of(warden.fromAfar().post("api/users/login", person.byUsername()))));
    }

    private List<RawAnswer> refreshAtOnce() {
        return Figures.timed("the last of " + CALLERS + " refreshes at once", () -> AtOnce.times(CALLERS, number ->
                RawAnswer.of(warden.post("api/users/refresh",
                        Json.createObjectBuilder().add("refresh_token", refreshToken).build()))));
    }
}
