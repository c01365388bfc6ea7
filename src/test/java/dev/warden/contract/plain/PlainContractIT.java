package dev.warden.contract.plain;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

@DisplayName("Contract plain")
class PlainContractIT extends BlackBox {

    private static final String REGISTER = "register";
    private static final String LOGIN = "login";
    private static final String REFRESH = "refresh";
    private static final String LOGOUT = "logout";
    private static final String ME = "me";
    private static final int GUESSES = 10;
    private static final int MAX_BODY = 64 * 1024;

    private final WardenClient client = warden.fromAfar();
    private final Person person = Person.somebody();

    @ParameterizedTest(name = "\"{0}\" behind each path")
    @ValueSource(strings = {"", "/"})
    void answers_what_is_right(String slash) {
        Golden.of(client.post(REGISTER + slash, person.newAccount())).knowing(person).is("plain/register/ok");
        HttpResponse<String> signedIn = client.post(LOGIN + slash, person.byEmail());
        Golden.of(signedIn).knowing(person).is("plain/login/ok");
        HttpResponse<String> refreshed = client.post(REFRESH + slash, refreshing(refresh(signedIn).jwt()));
        Golden.of(refreshed).knowing(person).is("plain/refresh/ok");
        WardenClient owner = client.bearing(access(refreshed).jwt());
        Golden.of(owner.get(ME + slash)).knowing(person).knowing("sub", access(signedIn).claim("sub"))
                .knowing("role", access(signedIn).claim("role")).is("plain/me/ok");
        Golden.of(owner.send("HEAD", ME + slash)).is("plain/me/head");
        Golden.of(owner.post(LOGOUT + slash)).is("plain/logout/ok");
    }

    @ParameterizedTest(name = "a name of {0} and a password of {1} characters")
    @CsvSource({"6, 6", "30, 256"})
    void registers_at_the_limits(int name, int password) {
        String username = person.username().repeat(5).substring(person.username().length() - 6).substring(0, name);
        Person atTheLimit = new Person(username, person.email(), "é".repeat(password));
        Golden.of(client.post(REGISTER, atTheLimit.newAccount())).knowing(atTheLimit).is("plain/register/ok");
        Golden.of(client.post(LOGIN, atTheLimit.byEmail())).knowing(atTheLimit).is("plain/login/ok");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            email             | {"email":null}
            email             | {"email":""}
            email             | {"email":"test.example"}
            email             | {"email":"user@example"}
            email             | {"email":"user@test.example, other@test.example"}
            email             | {"email":"<65>@test.example"}
            username-missing  | {"username":null}
            username-missing  | {"username":""}
            username-length   | {"username":"<5>"}
            username-length   | {"username":"<31>"}
            username-spelling | {"username":"some@body"}
            username-spelling | {"username":"somebody "}
            password-missing  | {"password":null}
            password-missing  | {"password":"","retyped-password":""}
            password-short    | {"password":"<5>","retyped-password":"<5>"}
            password-long     | {"password":"<257>","retyped-password":"<257>"}
            passwords-differ  | {"retyped-password":null}
            passwords-differ  | {"retyped-password":"Rahasia"}
            passwords-differ  | {"retyped-password":null,"retypedPassword":"rahasia"}
            """)
    void registers_nobody_with(String golden, String patch) {
        Golden.of(client.post(REGISTER, Patch.apply(patch, person.newAccount()))).is("plain/register/" + golden);
    }

    @Test
    void registers_no_name_twice() {
        client.post(REGISTER, person.newAccount());
        Person other = Person.somebody();
        Person sameUsername = new Person(person.username().toUpperCase(Locale.ROOT), other.email(), "rahasia");
        Person sameEmail = new Person(other.username(), person.email().toUpperCase(Locale.ROOT), "rahasia");
        Golden.of(client.post(REGISTER, sameUsername.newAccount())).is("plain/register/username-taken");
        Golden.of(client.post(REGISTER, sameEmail.newAccount())).is("plain/register/email-taken");
        Golden.of(client.post(REGISTER, person.newAccount())).is("plain/register/email-taken");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            email            | {"email":null}
            email            | {"email":""}
            email            | {"email":"test.example"}
            password-missing | {"password":null}
            password-missing | {"password":""}
            password-long    | {"password":"<257>"}
            """)
    void signs_nobody_in_with(String golden, String patch) {
        Golden.of(client.post(LOGIN, Patch.apply(patch, person.byEmail()))).is("plain/login/" + golden);
    }

    @Test
    void tells_a_wrong_password_from_an_unknown_email() {
        client.post(REGISTER, person.newAccount());
        Golden.of(client.post(LOGIN, person.withPassword("Rahasia").byEmail())).is("plain/login/wrong-password");
        Golden.of(client.post(LOGIN, Person.somebody().byEmail())).is("plain/login/unknown-email");
    }

    @Test
    void knows_an_email_in_every_case_and_answers_it_as_it_was_registered() {
        client.post(REGISTER, person.newAccount());
        Person shouting = new Person(person.username(), person.email().toUpperCase(Locale.ROOT), person.password());
        Golden.of(client.post(LOGIN, shouting.byEmail())).knowing(person).is("plain/login/ok");
    }

    @Test
    void stops_guessing_at_a_password_and_then_refuses_the_right_one_too() {
        client.post(REGISTER, person.newAccount());
        for (int guess = 1; guess <= GUESSES; guess++) {
            assertEquals(400, client.post(LOGIN, person.withPassword("wrong-one").byEmail()).statusCode());
        }
        Golden.of(client.post(LOGIN, person.byEmail())).is("plain/login/too-many");
        Golden.of(client.fromAfar().post(LOGIN, person.byEmail())).knowing(person).is("plain/login/ok");
    }

