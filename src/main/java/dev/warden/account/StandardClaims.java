package dev.warden.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.platform.InvalidValue;
import dev.warden.platform.JsonText;

/**
 * The standard claims about a person besides username and email address (OpenID Connect Core §5.1). Most accounts have
 * none.
 *
 * @param json      the claims, each with the type specified there
 * @param updatedAt claim {@code updated_at}: when they were written; null if there are none
 */
public record StandardClaims(JsonObject json, Instant updatedAt) {

    public static final StandardClaims NONE = new StandardClaims(JsonValue.EMPTY_JSON_OBJECT, null);

    /** Set by Warden and not declared. */
    private static final String UPDATED_AT = "updated_at";

    private static final String ADDRESS = "address";
    private static final int MAX_LENGTH = 200;
    private static final int MAX_JSON_LENGTH = 4000;
    private static final Set<String> TEXTS = Set.of("name", "given_name", "family_name", "middle_name", "nickname",
            "gender", "zoneinfo", "locale");
    private static final Set<String> WEB = Set.of("profile", "picture", "website");
    private static final Set<String> FLAGS = Set.of("email_verified", "phone_number_verified");
    private static final Set<String> ADDRESS_MEMBERS = Set.of("formatted", "street_address", "locality", "region",
            "postal_code", "country");
    private static final Pattern TEXT = Pattern.compile("\\P{Cntrl}{1," + MAX_LENGTH + "}");
    /** An address may have several lines. */
    private static final Pattern LINES = Pattern.compile("[\\P{Cntrl}\n]{1," + MAX_LENGTH + "}");
    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[!-~]{1," + MAX_LENGTH + "}");
    /** §5.1: YYYY-MM-DD; the year may be 0000, or may be given alone. */
    private static final Pattern BIRTHDATE = Pattern.compile("\\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))?");
    /** E.164, as §5.1 recommends, optionally with an extension (RFC 3966). */
    private static final Pattern PHONE = Pattern.compile("\\+[0-9 ().-]{3,30}(;ext=[0-9]{1,10})?");

    /** @throws InvalidValue naming the claim that is invalid or unknown */
    public StandardClaims {
        json.forEach((name, value) -> {
            if (!isGood(name, value)) {
                throw new InvalidValue("claims", "has one that is not known or not well formed: "
                        + name.replaceAll("\\W", "?"));
            }
        });
        if (json.toString().length() > MAX_JSON_LENGTH) {
            throw new InvalidValue("claims", "are too long");
        }
    }

    private static boolean isGood(String name, JsonValue value) {
        if (FLAGS.contains(name)) {
            return value == JsonValue.TRUE || value == JsonValue.FALSE;
        }
        if (name.equals(ADDRESS)) {
            return value instanceof JsonObject address && !address.isEmpty() && address.entrySet().stream()
                    .allMatch(each -> ADDRESS_MEMBERS.contains(each.getKey()) && isText(each.getValue(), LINES));
        }
        return isText(value, TEXTS.contains(name) ? TEXT : WEB.contains(name) ? WEB_ADDRESS
                : name.equals("birthdate") ? BIRTHDATE : name.equals("phone_number") ? PHONE : null);
    }

    private static boolean isText(JsonValue value, Pattern pattern) {
        return pattern != null && value instanceof JsonString text && pattern.matcher(text.getString()).matches();
    }

    /**
     * Parses the result of {@link #write}; null becomes {@link #NONE}. A claim that the rules refuse, which may have
     * changed since it was written, is left out.
     */
    static StandardClaims read(String text) {
        if (text == null) {
            return NONE;
        }
        JsonObject stored = JsonText.object(text);
        JsonObjectBuilder good = JsonText.PROVIDER.createObjectBuilder();
        stored.entrySet().stream().filter(each -> isGood(each.getKey(), each.getValue()))
                .forEach(each -> good.add(each.getKey(), each.getValue()));
        return new StandardClaims(good.build(), stored.containsKey(UPDATED_AT)
                ? Instant.ofEpochSecond(stored.getJsonNumber(UPDATED_AT).longValueExact()) : null);
    }

    /** The stored form; null if there are no claims. */
    static String write(JsonObject json, Instant now) {
        return json.isEmpty() ? null
                : JsonText.PROVIDER.createObjectBuilder(json).add(UPDATED_AT, now.getEpochSecond()).build().toString();
    }

    /** The claims in a column that {@link Accounts} writes. */
    public static StandardClaims in(ResultSet row) throws SQLException {
        return read(row.getString("claims"));
    }

    /** The names of all supported claims. */
    public static List<String> names() {
        return List.of("name", "given_name", "family_name", "middle_name", "nickname", "gender", "zoneinfo", "locale",
                "profile", "picture", "website", "birthdate", UPDATED_AT, "phone_number", "phone_number_verified",
                ADDRESS, "email_verified");
    }

    public Optional<JsonValue> get(String name) {
        return Optional.ofNullable(json.get(name));
    }

    /** Omits personal data. */
    @Override
    public String toString() {
        return "StandardClaims" + json.keySet();
    }
}
