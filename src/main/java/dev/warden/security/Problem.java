package dev.warden.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/** The answer to requests that no contract handles: a problem detail (RFC 9457 §3.1) of type {@code about:blank}. */
public final class Problem {

    private Problem() {
    }

    /** @param status 400 to 599 */
    public static void send(HttpServletResponse response, int status) throws IOException {
        byte[] body = json(status).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String json(int status) {
        // Neither phrase nor sentence contains a character that JSON would have to escape.
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%s,\"detail\":\"%s\"}".formatted(
                Failure.phrase(status), status,
                status == 400 ? "The request was refused." : Failure.sentence(status));
    }
}