    @Test
    void stops_telling_strangers_which_emails_have_no_account() {
        Person known = Person.somebody();
        client.fromAfar().post(REGISTER, known.newAccount());
        for (int guess = 1; guess <= GUESSES; guess++) {
            assertEquals(404, client.post(LOGIN, Person.somebody().byEmail()).statusCode());
        }
        Golden.of(client.post(LOGIN, Person.somebody().byEmail())).is("plain/login/too-many");
        Golden.of(client.post(LOGIN, known.byEmail())).is("plain/login/too-many");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{}", "{\"refreshToken\":null}", "{\"refreshToken\":\"\"}", "{\"refreshToken\":\"x\"}",
            "{\"refresh_token\":\"x\"}"})
    void refreshes_nothing_with(String body) {
        Golden.of(client.post(REFRESH, body)).is("plain/refresh/invalid");
    }

    @Test
    void forgets_a_session_at_logout_and_no_other() {
        HttpResponse<String> ended = client.post(REGISTER, person.newAccount());
        HttpResponse<String> going = client.post(LOGIN, person.byEmail());
        Golden.of(client.bearing(access(ended).jwt()).post(LOGOUT)).is("plain/logout/ok");
        Golden.of(client.bearing(access(ended).jwt()).get(ME)).is("plain/invalid-token");
        Golden.of(client.bearing(access(ended).jwt()).post(LOGOUT)).is("plain/invalid-token");
        Golden.of(client.post(REFRESH, refreshing(refresh(ended).jwt()))).is("plain/refresh/invalid");
        Golden.of(client.post(REFRESH, refreshing(refresh(going).jwt()))).knowing(person).is("plain/refresh/ok");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET, " + ME, "POST, " + LOGOUT})
    void needs_an_access_token(String method, String path) {
        Golden.of(client.send(method, path)).is("plain/no-token");
        Golden.of(client.with("Authorization", "Basic dGVzdDpyYWhhc2lh").send(method, path)).is("plain/no-token");
        Golden.of(client.bearing("x").send(method, path)).is("plain/invalid-token");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET, " + REGISTER + ", POST", "PUT, " + LOGIN + ", POST", "DELETE, " + REFRESH + ", POST",
            "PATCH, " + LOGOUT + ", POST", "POST, " + ME + ", GET"})
    void allows_no_other_method(String method, String path, String allowed) {
        Golden.of(client.send(method, path)).is("plain/only-" + allowed.toLowerCase(Locale.ROOT));
        Golden.of(client.send("OPTIONS", path)).is("plain/options-" + allowed.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {REGISTER, LOGIN, REFRESH})
    void reads_nothing_but_one_json_object_of_64_KiB(String path) {
        Golden.of(client.post(path, "{")).is("plain/body/malformed");
        Golden.of(client.post(path, "null")).is("plain/body/malformed");
        Golden.of(client.post(path, "[{}]")).is("plain/body/malformed");
        Golden.of(client.post(path, "{} {}")).is("plain/body/malformed");
        Golden.of(client.post(path, "{\"email\":\"\",\"email\":\"\"}")).is("plain/body/two-of-one-name");
        Golden.of(client.post(path, "{\"email\":\"\\u0000\"}")).is("plain/body/character");
        Golden.of(client.post(path, "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}")).is("plain/body/depth");
        Golden.of(client.send(client.request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray("{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1)))))
                .is("plain/body/not-utf-8");
        Golden.of(client.post(path, " ".repeat(MAX_BODY + 1))).is("plain/body/too-large");
        Golden.of(client.send(client.request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MAX_BODY + 1])))))
                .is("plain/body/too-large");
        Golden.of(client.post(path, " ".repeat(MAX_BODY - 1) + "x")).is("plain/body/malformed");
        Golden.of(client.with("Content-Type", "text/plain").post(path, "{}")).is("plain/body/not-json");
        Golden.of(client.with("Content-Type", "application/json;charset=iso-8859-1").post(path, "{}"))
                .is("plain/body/not-json");
        Golden.of(client.with("Content-Encoding", "gzip").post(path, "{}")).is("plain/body/encoded");
        Golden.of(client.with("Accept", "text/html").post(path, "{}")).is("plain/not-acceptable");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {REGISTER, LOGIN})
    void needs_a_body(String path) {
        Golden.of(client.post(path, "")).is("plain/body/malformed");
        Golden.of(client.post(path)).is("plain/body/not-json");
    }

    @Test
    void takes_every_spelling_of_the_type() {
        client.post(REGISTER, person.newAccount());
        for (String type : new String[] {"application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\""}) {
            Golden.of(client.with("Content-Type", type).post(LOGIN, person.byEmail())).knowing(person)
                    .is("plain/login/ok");
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            register/email            | register | {"email":1}
            register/email            | login    | {"email":["a@test.example"]}
            register/email            | register | {"email":"nobody","username":1,"password":{}}
            register/username-missing | register | {"username":1,"password":true}
            register/password-missing | register | {"password":1.5}
            register/password-missing | login    | {"password":123456}
            register/passwords-differ | register | {"retyped-password":false}
            body/token-no-text        | refresh  | {"refreshToken":1}
            """)
    void takes_text_for_text(String golden, String path, String patch) {
        Golden.of(client.post(path, Patch.apply(patch, person.newAccount()))).is("plain/" + golden);
    }

    private static JsonObject refreshing(String token) {
        return Json.createObjectBuilder().add("refreshToken", token).build();
    }
}
