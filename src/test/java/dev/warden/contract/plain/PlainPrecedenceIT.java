package dev.warden.contract.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Person;
import dev.warden.WardenClient;
import dev.warden.contract.Patch;

/** Of everything that is wrong with a request, the contract tells the first, in an order that it fixes. */
@DisplayName("Contract plain: the first failure wins")
class PlainPrecedenceIT extends BlackBox {

    private static final String EMAIL = "Must be a valid email";
    private static final String NO_PASSWORD = "Password is required";
    private static final String LONG_PASSWORD = "Password must be at most 256 characters";
    private static final String LENGTH = "Username must be between 6 and 30 characters";
    private static final String EMAIL_TAKEN = "Email already exists";
    private static final String USERNAME_TAKEN = "Username already exists";
    private static final String FINE = null;

    /** A member as it may come, and what is told of it. */
    private record State(String patch, String message) {
    }

    private static final List<State> EMAILS = List.of(new State("{}", FINE), new State("{\"email\":null}", EMAIL),
            new State("{\"email\":\"\"}", EMAIL), new State("{\"email\":\"nobody\"}", EMAIL));
    private static final List<State> USERNAMES = List.of(new State("{}", FINE),
            new State("{\"username\":null}", "username is required"),
            new State("{\"username\":\"\"}", "username is required"), new State("{\"username\":\"<5>\"}", LENGTH),
            new State("{\"username\":\"<31>\"}", LENGTH));
    private static final List<State> PASSWORDS = List.of(new State("{}", FINE),
            new State("{\"password\":null}", NO_PASSWORD), new State("{\"password\":\"\"}", NO_PASSWORD),
            new State("{\"password\":\"<5>\"}", "Password must be at least 6 characters"),
            new State("{\"password\":\"<257>\"}", LONG_PASSWORD));
    private static final List<State> RETYPED = List.of(new State("{}", FINE),
            new State("{\"retyped-password\":null}", "Passwords do not match"),
            new State("{\"retyped-password\":\"Rahasia\"}", "Passwords do not match"));

    private final WardenClient client = warden.fromAfar();
    private final Map<String, String> wrong = new LinkedHashMap<>();

    @Test
    void registering_email_username_password_retyped_password() {
        Person taken = Person.somebody();
        client.post("register", taken.newAccount());
        for (State email : EMAILS) {
            for (State username : USERNAMES) {
                for (State password : PASSWORDS) {
                    for (State retyped : RETYPED) {
                        refuses("register", taken.newAccount(), List.of(email, username, password, retyped));
                    }
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void signing_in_email_password() {
        List<State> passwords = PASSWORDS.stream().filter(state -> !state.patch.contains("<5>")).toList();
        for (State email : EMAILS) {
            for (State password : passwords) {
                refuses("login", Person.somebody().byEmail(), List.of(email, password));
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void what_is_wrong_before_what_is_taken_and_email_before_username() {
        Person taken = Person.somebody();
        client.post("register", taken.newAccount());
        Person other = Person.somebody();
        told(EMAIL_TAKEN, "register", taken.newAccount(), false);
        told(EMAIL_TAKEN, "register", new Person(other.username(), taken.email(), "rahasia").newAccount(), false);
        told(USERNAME_TAKEN, "register", new Person(taken.username(), other.email(), "rahasia").newAccount(), false);
        assertEquals(Map.of(), wrong);
        assertEquals(200, client.post("register", other.newAccount()).statusCode());
    }

    @Test
    void a_body_that_cannot_be_read_before_everything() {
        String unreadable = "{\"email\":\"\",\"username\":\"\",\"password\":\"\",\"password\":\"\"}";
        for (String path : List.of("register", "login")) {
            HttpResponse<String> answer = client.post(path, unreadable);
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("two members of one name"), answer.body());
        }
    }

    /** Nothing is fine and nothing is stored: the request that is fine in every member has names that are taken. */
    private void refuses(String path, JsonObject good, List<State> states) {
        JsonObject body = good;
        for (State state : states) {
            body = Patch.apply(state.patch, body);
        }
        Stream<String> messages = states.stream().map(State::message).filter(Objects::nonNull);
        String ifFine = path.equals("register") ? EMAIL_TAKEN : "No account found with that email";
        String expected = messages.findFirst().orElse(ifFine);
        told(expected, path, body, !expected.equals(ifFine));
    }

    private void told(String message, String path, JsonObject body, boolean isInvalid) {
        HttpResponse<String> answer = client.post(path, body);
        int status = message.startsWith("No account") ? 404 : 400;
        String expected = "{\"status\":\"error\",\"statusCode\":" + status + ",\"message\":\"" + message + "\""
                + (isInvalid ? ",\"data\":\"Your Data Not Valid\"}" : "}");
        if (answer.statusCode() != status || !answer.body().equals(expected)) {
            wrong.put(path + " " + body, answer.statusCode() + " " + answer.body() + " instead of " + message);
        }
    }
}
