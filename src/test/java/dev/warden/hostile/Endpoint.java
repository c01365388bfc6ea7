package dev.warden.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import dev.warden.Person;

/** Every operation of both contracts. A trick that is tried on one is tried on all that it can be tried on. */
enum Endpoint {

    USERS_REGISTER(Contract.USERS, "POST", "api/users/register", false, 200),
    USERS_LOGIN(Contract.USERS, "POST", "api/users/login", false, 401),
    USERS_REFRESH(Contract.USERS, "POST", "api/users/refresh", false, 401),
    USERS_LOGOUT(Contract.USERS, "POST", "api/users/logout", true, 204),
    USERS_ME(Contract.USERS, "GET", "api/users/me", true, 200),
    USERS_PASSWORD(Contract.USERS, "PUT", "api/users/me/password", true, 400),
    PLAIN_REGISTER(Contract.PLAIN, "POST", "register", false, 200),
    PLAIN_LOGIN(Contract.PLAIN, "POST", "login", false, 404),
    PLAIN_REFRESH(Contract.PLAIN, "POST", "refresh", false, 401),
    PLAIN_LOGOUT(Contract.PLAIN, "POST", "logout", true, 200),
    PLAIN_ME(Contract.PLAIN, "GET", "me", true, 200);

    private final Contract contract;
    private final String method;
    private final String path;
    private final boolean needsToken;
    private final int statusOfDocument;

    Endpoint(Contract contract, String method, String path, boolean needsToken, int statusOfDocument) {
        this.contract = contract;
        this.method = method;
        this.path = path;
        this.needsToken = needsToken;
        this.statusOfDocument = statusOfDocument;
    }

    static Stream<Endpoint> all() {
        return Arrays.stream(values());
    }

    /** Those that read a body. */
    static Stream<Endpoint> withBody() {
        return all().filter(endpoint -> !endpoint.members().isEmpty());
    }

    static Stream<Endpoint> withToken() {
        return all().filter(Endpoint::needsToken);
    }

    Contract contract() {
        return contract;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** Whether it needs an access token. */
    boolean needsToken() {
        return needsToken;
    }

    /** What {@link #document} is answered with: the body is in order, and the person in it is nobody yet. */
    int statusOfDocument() {
        return statusOfDocument;
    }

    /** The members of its body. */
    List<String> members() {
        return List.copyOf(document().keySet());
    }

    /** A body in order, of somebody new; empty if it reads none. */
    JsonObject document() {
        Person person = Person.somebody();
        return switch (this) {
            case USERS_REGISTER -> person.newUser();
            case USERS_LOGIN -> person.byUsername();
            case USERS_REFRESH -> Json.createObjectBuilder().add("refresh_token", "a.b.c").build();
            case USERS_PASSWORD -> person.withPassword("a-wrong-one").newPassword("rahasia-2");
            case PLAIN_REGISTER -> person.newAccount();
            case PLAIN_LOGIN -> person.byEmail();
            case PLAIN_REFRESH -> Json.createObjectBuilder().add("refreshToken", "a.b.c").build();
            default -> Json.createObjectBuilder().build();
        };
    }
}
