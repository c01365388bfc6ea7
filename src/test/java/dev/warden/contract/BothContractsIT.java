package dev.warden.contract;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.http.HttpResponse;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.BlackBox;
import dev.warden.Golden;
import dev.warden.Person;
import dev.warden.WardenClient;

@DisplayName("One account, two contracts")
class BothContractsIT extends BlackBox {

    private static final String NOT_MINE = "00000000-0000-4000-8000-000000000001";

    private final WardenClient client = warden.fromAfar();
    private final Person person = Person.somebody();

    @Test
    void who_registered_as_a_user_signs_in_by_email() {
        HttpResponse<String> registered = client.post("api/users/register", person.newUser());
        HttpResponse<String> signedIn = client.post("login", person.byEmail());
        Golden.of(signedIn).knowing(person).is("plain/login/ok");
        assertEquals(access(registered).claim("sub"), access(signedIn).claim("sub"));
    }

    @Test
    void who_registered_plainly_signs_in_by_username() {
        HttpResponse<String> registered = client.post("register", person.newAccount());
        HttpResponse<String> signedIn = client.post("api/users/login", person.byUsername());
        Golden.of(signedIn).knowing(person).is("users/login/ok");
        assertEquals(access(registered).claim("sub"), access(signedIn).claim("sub"));
    }

    @Test
    void a_username_too_short_for_one_is_no_hindrance_to_signing_in_by_email_there() {
        Person brief = new Person(person.username().substring(person.username().length() - 5),
                person.email(), "rahasia");
        Golden.of(client.post("register", brief.newAccount())).is("plain/register/username-length");
        Golden.of(client.post("api/users/register", brief.newUser())).knowing(brief).is("users/register/ok");
        Golden.of(client.post("login", brief.byEmail())).knowing(brief).is("plain/login/ok");
    }

    @Test
    void a_name_is_taken_whoever_took_it_by_whichever_contract() {
        client.post("register", person.newAccount());
        Golden.of(client.post("api/users/register", person.newUser())).is("users/register/both-taken");
        Person other = Person.somebody();
        client.post("api/users/register", other.newUser());
        Golden.of(client.post("register", other.newAccount())).is("plain/register/email-taken");
    }

    @Test
    void a_password_changed_by_one_is_changed_for_the_other() {
        HttpResponse<String> registered = client.post("api/users/register", person.newUser());
        client.bearing(access(registered).jwt()).put("api/users/me/password", person.newPassword("another-one"));
        Golden.of(client.post("login", person.byEmail())).is("plain/login/wrong-password");
        Golden.of(client.post("login", person.withPassword("another-one").byEmail())).knowing(person)
                .is("plain/login/ok");
    }

    @Test
    void logging_out_of_one_is_not_logging_out_of_the_other() {
        HttpResponse<String> users = client.post("api/users/register", person.newUser());
        HttpResponse<String> plain = client.post("login", person.byEmail());
        assertNotEquals(access(users).claim("sid"), access(plain).claim("sid"));
        client.bearing(access(users).jwt()).post("api/users/logout");
        assertEquals(200, client.bearing(access(plain).jwt()).get("me").statusCode());
        assertEquals(401, client.bearing(access(users).jwt()).get("api/users/me").statusCode());
    }

    @Test
    void members_that_nobody_asked_for_are_bound_to_nothing() {
        JsonObject user = unknown(person.newUser());
        HttpResponse<String> registered = client.post("api/users/register", user);
        Golden.of(registered).knowing(person).is("users/register/ok");
        HttpResponse<String> signedIn = client.post("api/users/login", unknown(person.byUsername()));
        Golden.of(signedIn).knowing(person).is("users/login/ok");
        HttpResponse<String> refreshed = client.post("api/users/refresh", unknown(Json.createObjectBuilder()
                .add("refresh_token", refresh(signedIn).jwt()).build()));
        Golden.of(refreshed).knowing(person).is("users/refresh/ok");
        assertIsOrdinary(refreshed);
        Golden.of(client.bearing(access(refreshed).jwt()).put("api/users/me/password",
                unknown(person.newPassword("another-one")))).is("users/me-password/ok");
    }

    @Test
    void members_that_nobody_asked_for_are_bound_to_nothing_plainly() {
        HttpResponse<String> registered = client.post("register", unknown(person.newAccount()));
        Golden.of(registered).knowing(person).is("plain/register/ok");
        HttpResponse<String> signedIn = client.post("login", unknown(person.byEmail()));
        Golden.of(signedIn).knowing(person).is("plain/login/ok");
        HttpResponse<String> refreshed = client.post("refresh", unknown(Json.createObjectBuilder()
                .add("refreshToken", refresh(signedIn).jwt()).build()));
        Golden.of(refreshed).knowing(person).is("plain/refresh/ok");
        assertIsOrdinary(refreshed);
    }

    /** What the tokens say, what both contracts answer to who bears them, and what anybody else has too. */
    private void assertIsOrdinary(HttpResponse<String> answer) {
        Person other = Person.somebody();
        String ordinaryRole = access(client.post("register", other.newAccount())).claim("role");
        HttpResponse<String> signedIn = client.post("login", person.byEmail());
        assertEquals(ordinaryRole, access(signedIn).claim("role"));
        assertEquals(access(answer).claim("sub"), access(signedIn).claim("sub"));
        assertNotEquals(NOT_MINE, access(signedIn).claim("sub"));
        Golden.of(client.bearing(access(signedIn).jwt()).get("me")).knowing(person)
                .knowing("sub", access(answer).claim("sub")).knowing("role", ordinaryRole).is("plain/me/ok");
    }

    private static JsonObject unknown(JsonObject body) {
        JsonObjectBuilder more = Json.createObjectBuilder();
        for (String name : new String[] {"id", "sub", "role", "role_id", "roleId", "username_key", "usernameKey",
                "email_key", "password_hash", "passwordHash", "iss", "aud", "sid"}) {
            more.add(name, NOT_MINE);
        }
        more.add("email_verified", true).add("emailVerified", true).add("enabled", false).add("version", 7)
                .add("disabled_at", "2026-01-31T08:20:45.000Z").add("disabledAt", 0).addNull("created_at")
                .add("roles", Json.createArrayBuilder().add("admin"))
                .add("data", Json.createObjectBuilder().add("role", "admin").add("id", NOT_MINE))
                .add("Username", "somebody-else").add("EMAIL", "somebody@else.example");
        body.forEach(more::add);
        return more.build();
    }
}
