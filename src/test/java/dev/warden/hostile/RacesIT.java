package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

@DisplayName("Races of an adversary")
class RacesIT extends Adversary {

    private static final int REGISTRATIONS = 16;
    private static final int REFRESHES = 12;

    @ParameterizedTest
    @EnumSource(Contract.class)
    void for_one_email_have_one_winner(Contract contract) {
        String email = Person.somebody().email();
        assertOneWinner(number ->
                register(contract, new Person(Person.somebody().username(), spelled(email, number), "rahasia")));
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void for_one_username_have_one_winner(Contract contract) {
        String username = Person.somebody().username();
        assertOneWinner(number -> register(contract,
                new Person(spelled(username, number), Person.somebody().email(), "rahasia")));
    }

    @Test
    void for_one_email_across_contracts_have_one_winner() {
        String email = Person.somebody().email();
        assertOneWinner(number -> register(number % 2 == 0 ? Contract.USERS : Contract.PLAIN,
                new Person(Person.somebody().username(), email, "rahasia")));
    }

    @Test
    void for_one_account_across_contracts_have_one_winner_who_can_sign_in_to_both() {
        Person person = Person.somebody();
        assertOneWinner(number -> register(number % 2 == 0 ? Contract.USERS : Contract.PLAIN, person));
        assertEquals(200, warden.fromAfar().post("api/users/login", person.byUsername()).statusCode());
        assertEquals(200, warden.fromAfar().post("login", person.byEmail()).statusCode());
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void with_one_refresh_token_end_with_one_successor(Contract contract) {
        SignedIn somebody = SignedIn.somebody();
        WardenClient home = warden.fromAfar();
        List<HttpResponse<String>> answers = AtOnce.times(REFRESHES,
                number -> refresh(home, contract, somebody.refresh(contract)));
        assertAll(answers.stream().map(answer -> () -> assertEquals(200, answer.statusCode(), answer.body())));
        Set<String> successors = answers.stream().map(answer -> Token.refresh(answer).jwt())
                .collect(Collectors.toSet());
        assertEquals(1, successors.size(), successors::toString);
        assertAll(answers.stream()
                .map(answer -> () -> assertEquals(200, me(home, contract, Token.access(answer).jwt()))));
        assertEquals(200, refresh(home, contract, successors.iterator().next()).statusCode());
    }

    @Test
    void with_one_refresh_cookie_end_with_one_successor() {
        SignedIn somebody = SignedIn.somebody();
        WardenClient browser = warden.fromAfar().with("Cookie", "refreshToken=" + somebody.plainRefresh());
        List<HttpResponse<String>> answers = AtOnce.times(REFRESHES, number -> browser.post("refresh"));
        assertAll(answers.stream().map(answer -> () -> assertEquals(200, answer.statusCode(), answer.body())));
        assertEquals(1, answers.stream().map(answer -> Token.refresh(answer).jwt()).distinct().count());
    }

    /** Whoever comes first: when both are done, nothing of the session is good any more. */
    @ParameterizedTest
    @EnumSource(Contract.class)
    void of_sign_out_against_refresh_end_the_session(Contract contract) {
        WardenClient home = warden.fromAfar();
        for (int round = 0; round < 5; round++) {
            SignedIn somebody = SignedIn.somebody();
            List<HttpResponse<String>> answers = AtOnce.times(6, number -> number == 0
                    ? signOut(home, contract, somebody.access(contract))
                    : refresh(home, contract, somebody.refresh(contract)));
            assertTrue(answers.get(0).statusCode() < 300, answers.get(0).body());
            for (HttpResponse<String> answer : answers.subList(1, answers.size())) {
                assertTrue(answer.statusCode() == 200 || answer.statusCode() == 401, answer.body());
                if (answer.statusCode() == 200) {
                    assertEquals(401, me(home, contract, Token.access(answer).jwt()));
                    assertEquals(401, refresh(home, contract, Token.refresh(answer).jwt()).statusCode());
                }
            }
            assertEquals(401, refresh(home, contract, somebody.refresh(contract)).statusCode());
            assertEquals(401, me(home, contract, somebody.access(contract)));
        }
    }

    @Test
    void for_a_new_password_leave_one_that_works() {
        SignedIn somebody = SignedIn.somebody();
        WardenClient home = warden.fromAfar().bearing(somebody.usersAccess());
        List<Integer> statuses = AtOnce.times(6, number -> home.put("api/users/me/password",
                somebody.person().newPassword("rahasia-" + number)).statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 204).count(), statuses::toString);
        assertTrue(Set.of(204, 400, 503).containsAll(statuses), statuses::toString);
        for (int number = 0; number < 6; number++) {
            assertEquals(statuses.get(number) == 204 ? 200 : 401, warden.fromAfar().post("api/users/login",
                    somebody.person().withPassword("rahasia-" + number).byUsername()).statusCode());
        }
    }

    /** Hashing takes turns, and who waits too long for his is told to come again: 503 is no answer to who won. */
    private static void assertOneWinner(IntFunction<RawAnswer> registration) {
        List<RawAnswer> answers = AtOnce.times(REGISTRATIONS, number -> {
            RawAnswer answer = registration.apply(number);
            while (answer.status() == 503) {
                answer = registration.apply(number);
            }
            return answer;
        });
        assertEquals(1, answers.stream().filter(answer -> answer.status() == 200).count(), answers::toString);
        for (RawAnswer answer : answers) {
            if (answer.status() != 200) {
                boolean isUsers = answer.request().contains("/api/users/");
                (isUsers ? Contract.USERS : Contract.PLAIN).assertRefusal(isUsers ? 409 : 400, answer);
                String detail = isUsers ? answer.json().getString("detail") : answer.json().getString("message");
                assertTrue(Set.of("Email is taken.", "Username is taken.", "Username and email are taken.",
                        "Email already exists", "Username already exists").contains(detail), answer::story);
            }
        }
    }

    private static RawAnswer register(Contract contract, Person person) {
        boolean isUsers = contract == Contract.USERS;
        return RawAnswer.of(warden.fromAfar().post(isUsers ? "api/users/register" : "register",
                isUsers ? person.newUser() : person.newAccount()));
    }

    /** One identity whatever the case. */
    private static String spelled(String text, int number) {
        return number % 2 == 0 ? text : text.toUpperCase(java.util.Locale.ROOT);
    }

    private static HttpResponse<String> refresh(WardenClient client, Contract contract, String token) {
        return contract == Contract.USERS
                ? client.post("api/users/refresh", Json.createObjectBuilder().add("refresh_token", token).build())
                : client.post("refresh", Json.createObjectBuilder().add("refreshToken", token).build());
    }

    private static HttpResponse<String> signOut(WardenClient client, Contract contract, String token) {
        return client.bearing(token).post(contract == Contract.USERS ? "api/users/logout" : "logout");
    }

    private static int me(WardenClient client, Contract contract, String token) {
        return client.bearing(token).get(contract == Contract.USERS ? "api/users/me" : "me").statusCode();
    }
}
