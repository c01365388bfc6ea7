package dev.warden.contract.users;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Golden;
import dev.warden.Person;
import dev.warden.WardenClient;
import dev.warden.contract.Patch;

@DisplayName("Contract users")
class UsersContractIT extends BlackBox {

    private static final String REGISTER = "api/users/register";
    private static final String LOGIN = "api/users/login";
    private static final String REFRESH = "api/users/refresh";
    private static final String LOGOUT = "api/users/logout";
    private static final String ME = "api/users/me";
    private static final String PASSWORD = "api/users/me/password";
    private static final int GUESSES = 10;
    private static final int MAX_BODY = 64 * 1024;

    private final WardenClient client = warden.fromAfar();
    private final Person person = Person.somebody();

    @ParameterizedTest(name = "\"{0}\" behind each path")
    @ValueSource(strings = {"", "/"})
    void answers_what_is_right(String slash) {
        Golden.of(client.post(REGISTER + slash, person.newUser())).knowing(person).is("users/register/ok");
        HttpResponse<String> signedIn = client.post(LOGIN + slash, person.byUsername());
        Golden.of(signedIn).knowing(person).is("users/login/ok");
        HttpResponse<String> refreshed = client.post(REFRESH + slash, refreshing(refresh(signedIn).jwt()));
        Golden.of(refreshed).knowing(person).is("users/refresh/ok");
        WardenClient owner = client.bearing(access(refreshed).jwt());
        Golden.of(owner.get(ME + slash)).knowing(person).knowing("sub", access(signedIn).claim("sub"))
                .is("users/me/ok");
        Golden.of(owner.send("HEAD", ME + slash)).is("users/me/head");
        Golden.of(owner.put(PASSWORD + slash, person.newPassword("another-one"))).is("users/me-password/ok");
        Golden.of(owner.post(LOGOUT + slash)).is("users/logout/ok");
    }

    @ParameterizedTest(name = "a name of {0} and a password of {1} characters")
    @CsvSource({"3, 6", "64, 256"})
    void registers_at_the_limits(int name, int password) {
        String username = person.username().repeat(5).substring(person.username().length() - 3).substring(0, name);
        Person atTheLimit = new Person(username, person.email(), "é".repeat(password));
        Golden.of(client.post(REGISTER, atTheLimit.newUser())).knowing(atTheLimit).is("users/register/ok");
        Golden.of(client.post(LOGIN, atTheLimit.byUsername())).knowing(atTheLimit).is("users/login/ok");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            username-missing  | {"username":null}
            username-length   | {"username":""}
            username-length   | {"username":"ab"}
            username-length   | {"username":"<65>"}
            username-spelling | {"username":"some@body"}
            username-spelling | {"username":" somebody"}
            username-both     | {"username":"@"}
            email-missing     | {"email":null}
            email-malformed   | {"email":""}
            email-malformed   | {"email":"test.example"}
            email-malformed   | {"email":"user@example"}
            email-malformed   | {"email":"user@test.example, other@test.example"}
            email-malformed   | {"email":"<65>@test.example"}
            password-missing  | {"password":null}
            password-length   | {"password":"","confirm_password":""}
            password-length   | {"password":"<5>","confirm_password":"<5>"}
            password-length   | {"password":"<257>","confirm_password":"<257>"}
            password-alone    | {"confirm_password":null}
            passwords-differ  | {"confirm_password":"Rahasia"}
            password-alone    | {"confirm_password":null,"confirmPassword":"rahasia"}
            everything        | {"username":"ab","email":"test.example","password":"<5>"}
            nothing-there     | {"username":null,"email":null,"password":null,"confirm_password":null}
            """)
    void registers_nobody_with(String golden, String patch) {
        Golden.of(client.post(REGISTER, Patch.apply(patch, person.newUser()))).is("users/register/" + golden);
    }

    @Test
    void registers_no_name_twice() {
        client.post(REGISTER, person.newUser());
        Person other = Person.somebody();
        Person sameUsername = new Person(person.username().toUpperCase(Locale.ROOT), other.email(), "rahasia");
        Person sameEmail = new Person(other.username(), person.email().toUpperCase(Locale.ROOT), "rahasia");
        Golden.of(client.post(REGISTER, sameUsername.newUser())).is("users/register/username-taken");
        Golden.of(client.post(REGISTER, sameEmail.newUser())).is("users/register/email-taken");
        Golden.of(client.post(REGISTER, person.newUser())).is("users/register/both-taken");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            username-missing | {"username":null}
            username-missing | {"username":""}
            username-length  | {"username":"<255>"}
            password-missing | {"password":null}
            password-missing | {"password":""}
            password-length  | {"password":"<257>"}
            nothing-there    | {"username":null,"password":null}
            """)
    void signs_nobody_in_with(String golden, String patch) {
        Golden.of(client.post(LOGIN, Patch.apply(patch, person.byUsername()))).is("users/login/" + golden);
    }

