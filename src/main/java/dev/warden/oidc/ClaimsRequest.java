package dev.warden.oidc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.security.JsonDocument;
import dev.warden.security.RequestRefused;

/**
 * Parameter {@code claims} (OpenID Connect Core §5.5): claims requested by name, for the ID token and for the userinfo
 * endpoint.
 */
record ClaimsRequest(JsonObject idToken, JsonObject userinfo) {

    static final ClaimsRequest NONE = new ClaimsRequest(JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);

    private static final int MAX_LENGTH = 2000;

    /**
     * Parses the parameter.
     *
     * @param text null if there is none
     * @throws ProtocolError if it is not valid JSON of the specified form
     */
    static ClaimsRequest read(String text) {
        if (text == null) {
            return NONE;
        }
        if (text.length() > MAX_LENGTH) {
            throw ProtocolError.invalidRequest("Parameter claims is too long.");
        }
        try {
            JsonObject json = JsonDocument.of(text);
            return new ClaimsRequest(member(json, "id_token"), member(json, "userinfo"));
        } catch (RequestRefused | ClassCastException notThatJson) {
            throw ProtocolError.invalidRequest("Parameter claims is not the JSON that it should be.");
        }
    }

    private static JsonObject member(JsonObject json, String name) {
        return json.containsKey(name) && json.get(name) != JsonValue.NULL ? json.getJsonObject(name)
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    Set<String> idTokenNames() {
        return idToken.keySet();
    }

    Set<String> userinfoNames() {
        return userinfo.keySet();
    }

    /** The values of {@code sub} of which the person must have one (Core §5.5.1, §3.1.2.2); empty for any. */
    List<String> subjects() {
        List<String> subjects = values(idToken, "sub");
        return subjects.isEmpty() ? values(userinfo, "sub") : subjects;
    }

    /** Values of {@code acr} of which one is essential (Core §5.5.1.1); empty if none is. */
    List<String> essentialAcrs() {
        return idToken.get("acr") instanceof JsonObject acr && acr.getBoolean("essential", false)
                ? values(idToken, "acr") : List.of();
    }

    private static List<String> values(JsonObject claims, String name) {
        List<String> values = new ArrayList<>();
        if (claims.get(name) instanceof JsonObject claim) {
            if (claim.get("value") instanceof JsonString value) {
                values.add(value.getString());
            }
            if (claim.get("values") instanceof JsonArray several) {
                several.stream().filter(JsonString.class::isInstance)
                        .forEach(value -> values.add(((JsonString) value).getString()));
            }
        }
        return values;
    }
}
