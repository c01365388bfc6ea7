package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import dev.warden.BlackBox;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

/** A black-box test of an adversary. After each, somebody who has nothing to do with it signs in within a second. */
abstract class Adversary extends BlackBox {

    private static final Duration STRAIGHT = Duration.ofSeconds(1);
    /** The machine is not ours alone: one of so many sign-ins is as fast as it must be. */
    private static final int ATTEMPTS = 3;

    private static final Person BYSTANDER = Person.somebody();
    private static final WardenClient BYSTANDERS_HOME = warden.fromAfar();

    @BeforeAll
    static void the_bystander_has_an_account() {
        int status = BYSTANDERS_HOME.post("api/users/register", BYSTANDER.newUser()).statusCode();
        assertTrue(status == 200 || status == 409, () -> "status " + status);
    }

    @AfterEach
    void the_bystander_signs_in_within_a_second() {
        Duration fastest = Duration.ofDays(1);
        for (int attempt = 1; attempt <= ATTEMPTS && fastest.compareTo(STRAIGHT) >= 0; attempt++) {
            long startedAt = System.nanoTime();
            HttpResponse<String> answer = BYSTANDERS_HOME.post("api/users/login", BYSTANDER.byUsername());
            Duration taken = Duration.ofNanos(System.nanoTime() - startedAt);
            assertEquals(200, answer.statusCode(), answer.body());
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
        }
        assertTrue(fastest.compareTo(STRAIGHT) < 0, "a sign-in took " + fastest);
    }

    /** A request to an endpoint from an address where nobody else is. */
    static RawRequest request(Endpoint endpoint) {
        return request(endpoint.method(), endpoint.path());
    }

    static RawRequest request(String method, String path) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return RawRequest.of(warden.base(), method, path).with("X-Forwarded-For",
                String.format("2001:db8:%x:%x::1", random.nextInt(0x10000), random.nextInt(0x10000)));
    }

    /** Somebody who is signed in through both contracts. */
    record SignedIn(Person person, String usersAccess, String usersRefresh, String plainAccess, String plainRefresh) {

        static SignedIn somebody() {
            Person person = Person.somebody();
            WardenClient home = warden.fromAfar();
            HttpResponse<String> users = home.post("api/users/register", person.newUser());
            assertEquals(200, users.statusCode(), users.body());
            HttpResponse<String> plain = home.post("login", person.byEmail());
            assertEquals(200, plain.statusCode(), plain.body());
            String cookie = plain.headers().firstValue("Set-Cookie").orElseThrow();
            return new SignedIn(person, Token.access(users).jwt(), Token.refresh(users).jwt(),
                    Token.access(plain).jwt(), cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
        }

        String access(Contract contract) {
            return contract == Contract.USERS ? usersAccess : plainAccess;
        }

        String refresh(Contract contract) {
            return contract == Contract.USERS ? usersRefresh : plainRefresh;
        }
    }
}