    @Test
    void answers_a_wrong_password_and_an_unknown_name_alike() {
        client.post(REGISTER, person.newUser());
        Golden.of(client.post(LOGIN, person.withPassword("Rahasia").byUsername())).is("users/login/wrong");
        Golden.of(client.post(LOGIN, Person.somebody().byUsername())).is("users/login/wrong");
        Golden.of(client.post(LOGIN, new Person("no@name", "", "rahasia").byUsername())).is("users/login/wrong");
    }

    @Test
    void knows_a_name_in_every_case_and_answers_it_as_it_was_registered() {
        client.post(REGISTER, person.newUser());
        Person shouting = new Person(person.username().toUpperCase(Locale.ROOT), person.email(), person.password());
        Golden.of(client.post(LOGIN, shouting.byUsername())).knowing(person).is("users/login/ok");
    }

    @Test
    void stops_guessing_at_a_password_and_then_refuses_the_right_one_too() {
        client.post(REGISTER, person.newUser());
        for (int guess = 1; guess <= GUESSES; guess++) {
            assertEquals(401, client.post(LOGIN, person.withPassword("wrong-one").byUsername()).statusCode());
        }
        Golden.of(client.post(LOGIN, person.byUsername())).is("users/login/too-many");
        Golden.of(client.fromAfar().post(LOGIN, person.byUsername())).knowing(person).is("users/login/ok");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            missing | {}
            missing | {"refresh_token":""}
            missing | {"refreshToken":"x"}
            invalid | {"refresh_token":"x"}
            """)
    void refreshes_nothing_with(String golden, String patch) {
        Golden.of(client.post(REFRESH, Patch.apply(patch, JsonObject.EMPTY_JSON_OBJECT))).is("users/refresh/" + golden);
    }

    @Test
    void refreshes_with_a_token_until_it_is_replaced_twice_and_then_ends_the_session() {
        HttpResponse<String> first = client.post(REGISTER, person.newUser());
        HttpResponse<String> second = client.post(REFRESH, refreshing(refresh(first).jwt()));
        HttpResponse<String> third = client.post(REFRESH, refreshing(refresh(second).jwt()));
        Golden.of(third).knowing(person).is("users/refresh/ok");
        assertNotEquals(refresh(second).claim("jti"), refresh(third).claim("jti"));
        Golden.of(client.bearing(access(first).jwt()).get(ME)).knowing(person)
                .knowing("sub", access(first).claim("sub")).is("users/me/ok");
        Golden.of(client.post(REFRESH, refreshing(refresh(first).jwt()))).is("users/refresh/invalid");
        Golden.of(client.post(REFRESH, refreshing(refresh(third).jwt()))).is("users/refresh/invalid");
        Golden.of(client.bearing(access(third).jwt()).get(ME)).is("users/invalid-token");
    }

    @Test
    void forgets_a_session_at_logout_and_no_other() {
        HttpResponse<String> ended = client.post(REGISTER, person.newUser());
        HttpResponse<String> going = client.post(LOGIN, person.byUsername());
        Golden.of(client.bearing(access(ended).jwt()).post(LOGOUT)).is("users/logout/ok");
        Golden.of(client.bearing(access(ended).jwt()).get(ME)).is("users/invalid-token");
        Golden.of(client.bearing(access(ended).jwt()).post(LOGOUT)).is("users/invalid-token");
        Golden.of(client.post(REFRESH, refreshing(refresh(ended).jwt()))).is("users/refresh/invalid");
        Golden.of(client.post(REFRESH, refreshing(refresh(going).jwt()))).knowing(person).is("users/refresh/ok");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            current-missing  | {"current_password":null}
            current-missing  | {"current_password":""}
            current-missing  | {"current_password":null,"currentPassword":"rahasia"}
            current-length   | {"current_password":"<257>"}
            current-wrong    | {"current_password":"Rahasia"}
            password-missing | {"password":null}
            password-length  | {"password":"<5>","confirm_password":"<5>"}
            password-length  | {"password":"<257>","confirm_password":"<257>"}
            passwords-differ | {"confirm_password":"Another-one"}
            password-alone   | {"confirm_password":null}
            nothing-there    | {"current_password":null,"password":null,"confirm_password":null}
            """)
    void changes_no_password_with(String golden, String patch) {
        WardenClient owner = client.bearing(access(client.post(REGISTER, person.newUser())).jwt());
        Golden.of(owner.put(PASSWORD, Patch.apply(patch, person.newPassword("another-one"))))
                .is("users/me-password/" + golden);
        Golden.of(client.post(LOGIN, person.byUsername())).knowing(person).is("users/login/ok");
    }

