package dev.warden.contract;

import java.io.StringReader;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/**
 * What a test case changes in a good request: a JSON merge patch (RFC 7396), in which {@code <65>} stands for 65 times
 * the letter x.
 */
public final class Patch {

    private static final Pattern LETTERS = Pattern.compile("<(\\d+)>");

    private Patch() {
    }

    public static JsonObject apply(String patch, JsonObject good) {
        String text = LETTERS.matcher(patch).replaceAll(match -> "x".repeat(Integer.parseInt(match.group(1))));
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return Json.createMergePatch(reader.readValue()).apply(good).asJsonObject();
        }
    }
}
