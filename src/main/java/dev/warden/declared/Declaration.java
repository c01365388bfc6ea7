package dev.warden.declared;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.account.Email;
import dev.warden.account.StandardClaims;
import dev.warden.account.Username;
import dev.warden.client.MemberNames;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.InvalidValue;

/**
 * The content of a declared configuration, not yet compared with the database. Unknown members are refused, because
 * they are typing errors.
 *
 * @param clients null if the file has no member {@code clients}, which leaves them as they are
 */
record Declaration(List<Client> clients, List<String> roles, List<Account> accounts, Keys keys) {

    private static final Set<String> MEMBERS = Set.of("$schema", "clients", "roles", "accounts", "keys");
    private static final Set<String> KEY_MEMBERS = Set.of("renew_before", "revoked");
    private static final Set<String> ACCOUNT_MEMBERS = Set.of("username", "email", "password", "role", "disabled",
            "claims");

    /**
     * A client.
     *
     * @param secret null if none is declared
     */
    record Client(String id, JsonObject metadata, String secret) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /**
     * An account, identified by its username.
     *
     * @param password for a new account; null if none is declared
     * @param role     null to leave it as it is
     * @param disabled null to leave it as it is
     * @param claims   null to leave them as they are
     */
    record Account(Username username, Email email, String password, String role, Boolean disabled,
            StandardClaims claims) {
        @Override
        public String toString() {
            return "Account[" + username + "]";
        }
    }

    /**
     * What to do with signing keys.
     *
     * @param renewBefore keys that began to sign before this instant get a successor; the epoch if none is declared
     * @param revoked     ids of compromised keys
     */
    record Keys(Instant renewBefore, List<String> revoked) {
    }

    /** @throws InvalidSetting if the document violates the schema */
    static Declaration of(JsonObject document) {
        refuseOthers("the file", document, MEMBERS::contains);
        List<Client> clients = document.containsKey("clients") ? objects(document, "clients", Declaration::client)
                : null;
        List<String> roles = texts(document, "roles");
        List<Account> accounts = objects(document, "accounts", Declaration::account);
        if (clients != null) {
            refuseTwins("clients", clients.stream().map(Client::id).toList());
        }
        refuseTwins("accounts", accounts.stream().map(account -> account.username.key()).toList());
        refuseTwins("accounts", accounts.stream().map(account -> account.email.key()).toList());
        return new Declaration(clients, roles, accounts, keys(document));
    }

    private static Client client(JsonObject object) {
        refuseOthers("a client", object, member -> member.equals("client_id") || member.equals("client_secret")
                || MemberNames.isKnown(member));
        return new Client(needed(object, "client_id"), object, text(object, "client_secret"));
    }

    private static Account account(JsonObject object) {
        refuseOthers("an account", object, ACCOUNT_MEMBERS::contains);
        return new Account(new Username(needed(object, "username")), new Email(needed(object, "email")),
                text(object, "password"), text(object, "role"), flag(object, "disabled"),
                claims(object));
    }

    private static Keys keys(JsonObject document) {
        if (!(document.getOrDefault("keys", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject object)) {
            throw complaint("keys must be an object");
        }
        refuseOthers("keys", object, KEY_MEMBERS::contains);
        try {
            String before = text(object, "renew_before");
            return new Keys(before == null ? Instant.EPOCH : Instant.parse(before), texts(object, "revoked"));
        } catch (InvalidValue e) {
            throw complaint("keys." + e.field() + " " + e.getMessage());
        } catch (DateTimeParseException notAnInstant) {
            throw complaint("keys.renew_before must be an instant in UTC such as 2026-01-31T08:20:45Z");
        }
    }

    private static StandardClaims claims(JsonObject object) {
        JsonValue value = object.get("claims");
        if (value == null || value instanceof JsonObject) {
            return value == null ? null : new StandardClaims(value.asJsonObject(), null);
        }
        throw new InvalidValue("claims", "must be an object");
    }

    private static <T> List<T> objects(JsonObject document, String name, Function<JsonObject, T> reader) {
        JsonArray array = array(document, name);
        return IntStream.range(0, array.size()).mapToObj(i -> {
            if (!(array.get(i) instanceof JsonObject object)) {
                throw complaint(name + "[" + i + "] must be an object");
            }
            try {
                return reader.apply(object);
            } catch (InvalidValue e) {
                throw complaint(name + "[" + i + "]." + e.field() + " " + e.getMessage());
            }
        }).toList();
    }

    private static List<String> texts(JsonObject document, String name) {
        return array(document, name).stream().map(value -> {
            if (value instanceof JsonString text && text.getString().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
                return text.getString();
            }
            throw complaint(name + " must have 1 to 64 lower-case letters, digits, dots, hyphens and underscores");
        }).distinct().toList();
    }

    private static JsonArray array(JsonObject document, String name) {
        JsonValue value = document.getOrDefault(name, JsonValue.EMPTY_JSON_ARRAY);
        if (value instanceof JsonArray array) {
            return array;
        }
        throw complaint(name + " must be an array");
    }

    private static String needed(JsonObject object, String name) {
        String text = text(object, name);
        if (text == null) {
            throw new InvalidValue(name, "is needed");
        }
        return text;
    }

    private static String text(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text && !text.getString().isEmpty()) {
            return text.getString();
        }
        throw new InvalidValue(name, "must be a text that is not empty (in YAML, put numbers into quotes)");
    }

    private static Boolean flag(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (value == null || value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == null ? null : Boolean.valueOf(value == JsonValue.TRUE);
        }
        throw new InvalidValue(name, "must be true or false");
    }

    private static void refuseOthers(String where, JsonObject object, Predicate<String> known) {
        object.keySet().stream().filter(known.negate()).findFirst().ifPresent(member -> {
            // Without the space after its colon, a secret is part of the name of its member.
            throw complaint(where + " has a member that is not known: " + member.replaceFirst("(?s)[:=].*", "…"));
        });
    }

    private static void refuseTwins(String name, List<String> ids) {
        Set<String> seen = new HashSet<>();
        ids.stream().filter(id -> !seen.add(id)).findFirst().ifPresent(twin -> {
            throw complaint(name + " has two of " + twin);
        });
    }

    private static InvalidSetting complaint(String text) {
        return new InvalidSetting(DeclaredSettings.FILE, text.replaceAll("\\p{Cntrl}", "?"));
    }
}