    @Test
    void changes_a_password_and_ends_every_other_session() {
        HttpResponse<String> mine = client.post(REGISTER, person.newUser());
        HttpResponse<String> other = client.post(LOGIN, person.byUsername());
        HttpResponse<String> plain = client.post("login", person.byEmail());
        Golden.of(client.bearing(access(mine).jwt()).put(PASSWORD, person.newPassword("another-one")))
                .is("users/me-password/ok");
        Golden.of(client.bearing(access(other).jwt()).get(ME)).is("users/invalid-token");
        Golden.of(client.post(REFRESH, refreshing(refresh(other).jwt()))).is("users/refresh/invalid");
        Golden.of(client.bearing(access(plain).jwt()).get("me")).is("plain/invalid-token");
        Golden.of(client.bearing(access(mine).jwt()).get(ME)).knowing(person)
                .knowing("sub", access(mine).claim("sub")).is("users/me/ok");
        Golden.of(client.post(REFRESH, refreshing(refresh(mine).jwt()))).knowing(person).is("users/refresh/ok");
        Golden.of(client.post(LOGIN, person.byUsername())).is("users/login/wrong");
        Golden.of(client.post(LOGIN, person.withPassword("another-one").byUsername())).knowing(person)
                .is("users/login/ok");
    }

    @Test
    void stops_guessing_at_the_current_password() {
        WardenClient owner = client.bearing(access(client.post(REGISTER, person.newUser())).jwt());
        for (int guess = 1; guess <= GUESSES; guess++) {
            assertEquals(400, owner.put(PASSWORD,
                    person.withPassword("wrong-one").newPassword("another-one")).statusCode());
        }
        Golden.of(owner.put(PASSWORD, person.newPassword("another-one"))).is("users/me-password/too-many");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET, " + ME, "POST, " + LOGOUT, "PUT, " + PASSWORD})
    void needs_an_access_token(String method, String path) {
        Golden.of(client.send(method, path)).is("users/no-token");
        Golden.of(client.with("Authorization", "Basic dGVzdDpyYWhhc2lh").send(method, path)).is("users/no-token");
        Golden.of(client.bearing("x").send(method, path)).is("users/invalid-token");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET, " + REGISTER + ", POST", "PUT, " + LOGIN + ", POST", "DELETE, " + REFRESH + ", POST",
            "PATCH, " + LOGOUT + ", POST", "POST, " + ME + ", GET", "POST, " + PASSWORD + ", PUT"})
    void allows_no_other_method(String method, String path, String allowed) {
        Golden.of(client.send(method, path)).is("users/only-" + allowed.toLowerCase(Locale.ROOT));
        Golden.of(client.send("OPTIONS", path)).is("users/options-" + allowed.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"api/users/", "api/users/nothing", "api/users/me/nothing", "api/users/login/nothing",
            "api/users/Login", "api/users/application.wadl"})
    void has_nothing_elsewhere(String path) {
        Golden.of(client.get(path)).is("users/nothing-here");
        Golden.of(client.post(path, JsonObject.EMPTY_JSON_OBJECT)).is("users/nothing-here");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {REGISTER, LOGIN, REFRESH})
    void reads_nothing_but_one_json_object_of_64_KiB(String path) {
        Golden.of(client.post(path, "")).is("users/body/malformed");
        Golden.of(client.post(path, "{")).is("users/body/malformed");
        Golden.of(client.post(path, "null")).is("users/body/malformed");
        Golden.of(client.post(path, "[{}]")).is("users/body/malformed");
        Golden.of(client.post(path, "{} {}")).is("users/body/malformed");
        Golden.of(client.post(path, "{\"a\":1,\"a\":2}")).is("users/body/two-of-one-name");
        Golden.of(client.post(path, "{\"a\":\"\\u0000\"}")).is("users/body/character");
        Golden.of(client.post(path, "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}")).is("users/body/depth");
        Golden.of(client.send(client.request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray("{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1)))))
                .is("users/body/not-utf-8");
        Golden.of(client.post(path, " ".repeat(MAX_BODY + 1))).is("users/body/too-large");
        Golden.of(client.send(client.request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MAX_BODY + 1])))))
                .is("users/body/too-large");
        Golden.of(client.post(path, " ".repeat(MAX_BODY - 1) + "x")).is("users/body/malformed");
        Golden.of(client.with("Content-Type", "text/plain").post(path, "{}")).is("users/body/not-json");
        Golden.of(client.with("Content-Type", "application/json;charset=iso-8859-1").post(path, "{}"))
                .is("users/body/not-json");
        Golden.of(client.post(path)).is("users/body/not-json");
        Golden.of(client.with("Content-Encoding", "gzip").post(path, "{}")).is("users/body/encoded");
        Golden.of(client.with("Accept", "text/html").post(path, "{}")).is("users/not-acceptable");
    }

    @Test
    void takes_every_spelling_of_the_type() {
        client.post(REGISTER, person.newUser());
        for (String type : new String[] {"application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\""}) {
            Golden.of(client.with("Content-Type", type).post(LOGIN, person.byUsername())).knowing(person)
                    .is("users/login/ok");
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            username-no-text | api/users/register | {"username":1}
            username-no-text | api/users/login    | {"username":["x"]}
            password-no-text | api/users/register | {"password":true}
            password-no-text | api/users/login    | {"password":1.5}
            confirm-no-text  | api/users/register | {"confirm_password":{"password":"rahasia"}}
            some-no-text     | api/users/register | {"username":"ab","email":1,"password":[],"confirm_password":{}}
            token-no-text    | api/users/refresh  | {"refresh_token":1}
            """)
    void takes_text_for_text(String golden, String path, String patch) {
        Golden.of(client.post(path, Patch.apply(patch, person.newUser()))).is("users/body/" + golden);
    }

    private static JsonObject refreshing(String token) {
        return Json.createObjectBuilder().add("refresh_token", token).build();
    }
}
