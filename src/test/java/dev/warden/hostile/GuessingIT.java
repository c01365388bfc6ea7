package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.warden.Person;
import dev.warden.WardenClient;

@DisplayName("Guessing of an adversary")
class GuessingIT extends Adversary {

    private static final int LIMIT = 10;
    private static final int AT_ONCE = 200;

    @ParameterizedTest
    @EnumSource(Contract.class)
    void is_evaluated_ten_times_when_200_come_at_once(Contract contract) {
        SignedIn victim = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        List<HttpResponse<String>> answers = AtOnce.times(AT_ONCE,
                number -> signIn(adversary, contract, victim.person().withPassword("wrong-" + number)));
        int wrong = contract == Contract.USERS ? 401 : 400;
        assertTrue(answers.stream().filter(answer -> answer.statusCode() == wrong).count() <= LIMIT,
                () -> counted(answers));
        assertAll(answers.stream().filter(answer -> answer.statusCode() != wrong).map(answer -> () ->
                contract.assertRefusal(answer.statusCode() == 503 ? 503 : 429, RawAnswer.of(answer))));
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void is_stopped_where_it_comes_from_and_nowhere_else(Contract contract) {
        SignedIn victim = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        for (int guess = 1; guess <= LIMIT; guess++) {
            contract.assertRefusal(contract == Contract.USERS ? 401 : 400,
                    RawAnswer.of(signIn(adversary, contract, victim.person().withPassword("wrong-" + guess))));
        }
        Contract other = contract == Contract.USERS ? Contract.PLAIN : Contract.USERS;
        RawAnswer stopped = RawAnswer.of(signIn(adversary, contract, victim.person()));
        contract.assertRefusal(429, stopped);
        assertTrue(Integer.parseInt(stopped.header("Retry-After")) <= 600, stopped::story);
        other.assertRefusal(429, RawAnswer.of(signIn(adversary, other, victim.person())));
        assertEquals(200, signIn(warden.fromAfar(), contract, victim.person()).statusCode());
        assertEquals(200, signIn(warden.fromAfar(), other, victim.person()).statusCode());
    }

    /** An IPv6 subscriber has more addresses than anyone could count, so they count as one. */
    @Test
    void does_not_get_further_by_other_addresses_of_one_network_or_other_spellings_of_one() {
        SignedIn victim = SignedIn.somebody();
        String network = warden.fromAfar().headers().get("X-Forwarded-For").replaceFirst("::1$", "");
        for (int guess = 1; guess <= LIMIT; guess++) {
            String address = List.of(network + "::" + guess, "[" + network + "::" + guess + "]:80",
                    network + ":0:0:0:" + Integer.toHexString(guess * 999),
                    network.toUpperCase(java.util.Locale.ROOT) + "::1")
                    .get(guess % 4);
            assertEquals(401, signIn(warden.from(address), Contract.USERS, victim.person().withPassword("wrong"))
                    .statusCode());
        }
        assertEquals(429, signIn(warden.from(network + "::ffff"), Contract.USERS, victim.person()).statusCode());
    }

    /** Only what the nearest proxy saw counts; what stands left of that anyone can write. */
    @Test
    void does_not_get_further_by_forwarded_addresses_of_its_own_making() {
        SignedIn victim = SignedIn.somebody();
        String address = warden.fromAfar().headers().get("X-Forwarded-For");
        for (int guess = 1; guess <= LIMIT; guess++) {
            assertEquals(401, signIn(warden.from("192.0.2." + guess + ", " + address), Contract.USERS,
                    victim.person().withPassword("wrong")).statusCode());
        }
        assertEquals(429, signIn(warden.from("127.0.0.1, 198.51.100.7, " + address), Contract.USERS,
                victim.person()).statusCode());
        assertEquals(429, signIn(warden.from(address + ", 127.0.0.1"), Contract.USERS, victim.person()).statusCode());
    }

    @Test
    void does_not_get_further_by_other_spellings_of_one_name() {
        SignedIn victim = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        for (int guess = 1; guess <= LIMIT; guess++) {
            Person spelled = guess % 2 == 0 ? new Person(victim.person().username().toUpperCase(java.util.Locale.ROOT),
                    victim.person().email().toUpperCase(java.util.Locale.ROOT), "wrong") : victim.person()
                    .withPassword("wrong");
            Contract contract = guess % 3 == 0 ? Contract.PLAIN : Contract.USERS;
            assertEquals(contract == Contract.USERS ? 401 : 400, signIn(adversary, contract, spelled).statusCode());
        }
        assertEquals(429, signIn(adversary, Contract.USERS, victim.person()).statusCode());
    }

    /** A window must not be won back by signing in to an account of one's own in between. */
    @Test
    void is_not_forgiven_for_a_right_guess_at_another_account() {
        SignedIn victim = SignedIn.somebody();
        SignedIn own = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        for (int guess = 1; guess <= LIMIT; guess++) {
            assertEquals(401, signIn(adversary, Contract.USERS, victim.person().withPassword("wrong")).statusCode());
            assertEquals(200, signIn(adversary, Contract.USERS, own.person()).statusCode());
        }
        assertEquals(429, signIn(adversary, Contract.USERS, victim.person()).statusCode());
    }

    @Test
    void at_the_current_password_is_guessing_too() {
        SignedIn victim = SignedIn.somebody();
        WardenClient thief = warden.fromAfar().bearing(victim.usersAccess());
        for (int guess = 1; guess <= LIMIT; guess++) {
            Contract.USERS.assertRefusal(400, RawAnswer.of(thief.put("api/users/me/password",
                    victim.person().withPassword("wrong-" + guess).newPassword("rahasia-2"))));
        }
        Contract.USERS.assertRefusal(429, RawAnswer.of(thief.put("api/users/me/password",
                victim.person().newPassword("rahasia-2"))));
        assertEquals(200, signIn(warden.fromAfar(), Contract.USERS, victim.person()).statusCode());
    }

    @Test
    void at_who_has_an_account_is_answered_ten_times_and_then_the_same_for_everybody() {
        SignedIn existing = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        for (int guess = 1; guess <= LIMIT; guess++) {
            Contract.PLAIN.assertRefusal(404, RawAnswer.of(signIn(adversary, Contract.PLAIN, Person.somebody())));
        }
        RawAnswer unknown = RawAnswer.of(signIn(adversary, Contract.PLAIN, Person.somebody()));
        RawAnswer known = RawAnswer.of(signIn(adversary, Contract.PLAIN, existing.person().withPassword("wrong")));
        RawAnswer right = RawAnswer.of(signIn(adversary, Contract.PLAIN, existing.person()));
        for (RawAnswer answer : List.of(unknown, known, right)) {
            Contract.PLAIN.assertRefusal(429, answer);
            assertEquals(unknown.body(), answer.body());
            assertEquals(unknown.headers().keySet(), answer.headers().keySet());
        }
    }

    @Test
    void at_who_has_an_account_is_answered_ten_times_when_100_come_at_once() {
        WardenClient adversary = warden.fromAfar();
        List<HttpResponse<String>> answers = AtOnce.times(100,
                number -> signIn(adversary, Contract.PLAIN, Person.somebody()));
        assertTrue(answers.stream().filter(answer -> answer.statusCode() == 404).count() <= LIMIT,
                () -> counted(answers));
        assertTrue(Set.of(404, 429, 503).containsAll(answers.stream().map(HttpResponse::statusCode).toList()),
                () -> counted(answers));
    }

    @Test
    void at_who_has_an_account_learns_nothing_from_users() {
        SignedIn existing = SignedIn.somebody();
        WardenClient adversary = warden.fromAfar();
        for (int guess = 1; guess <= LIMIT; guess++) {
            RawAnswer unknown = RawAnswer.of(signIn(adversary, Contract.USERS, Person.somebody()));
            RawAnswer known = RawAnswer.of(signIn(adversary, Contract.USERS, existing.person().withPassword("wrong")));
            Contract.USERS.assertRefusal(401, unknown);
            assertEquals(unknown.body(), known.body());
            assertEquals(unknown.headers().keySet(), known.headers().keySet());
        }
    }

    @Test
    void of_strangers_does_not_lock_the_owner_out() {
        Person owner = Person.somebody();
        WardenClient home = warden.fromAfar();
        assertEquals(200, home.post("api/users/register", owner.newUser()).statusCode());
        for (int stranger = 0; stranger < 11; stranger++) {
            WardenClient adversary = warden.fromAfar();
            for (int guess = 0; guess < LIMIT; guess++) {
                int status = signIn(adversary, Contract.USERS, owner.withPassword("wrong")).statusCode();
                assertEquals(stranger < LIMIT ? 401 : 429, status);
            }
        }
        Contract.USERS.assertRefusal(429, RawAnswer.of(signIn(warden.fromAfar(), Contract.USERS, owner)));
        assertEquals(200, signIn(home, Contract.USERS, owner).statusCode());
        assertEquals(200, signIn(home, Contract.PLAIN, owner).statusCode());
    }

    private static HttpResponse<String> signIn(WardenClient client, Contract contract, Person person) {
        return contract == Contract.USERS ? client.post("api/users/login", person.byUsername())
                : client.post("login", person.byEmail());
    }

    private static String counted(List<HttpResponse<String>> answers) {
        return answers.stream().collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()))
                .toString();
    }
}
