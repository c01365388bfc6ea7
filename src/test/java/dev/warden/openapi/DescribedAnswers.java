package dev.warden.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Holds the description against what the server really answers: to every operation that is described, only statuses,
 * types, bodies and headers that are described. What is not described at all (pages, assets, unknown paths) is not
 * looked at.
 */
public final class DescribedAnswers {

    private static final InterfaceDocument DOCUMENT = InterfaceDocument.read();

    private DescribedAnswers() {
    }

    /** @param base the address of the context root, with a slash at its end */
    public static void check(URI base, HttpResponse<String> answer) {
        String path = answer.request().uri().getRawPath().substring(base.getRawPath().length() - 1);
        check(answer.request().method(), path, answer.statusCode(), answer.headers(), answer.body());
    }

    /** @param path below the context root, with a slash at its beginning */
    public static void check(String method, String path, int status, HttpHeaders headers, String body) {
        String name = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        DOCUMENT.path(name).ifPresent(item -> {
            String what = method + " " + path + " → " + status + " " + body;
            JsonNode operation = item.get(described(method));
            if (operation == null) {
                assertTrue(headers.firstValue("Allow").isPresent() && status == (method.equals("OPTIONS") ? 204 : 405),
                        () -> "Neither described nor refused: " + what);
            } else {
                JsonNode response = operation.get("responses").get(Integer.toString(status));
                assertNotNull(response, () -> "Not described: " + what);
                checkHeaders(DOCUMENT.resolved(response), headers, what);
                checkBody(DOCUMENT.resolved(response).get("content"), headers,
                        method.equals("HEAD") ? null : body, what);
            }
        });
    }

    /** RFC 9110 §9.3.2: HEAD is GET without the content. */
    private static String described(String method) {
        return method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    }

    private static void checkHeaders(JsonNode response, HttpHeaders headers, String what) {
        response.path("headers").properties().forEach(header -> {
            JsonNode described = DOCUMENT.resolved(header.getValue());
            assertTrue(!described.path("required").asBoolean() || headers.firstValue(header.getKey()).isPresent(),
                    () -> "No " + header.getKey() + ": " + what);
            if (described.get("schema").path("type").asText().equals("integer")) {
                headers.firstValue(header.getKey()).ifPresent(value -> assertEquals("",
                        DOCUMENT.complaints(described.get("schema"), InterfaceDocument.parse(value)), what));
            }
        });
    }

    /** @param body null if there is none by the method's nature */
    private static void checkBody(JsonNode content, HttpHeaders headers, String body, String what) {
        if (content == null) {
            assertTrue(body == null || body.isEmpty(), () -> "A body where none is described: " + what);
            return;
        }
        String type = headers.firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
        assertNotNull(content.get(type), () -> "Described is another type than " + type + ": " + what);
        if (body != null) {
            assertEquals("", DOCUMENT.complaints(content.get(type).get("schema"), InterfaceDocument.parse(body)), what);
        }
    }
}
