package dev.warden;

import java.util.concurrent.ThreadLocalRandom;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/** Somebody whom no other test knows, with names that both contracts take, and what they send to either. */
public record Person(String username, String email, String password) {

    public static Person somebody() {
        String suffix = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        return new Person("Test-" + suffix, "User." + suffix + "@Test.example", "rahasia");
    }

    public Person withPassword(String other) {
        return new Person(username, email, other);
    }

    /** To register through contract {@code users}. */
    public JsonObject newUser() {
        return Json.createObjectBuilder().add("username", username).add("email", email).add("password", password)
                .add("confirm_password", password).build();
    }

    /** To sign in through contract {@code users}. */
    public JsonObject byUsername() {
        return Json.createObjectBuilder().add("username", username).add("password", password).build();
    }

    /** To register through contract {@code plain}. */
    public JsonObject newAccount() {
        return Json.createObjectBuilder().add("email", email).add("password", password)
                .add("retyped-password", password).add("username", username).build();
    }

    /** To sign in through contract {@code plain}. */
    public JsonObject byEmail() {
        return Json.createObjectBuilder().add("email", email).add("password", password).build();
    }

    /** To change the password through contract {@code users}. */
    public JsonObject newPassword(String other) {
        return Json.createObjectBuilder().add("current_password", password).add("password", other)
                .add("confirm_password", other).build();
    }
}
