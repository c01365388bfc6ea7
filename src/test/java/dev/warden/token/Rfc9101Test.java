package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request object (RFC 9101 §4)")
class Rfc9101Test {

    private static final String REQUEST_OBJECT = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsyYmRjIn0.ewogICAgImlzcyI6ICJzNkJoZFJr"
            + "cXQzIiwKICAgICJhdWQiOiAiaHR0cHM6Ly9zZXJ2ZXIuZXhhbXBsZS5jb20iLAogICAgInJlc3BvbnNlX3R5cGUiOiAiY29kZSBpZF9"
            + "0b2tlbiIsCiAgICAiY2xpZW50X2lkIjogInM2QmhkUmtxdDMiLAogICAgInJlZGlyZWN0X3VyaSI6ICJodHRwczovL2NsaWVudC5leG"
            + "FtcGxlLm9yZy9jYiIsCiAgICAic2NvcGUiOiAib3BlbmlkIiwKICAgICJzdGF0ZSI6ICJhZjBpZmpzbGRraiIsCiAgICAibm9uY2UiO"
            + "iAibi0wUzZfV3pBMk1qIiwKICAgICJtYXhfYWdlIjogODY0MDAKfQ.Nsxa_18VUElVaPjqW_ToI1yrEJ67BgKb5xsuZRVqzGkfKrOIX"
            + "7BCx0biSxYGmjK9KJPctH1OC0iQJwXu5YVY-vnW0_PLJb1C2HG-ztVzcnKZC2gE4i0vgQcpkUOCpW3SEYXnyWnKzuKzqSb1wAZALo5f"
            + "89B_p6QA6j6JwBSRvdVsDPdulW8lKxGTbH82czCaQ50rLAg3EYLYaCb4ik4I1zGXE4fvim9FIMs8OCMmzwIB5S-ujFfzwFjoyuPEV4h"
            + "JnoVUmXR_W9typPf846lGwA8h9G9oNTIuX8Ft2jfpnZdFmLg3_wr3Wa5q3a-lfbgF3S9H_8nN3j1i7tLR_5Nz-g";
    private static final String KEY = "{'kty':'RSA','kid':'k2bdc','n':'x5RbkAZkmpRxia65qRQ1wwSMSxQUnS7gcpVTV_cdHmfmG2l"
            + "td2yabEO9XadD8pJNZubINPpmgHh3J1aD9WRwS05ucmFq3CfFsluLt13_7oX5yDRSKX7poXmT_5ko8k4NJZPMAO8fPToDTH7kHYbONS"
            + "E2FYa5GZ60CUsFhSonI-dcMDJ0Ary9lxIw5k2z4TAdARVWcS7sD07VhlMMshrwsPHBQgTatlkxyIHXbYdtak8fqvNAwr7OlVEvM_Ipf"
            + "5OfmdB8Sd-wjzaBsyP4VhJKoi_qdgSzpC694XZeYPq45Sw-q51iFUlcOlTCI7z6jltUtnR6ySn6XDGFnzH5Fe5ypw','e':'AQAB'}";

    private final ClientJwts jwts = new ClientJwts(new ClientKeys(null), null);

    @Test
    void says_its_parameters() {
        ClientClaims claims = jwts.verify(REQUEST_OBJECT, Rfc7515Test.client(KEY), Set.of("RS256")).orElseThrow();

        assertEquals(List.of("https://server.example.com"), claims.audience());
        Map<String, String> expected = Map.of("iss", "s6BhdRkqt3", "aud", "https://server.example.com", "response_type",
                "code id_token", "client_id", "s6BhdRkqt3", "redirect_uri", "https://client.example.org/cb", "scope",
                "openid", "state", "af0ifjsldkj", "nonce", "n-0S6_WzA2Mj", "max_age", "86400");
        Map<String, List<String>> parameters = claims.parameters();
        assertEquals(expected.keySet(), parameters.keySet());
        expected.forEach((name, value) -> assertEquals(List.of(value), parameters.get(name)));
    }

    @Test
    @DisplayName("§6.2: the key that it names \"MUST be the key used\"")
    void is_verified_with_no_other_key() {
        assertTrue(jwts.verify(REQUEST_OBJECT, Rfc7515Test.client(KEY.replace("k2bdc", "another")), Set.of("RS256"))
                .isEmpty());
    }

    @Test
    void says_nothing_by_null() {
        assertEquals(Map.of("state", List.of("null"), "resource", List.of("https://a.example"), "scope", List.of()),
                unsigned("{'nonce': null, 'state': 'null', 'resource': ['https://a.example', null], 'scope': [null]}")
                        .orElseThrow().parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'state': 'a\\ud800b'}", "{'state': 'a\\u0000'}", "{'a\\udc00': 1}", "{'x': {}} x", "[]",
        "{'state': '1', 'state': '2'}"})
    void is_strict_json(String claims) {
        assertEquals(Optional.empty(), unsigned(claims));
    }

    @Test
    void is_not_nested_deeply() {
        assertEquals(Map.of("claims", List.of("{\"a\":" + "[".repeat(14) + "]".repeat(14) + "}")),
                unsigned("{'claims': {'a': " + "[".repeat(14) + "]".repeat(14) + "}}").orElseThrow().parameters());
        assertEquals(Optional.empty(), unsigned("{'x': {'a': " + "[".repeat(2000) + "]".repeat(2000) + "}}"));
        assertEquals(Optional.empty(), unsigned("{'x': " + "{'a':".repeat(700) + "1" + "}".repeat(700) + "}"));
        assertEquals(Optional.empty(), jwts.unsigned(Forge.base64url("{\"alg\":\"none\",\"x\":" + "[".repeat(2000)
                + "]".repeat(2000) + "}") + ".e30."));
    }

    private Optional<ClientClaims> unsigned(String claims) {
        return jwts.unsigned(Forge.base64url("{\"alg\":\"none\"}") + '.' + Forge.base64url(claims.replace('\'', '"'))
                + '.');
    }
}
