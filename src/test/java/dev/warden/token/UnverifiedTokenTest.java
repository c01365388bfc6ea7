package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a client's token says before it is verified")
class UnverifiedTokenTest {

    @Test
    void is_its_algorithm_and_its_subject() {
        String token = token("{'typ': 'JWT', 'alg': 'ES256'}", "{'iss': 'x', 'sub': 'shop \u00e9'}") + "AAAA";

        assertEquals(Optional.of("ES256"), ClientJwts.algorithm(token));
        assertEquals(Optional.of("shop \u00e9"), ClientJwts.unverifiedSubject(token));
    }

    @Test
    @DisplayName("is its algorithm if it has no signature (RFC 7519 §6)")
    void is_its_algorithm_without_a_signature() {
        String token = token("{'alg': 'none'}", "{'sub': 'shop'}");

        assertEquals(Optional.of("none"), ClientJwts.algorithm(token));
        assertEquals(Optional.empty(), ClientJwts.unverifiedSubject(token));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ".", "..", "...", "x", "x.y", "AA.AA.AA", "AA.AA.", ".AA.AA", "e30.e30.AA", "e30.e30.",
        "e30.e30.AA.AA.AA", "e3 0.e30.AA", "e30=.e30.AA", "\ud83d.e30.AA", "\u0000.\u0000.\u0000"})
    void is_nothing_if_it_is_none(String text) {
        assertSaysNothing(text);
    }

    @Test
    void is_nothing_if_it_is_odd() {
        for (String json : List.of("", "null", "5", "'alg'", "[]", "[{'alg': 'ES256', 'sub': 'shop'}]", "{", "{'alg'",
                "{'alg': 'ES256', 'alg': 'ES256', 'sub': 'shop', 'sub': 'shop'}", "{'alg': null, 'sub': null}",
                "{'alg': 5, 'sub': 5}", "{'alg': ['ES256'], 'sub': ['shop']}", "{'alg': {}, 'sub': {}}",
                "{'alg': 'ES256', 'sub': 'shop'} x", "[".repeat(2000), "{'a':".repeat(800))) {
            assertSaysNothing(token(json, json) + "AAAA");
            assertEquals(Optional.empty(), ClientJwts.algorithm(token(json, json)), json);
        }
        assertEquals(Optional.empty(), ClientJwts.unverifiedSubject(token("{'alg': 'ES256', 'b64': false}",
                "{'sub': 'shop'}") + "AAAA"), "RFC 7797");
    }

    @Test
    void is_nothing_if_it_is_huge() {
        assertSaysNothing(token("{'alg': 'ES256', 'x': '" + "x".repeat(10_000) + "'}", "{'sub': 'shop'}") + "AAAA");
        assertSaysNothing(".".repeat(1_000_000));
        assertSaysNothing("A".repeat(1_000_000));
    }

    private static void assertSaysNothing(String token) {
        assertEquals(Optional.empty(), ClientJwts.algorithm(token), token);
        assertEquals(Optional.empty(), ClientJwts.unverifiedSubject(token), token);
    }

    private static String token(String header, String payload) {
        return base64url(header) + "." + base64url(payload) + ".";
    }

    private static String base64url(String json) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
