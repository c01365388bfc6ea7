package dev.warden.oidc;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.account.Identity;
import dev.warden.account.StandardClaims;
import dev.warden.token.Claims;

/**
 * The claims about a person for the requested scopes (OpenID Connect Core §5.4) and claims (§5.5). Unknown ones are
 * omitted (§5.5.1).
 */
record PersonClaims(Identity identity, StandardClaims known) {

    private static final Map<String, List<String>> BY_SCOPE = Map.of(
            "profile",
            List.of("name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
                    "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"),
            "email", List.of("email", "email_verified"),
            "address", List.of("address"),
            "phone", List.of("phone_number", "phone_number_verified"));

    /** The names of all supported claims. */
    static List<String> names() {
        return Stream.concat(Stream.of("preferred_username", "email"), StandardClaims.names().stream()).toList();
    }

    /** The scopes that request claims. */
    static List<String> scopes() {
        return List.of("profile", "email", "address", "phone");
    }

    /** The scopes by which any of these claims could be requested. */
    static List<String> scopesOf(Collection<String> names) {
        return scopes().stream().filter(scope -> !Collections.disjoint(BY_SCOPE.get(scope), names)).toList();
    }

    /** Adds the claims that scopes request. */
    void addByScope(Claims claims, Collection<String> scopes) {
        scopes.forEach(scope -> BY_SCOPE.getOrDefault(scope, List.of()).forEach(name -> add(claims, name)));
    }

    /**
     * Adds the claims requested by name.
     *
     * @param allowed the scopes that the client may request: requesting by name yields no more than these would
     */
    void addByName(Claims claims, Collection<String> names, Set<String> allowed) {
        names.stream().filter(name -> scopesOf(Set.of(name)).stream().anyMatch(allowed::contains))
                .forEach(name -> add(claims, name));
    }

    private void add(Claims claims, String name) {
        Optional<JsonValue> value = known.get(name);
        switch (name) {
            case "preferred_username" -> claims.set(name, identity.username());
            case "email" -> claims.set(name, identity.email());
            case "name" -> claims.set(name, value.map(PersonClaims::text).orElse(identity.username()));
            // Nobody has proved yet to read mail there, unless the operator declared it.
            case "email_verified" -> claims.set(name, value.filter(JsonValue.TRUE::equals).isPresent());
            case "updated_at" -> claims.set(name, known.updatedAt());
            default -> value.ifPresent(it -> set(claims, name, it));
        }
    }

    private static void set(Claims claims, String name, JsonValue value) {
        if (value instanceof JsonObject address) {
            Claims members = new Claims();
            address.forEach((member, text) -> members.set(member, text(text)));
            claims.set(name, members);
        } else if (value instanceof JsonString) {
            claims.set(name, text(value));
        } else {
            claims.set(name, value == JsonValue.TRUE);
        }
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
    }
}
