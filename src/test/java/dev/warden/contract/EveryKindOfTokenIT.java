package dev.warden.contract;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;

import java.net.http.HttpResponse;
import java.util.function.BiFunction;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.warden.BlackBox;
import dev.warden.Golden;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

/** RFC 8725 §2.8: a token of one kind is never taken for another. */
@DisplayName("Every kind of token is good in the one place it is for")
class EveryKindOfTokenIT extends BlackBox {

    private static final String PASSWORD = "rahasia";

    private enum Kind {
        USERS_ACCESS, USERS_REFRESH, PLAIN_ACCESS, PLAIN_REFRESH;

        Token of(WardenClient client, Person person) {
            HttpResponse<String> signedIn = name().startsWith("USERS")
                    ? client.post("api/users/login", person.byUsername()) : client.post("login", person.byEmail());
            return name().endsWith("ACCESS") ? access(signedIn) : refresh(signedIn);
        }
    }

    /** A place where a token can be shown. */
    private enum Door {
        USERS_ME(Kind.USERS_ACCESS, "users/me/ok", "users/invalid-token",
                (client, token) -> client.bearing(token).get("api/users/me")),
        USERS_PASSWORD(Kind.USERS_ACCESS, "users/me-password/ok", "users/invalid-token",
                (client, token) -> client.bearing(token).put("api/users/me/password",
                        new Person("", "", PASSWORD).newPassword(PASSWORD))),
        USERS_LOGOUT(Kind.USERS_ACCESS, "users/logout/ok", "users/invalid-token",
                (client, token) -> client.bearing(token).post("api/users/logout")),
        USERS_REFRESH(Kind.USERS_REFRESH, "users/refresh/ok", "users/refresh/invalid",
                (client, token) -> client.post("api/users/refresh",
                        Json.createObjectBuilder().add("refresh_token", token).build())),
        PLAIN_ME(Kind.PLAIN_ACCESS, "plain/me/ok", "plain/invalid-token",
                (client, token) -> client.bearing(token).get("me")),
        PLAIN_LOGOUT(Kind.PLAIN_ACCESS, "plain/logout/ok", "plain/invalid-token",
                (client, token) -> client.bearing(token).post("logout")),
        PLAIN_REFRESH(Kind.PLAIN_REFRESH, "plain/refresh/ok", "plain/refresh/invalid",
                (client, token) -> client.post("refresh",
                        Json.createObjectBuilder().add("refreshToken", token).build())),
        PLAIN_COOKIE(Kind.PLAIN_REFRESH, "plain/refresh/ok-by-cookie", "plain/refresh/invalid",
                (client, token) -> client.with("Cookie", "refreshToken=" + token).post("refresh"));

        private final Kind accepted;
        private final String ok;
        private final String refused;
        private final BiFunction<WardenClient, String, HttpResponse<String>> knock;

        Door(Kind accepted, String ok, String refused, BiFunction<WardenClient, String, HttpResponse<String>> knock) {
            this.accepted = accepted;
            this.ok = ok;
            this.refused = refused;
            this.knock = knock;
        }
    }

    private final WardenClient client = warden.fromAfar();
    private final Person person = Person.somebody();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void and_nowhere_else(Kind kind) {
        client.post("register", person.newAccount());
        Token token = kind.of(client, person);
        for (Door door : Door.values()) {
            if (door.accepted != kind) {
                Golden.of(door.knock.apply(client, token.jwt())).is(door.refused);
            }
        }
        // What was refused elsewhere has come to no harm.
        for (Door door : Door.values()) {
            if (door.accepted == kind) {
                accepts(door, token);
                token = kind.of(client, person);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void never_with_a_forged_signature(Door door) {
        client.post("register", person.newAccount());
        Token token = door.accepted.of(client, person);
        Golden.of(door.knock.apply(client, token.forged())).is(door.refused);
        Golden.of(door.knock.apply(client, token.jwt() + "A")).is(door.refused);
        Golden.of(door.knock.apply(client, token.jwt().replaceFirst("[^.]*$", ""))).is(door.refused);
        accepts(door, token);
    }

    @Test
    void an_access_token_is_read_from_the_authorization_header_alone() {
        HttpResponse<String> registered = client.post("register", person.newAccount());
        String token = access(registered).jwt();
        Golden.of(client.get("me?access_token=" + token)).is("plain/no-token");
        Golden.of(client.with("Cookie", "accessToken=" + token + "; access_token=" + token).get("me"))
                .is("plain/no-token");
        Golden.of(client.with("X-Authorization", "Bearer " + token).get("me"))
                .is("plain/no-token");
        Golden.of(client.with("Authorization", token).get("me")).is("plain/no-token");
        Golden.of(client.send(client.bearing(token).request("me").header("Authorization", "Bearer " + token)))
                .is("plain/no-token");
        Golden.of(client.with("Authorization", "bEARER " + token).get("me")).knowing(person)
                .knowing("sub", access(registered).claim("sub")).knowing("role", access(registered).claim("role"))
                .is("plain/me/ok");
    }

    private void accepts(Door door, Token token) {
        Golden golden = Golden.of(door.knock.apply(client, token.jwt())).knowing(person)
                .knowing("sub", token.claim("sub"));
        if (door == Door.PLAIN_ME) {
            golden.knowing("role", token.claim("role"));
        }
        golden.is(door.ok);
    }
}
