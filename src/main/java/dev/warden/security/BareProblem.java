package dev.warden.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;

/** A problem detail (RFC 9457) for a request that reached no contract, so that no contract's shape is the right one. */
final class BareProblem {

    private BareProblem() {
    }

    /** @param detail has nothing in it that JSON would escape */
    static void send(HttpServletResponse response, int status, String detail) throws IOException {
        Status known = Status.fromStatusCode(status);
        byte[] body = ("{\"type\":\"about:blank\",\"title\":\"" + (known == null ? "Error" : known.getReasonPhrase())
                + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
