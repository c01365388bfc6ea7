package dev.warden.openapi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The comparison of answers with the description")
class DescribedAnswersTest {

    private static final String HEALTHY = "{\"status\":\"UP\",\"checks\":[]}";
    private static final String BUSY =
            "{\"status\":\"error\",\"statusCode\":503,\"message\":\"The service is busy. Try again later.\"}";

    @Test
    void lets_described_answers_pass() {
        assertDoesNotThrow(() -> check("GET", "/health/live/", 200, json(), HEALTHY));
        assertDoesNotThrow(() -> check("HEAD", "/health/live", 200, json(), ""));
        assertDoesNotThrow(() -> check("POST", "/api/users/logout", 204, Map.of(), ""));
        assertDoesNotThrow(() -> check("DELETE", "/health/live", 405, Map.of("Allow", List.of("GET")), "{}"));
        assertDoesNotThrow(() -> check("POST", "/logout", 503,
                Map.of("Content-Type", List.of("application/json"), "Retry-After", List.of("2")), BUSY));
    }

    @Test
    void does_not_look_at_other_paths() {
        assertDoesNotThrow(() -> check("GET", "/", 200, Map.of(), "<!DOCTYPE html>"));
    }

    @Test
    void finds_a_status_that_is_not_described() {
        assertFinds("GET", "/health/live", 500, json(), HEALTHY);
    }

    @Test
    void finds_a_method_that_is_not_described() {
        assertFinds("POST", "/health/live", 200, json(), HEALTHY);
    }

    @Test
    void finds_another_content_type() {
        assertFinds("GET", "/health/live", 200, Map.of("Content-Type", List.of("text/html")), HEALTHY);
    }

    @Test
    void finds_a_member_too_many_and_one_too_few() {
        assertFinds("GET", "/health/live", 200, json(), "{\"status\":\"UP\",\"checks\":[],\"host\":\"a\"}");
        assertFinds("GET", "/health/live", 200, json(), "{\"status\":\"UP\"}");
    }

    @Test
    void finds_a_missing_header() {
        assertFinds("POST", "/logout", 503, json(), BUSY);
    }

    private static Map<String, List<String>> json() {
        return Map.of("Content-Type", List.of("application/json"));
    }

    private static void assertFinds(String method, String path, int status, Map<String, List<String>> headers,
            String body) {
        assertThrows(AssertionError.class, () -> check(method, path, status, headers, body));
    }

    private static void check(String method, String path, int status, Map<String, List<String>> headers, String body) {
        DescribedAnswers.check(method, path, status, HttpHeaders.of(headers, (name, value) -> true), body);
    }
}
