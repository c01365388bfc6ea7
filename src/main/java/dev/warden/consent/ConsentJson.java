package dev.warden.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;

import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.platform.JsonText;

/** Reads and writes the JSON of what waits for a person and of what was authorized. */
final class ConsentJson {

    private ConsentJson() {
    }

    static String write(PendingAuthorization pending) {
        JsonObjectBuilder json = JsonText.PROVIDER.createObjectBuilder().add("client_id", pending.clientId())
                .add("redirect_uri", pending.redirectUri()).add("response_mode", pending.responseMode())
                .add("at", pending.requestedAt().toEpochMilli());
        add(json, "scope", pending.scopes());
        add(json, "state", pending.state());
        add(json, "nonce", pending.nonce());
        add(json, "code_challenge", pending.codeChallenge());
        add(json, "prompt", pending.prompts());
        if (pending.maxAge() != null) {
            json.add("max_age", pending.maxAge().toSeconds());
        }
        add(json, "acr_values", pending.acrValues());
        add(json, "login_hint", pending.loginHint());
        add(json, "hinted_sub", pending.hintedSubject());
        add(json, "ui_locales", pending.uiLocales());
        add(json, "claims", pending.claims());
        add(json, "claimed_scopes", pending.claimedScopes());
        add(json, "resource", pending.resources());
        add(json, "pushed_id", pending.pushedId());
        add(json, "signed_in_by", pending.steps().signedInBy());
        add(json, "agreed_by", pending.steps().agreedBy());
        add(json, "refused_by", pending.steps().refusedBy());
        return json.build().toString();
    }

    static PendingAuthorization read(String text) {
        JsonObject json = JsonText.object(text);
        return new PendingAuthorization(json.getString("client_id"), json.getString("redirect_uri"),
                json.getString("response_mode"), texts(json, "scope"), text(json, "state"), text(json, "nonce"),
                text(json, "code_challenge"), texts(json, "prompt"),
                json.containsKey("max_age") ? Duration.ofSeconds(json.getJsonNumber("max_age").longValueExact()) : null,
                texts(json, "acr_values"), text(json, "login_hint"), text(json, "hinted_sub"),
                texts(json, "ui_locales"), text(json, "claims"), texts(json, "claimed_scopes"), texts(json, "resource"),
                Instant.ofEpochMilli(json.getJsonNumber("at").longValueExact()), text(json, "pushed_id"),
                new Steps(text(json, "signed_in_by"), text(json, "agreed_by"), text(json, "refused_by")));
    }

    static JsonObjectBuilder builder() {
        return JsonText.PROVIDER.createObjectBuilder();
    }

    static void add(JsonObjectBuilder json, String name, String value) {
        if (value != null) {
            json.add(name, value);
        }
    }

    static void add(JsonObjectBuilder json, String name, List<String> values) {
        if (!values.isEmpty()) {
            JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
            values.forEach(array::add);
            json.add(name, array);
        }
    }

    static String text(JsonObject json, String name) {
        return json.getString(name, null);
    }

    static List<String> texts(JsonObject json, String name) {
        return json.containsKey(name)
                ? json.getJsonArray(name).getValuesAs(JsonString.class).stream().map(JsonString::getString).toList()
                : List.of();
    }
}
