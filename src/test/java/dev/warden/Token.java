package dev.warden;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * A token as its holder can read it, without the key.
 *
 * @param jwt    the compact form
 * @param header the text of its first part
 * @param claims the text of its second part
 */
public record Token(String jwt, String header, String claims) {

    private static final Pattern COMPACT = Pattern.compile("(eyJ[\\w-]+)\\.(eyJ[\\w-]+)\\.[\\w-]+");

    /** The access token of an answer that has exactly one. */
    public static Token access(HttpResponse<String> answer) {
        return only(answer, "access");
    }

    /** The refresh token of an answer that has exactly one, in the body, in a cookie, or the same one in both. */
    public static Token refresh(HttpResponse<String> answer) {
        return only(answer, "refresh");
    }

    /** All tokens in a text, each once. */
    public static List<Token> in(String text) {
        return COMPACT.matcher(text).results().map(found -> new Token(found.group(), decoded(found.group(1)),
                decoded(found.group(2)))).distinct().toList();
    }

    /** A claim that is a text. */
    public String claim(String name) {
        return json().getString(name);
    }

    Instant time(String name) {
        return Instant.ofEpochSecond(json().getJsonNumber(name).longValueExact());
    }

    /** The same, but for one bit of its signature. */
    public String forged() {
        Matcher last = Pattern.compile("(.*\\.)(.)(.*)").matcher(jwt);
        if (!last.matches()) {
            throw new IllegalStateException(jwt);
        }
        return last.group(1) + (last.group(2).equals("A") ? "B" : "A") + last.group(3);
    }

    private JsonObject json() {
        return Json.createReader(new StringReader(claims)).readObject();
    }

    private static Token only(HttpResponse<String> answer, String use) {
        List<Token> tokens = in(answer.headers().allValues("Set-Cookie") + answer.body()).stream()
                .filter(token -> token.claim("token_use").equals(use)).toList();
        if (tokens.size() != 1) {
            throw new AssertionError(tokens.size() + " tokens for " + use + " in " + answer + ": " + answer.body());
        }
        return tokens.get(0);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
