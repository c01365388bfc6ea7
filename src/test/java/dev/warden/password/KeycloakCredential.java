package dev.warden.password;

import java.io.StringReader;
import java.util.Base64;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/**
 * A password credential as Keycloak stores and exports it: JSON in {@code credentialData} and {@code secretData}.
 * Keycloak 26 writes {@code pbkdf2-sha256} (32 bytes), {@code pbkdf2-sha512} (64), {@code pbkdf2} (SHA-1, 64) and
 * {@code argon2}, its default since version 24. {@code docs/operating.md} has a command that does the same for an
 * export, and {@link KeycloakExportTest} compares the two.
 */
final class KeycloakCredential {

    private KeycloakCredential() {
    }

    /**
     * Converts it into the form that Warden stores.
     *
     * @throws IllegalArgumentException if it is not such a credential; the message contains nothing of it
     */
    static PasswordHash toPasswordHash(String credentialData, String secretData) {
        try {
            JsonObject data = parse(credentialData);
            JsonObject secret = parse(secretData);
            return new PasswordHash(parameters(data) + base64(secret, "salt") + '$' + base64(secret, "value"));
        } catch (JsonException | ArithmeticException | ClassCastException | NullPointerException
                | IndexOutOfBoundsException e) {
            // What Jakarta JSON Processing throws for text that is not JSON, and for members that are absent or have
            // another type.
            throw new IllegalArgumentException("Not a password credential of Keycloak");
        }
    }

    private static String parameters(JsonObject data) {
        String algorithm = data.getString("algorithm");
        int iterations = data.getJsonNumber("hashIterations").intValueExact();
        return switch (algorithm) {
            case "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512" -> "$" + algorithm + "$i=" + iterations + '$';
            case "argon2" -> argon2(data.getJsonObject("additionalParameters"), iterations);
            default -> throw new IllegalArgumentException("Not an algorithm of Keycloak's passwords");
        };
    }

    private static String argon2(JsonObject more, int passes) {
        return "$argon2" + first(more, "type") + ("1.3".equals(first(more, "version")) ? "$v=19" : "$v=16")
                + "$m=" + first(more, "memory") + ",t=" + passes + ",p=" + first(more, "parallelism") + '$';
    }

    private static String first(JsonObject parameters, String name) {
        return parameters.getJsonArray(name).getString(0);
    }

    /** Without padding, as in PHC strings. */
    private static String base64(JsonObject secret, String name) {
        return Base64.getEncoder().withoutPadding().encodeToString(Base64.getDecoder().decode(secret.getString(name)));
    }

    private static JsonObject parse(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
