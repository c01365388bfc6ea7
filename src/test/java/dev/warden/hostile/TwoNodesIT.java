package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.database.MariaDb;

/** Started at the same moment on an empty database. */
@DisplayName("Two nodes on one MariaDB")
@Tag("process")
@Tag("node")
class TwoNodesIT {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration NOTICE = Duration.ofSeconds(1);

    private static List<RunningWarden> nodes = List.of();
    private static WardenClient a;
    private static WardenClient b;

    @BeforeAll
    static void start() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        String masterKey = Nodes.newMasterKey();
        List<RunningWarden.Launch> launches = List.of(node(masterKey), node(masterKey));
        nodes = AtOnce.times(launches.size(), number -> launches.get(number).start());
        a = nodes.get(0).client().fromAfar();
        b = nodes.get(1).client().with("X-Forwarded-For", a.headers().get("X-Forwarded-For"));
    }

    @AfterAll
    static void end() {
        nodes.forEach(RunningWarden::close);
    }

    private static RunningWarden.Launch node(String masterKey) {
        return Nodes.onMariaDb("nodes", masterKey).with("warden.session.refresh-grace", GRACE.toString());
    }

    @Test
    void made_one_set_of_keys() {
        for (Contract contract : Contract.values()) {
            Set<String> keys = List.of(a, b).stream()
                    .map(node -> Token.access(register(node, contract, Person.somebody())).header())
                    .collect(Collectors.toSet());
            assertEquals(1, keys.size(), keys::toString);
        }
    }

    @Test
    void know_each_others_accounts_and_tokens() {
        Person person = Person.somebody();
        String access = Token.access(register(a, Contract.USERS, person)).jwt();
        assertEquals(200, b.bearing(access).get("api/users/me").statusCode());
        assertEquals(200, b.post("login", person.byEmail()).statusCode());
        assertEquals(409, b.post("api/users/register", person.newUser()).statusCode());
    }

    @Test
    void refuse_a_session_within_a_second_of_its_end_on_the_other() {
        for (int round = 0; round < 3; round++) {
            HttpResponse<String> signedIn = register(a, Contract.USERS, Person.somebody());
            String access = Token.access(signedIn).jwt();
            assertEquals(200, b.bearing(access).get("api/users/me").statusCode());
            assertEquals(204, a.bearing(access).post("api/users/logout").statusCode());
            assertEquals(401, a.bearing(access).get("api/users/me").statusCode());
            assertRefusedWithinASecond(b, access);
            assertEquals(401, refresh(b, Token.refresh(signedIn).jwt()).statusCode());
        }
    }

    @Test
    void refuse_all_other_sessions_within_a_second_of_a_new_password() {
        Person person = Person.somebody();
        String access = Token.access(register(a, Contract.USERS, person)).jwt();
        String elsewhere = Token.access(b.post("api/users/login", person.byUsername())).jwt();
        assertEquals(204, a.bearing(access).put("api/users/me/password", person.newPassword("rahasia-2")).statusCode());
        assertRefusedWithinASecond(b, elsewhere);
        assertEquals(200, b.bearing(access).get("api/users/me").statusCode());
    }

    @Test
    void count_guesses_together() {
        Person person = Person.somebody();
        register(a, Contract.USERS, person);
        WardenClient adversary = a.fromAfar();
        WardenClient sameOnB = b.with("X-Forwarded-For", adversary.headers().get("X-Forwarded-For"));
        for (int guess = 0; guess < 10; guess++) {
            assertEquals(401, (guess % 2 == 0 ? adversary : sameOnB).post("api/users/login",
                    person.withPassword("wrong").byUsername()).statusCode());
        }
        assertEquals(429, adversary.post("api/users/login", person.byUsername()).statusCode());
        assertEquals(429, sameOnB.post("login", person.byEmail()).statusCode());
    }

    @Test
    void evaluate_ten_of_many_guesses_that_reach_both_at_once() {
        Person person = Person.somebody();
        register(a, Contract.USERS, person);
        WardenClient adversary = a.fromAfar();
        WardenClient sameOnB = b.with("X-Forwarded-For", adversary.headers().get("X-Forwarded-For"));
        List<Integer> statuses = AtOnce.times(100, number -> (number % 2 == 0 ? adversary : sameOnB)
                .post("api/users/login", person.withPassword("wrong-" + number).byUsername()).statusCode());
        assertTrue(statuses.stream().filter(status -> status == 401).count() <= 10, statuses::toString);
        assertTrue(Set.of(401, 429, 503).containsAll(statuses), statuses::toString);
    }

    @Test
    void let_one_have_an_email() {
        Person person = Person.somebody();
        List<Integer> statuses = AtOnce.times(16, number -> {
            int status = withEmailOf(person, number % 2 == 0 ? a : b);
            // So many hashes at once may have to wait too long for their turn.
            while (status == 503) {
                status = withEmailOf(person, number % 2 == 0 ? a : b);
            }
            return status;
        });
        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
        assertEquals(15, statuses.stream().filter(status -> status == 409).count(), statuses::toString);
    }

    private static int withEmailOf(Person person, WardenClient node) {
        return register(node, Contract.USERS,
                new Person(Person.somebody().username(), person.email(), person.password())).statusCode();
    }

    @Test
    void give_one_refresh_token_one_successor() {
        for (int round = 0; round < 3; round++) {
            String first = Token.refresh(register(a, Contract.USERS, Person.somebody())).jwt();
            List<HttpResponse<String>> answers = AtOnce.times(12, number -> refresh(number % 2 == 0 ? a : b, first));
            answers.forEach(answer -> assertEquals(200, answer.statusCode(), answer.body()));
            Set<String> successors = answers.stream().map(answer -> Token.refresh(answer).jwt())
                    .collect(Collectors.toSet());
            assertEquals(1, successors.size(), successors::toString);
            assertEquals(200, refresh(b, successors.iterator().next()).statusCode());
        }
    }

    /** RFC 9700 §4.14.2: whoever copied it and whoever owns it cannot be told apart. */
    @Test
    void end_a_session_whose_refresh_token_is_used_again_after_the_grace() throws InterruptedException {
        HttpResponse<String> first = register(a, Contract.USERS, Person.somebody());
        HttpResponse<String> second = refresh(a, Token.refresh(first).jwt());
        assertEquals(200, second.statusCode(), second.body());
        TimeUnit.MILLISECONDS.sleep(GRACE.plusMillis(200).toMillis());
        assertEquals(200, b.bearing(Token.access(second).jwt()).get("api/users/me").statusCode());
        Contract.USERS.assertRefusal(401, RawAnswer.of(refresh(b, Token.refresh(first).jwt())));
        Contract.USERS.assertRefusal(401, RawAnswer.of(refresh(a, Token.refresh(second).jwt())));
        assertRefusedWithinASecond(a, Token.access(first).jwt());
        assertRefusedWithinASecond(b, Token.access(second).jwt());
    }

    /** What is sent a second after the fact, or later, must be refused. */
    private static void assertRefusedWithinASecond(WardenClient node, String access) {
        long end = System.nanoTime() + NOTICE.toNanos();
        long sentAt;
        int status;
        do {
            sentAt = System.nanoTime();
            status = node.bearing(access).get("api/users/me").statusCode();
        } while (status == 200 && sentAt < end);
        assertEquals(401, status);
    }

    private static HttpResponse<String> register(WardenClient node, Contract contract, Person person) {
        return contract == Contract.USERS ? node.post("api/users/register", person.newUser())
                : node.post("register", person.newAccount());
    }

    private static HttpResponse<String> refresh(WardenClient node, String token) {
        return node.post("api/users/refresh", Json.createObjectBuilder().add("refresh_token", token).build());
    }
}
