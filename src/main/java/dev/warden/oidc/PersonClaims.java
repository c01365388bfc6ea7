package dev.warden.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.warden.account.Identity;
import dev.warden.token.Claims;

/** What is told of a person, by the scopes (OpenID Connect Core §5.4) and claims (§5.5) that were asked for. */
final class PersonClaims {

    private static final Map<String, List<String>> BY_SCOPE = Map.of(
            "profile", List.of("name", "preferred_username"),
            "email", List.of("email", "email_verified"));

    private static final Map<String, BiConsumer<Claims, Identity>> SETTERS = Map.of(
            "name", (claims, identity) -> claims.set("name", identity.username()),
            "preferred_username", (claims, identity) -> claims.set("preferred_username", identity.username()),
            "email", (claims, identity) -> claims.set("email", identity.email()),
            // Nobody has proved yet to read mail there.
            "email_verified", (claims, identity) -> claims.set("email_verified", false));

    private PersonClaims() {
    }

    /** Adds what scopes ask for. */
    static void addByScope(Claims claims, Collection<String> scopes, Identity identity) {
        scopes.forEach(scope -> BY_SCOPE.getOrDefault(scope, List.of()).forEach(name -> add(claims, name, identity)));
    }

    /** Adds what is asked for by name. What is not known of a person is left out (Core §5.5.1). */
    static void addByName(Claims claims, Collection<String> names, Identity identity) {
        names.forEach(name -> add(claims, name, identity));
    }

    private static void add(Claims claims, String name, Identity identity) {
        BiConsumer<Claims, Identity> setter = SETTERS.get(name);
        if (setter != null) {
            setter.accept(claims, identity);
        }
    }
}
