package dev.warden.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;

import dev.warden.security.ClientConnection;
import dev.warden.security.Credentials;
import dev.warden.security.Form;
import dev.warden.security.JsonDocument;
import dev.warden.session.Device;

/**
 * One request to an endpoint.
 *
 * @param parameters of the query for a GET, of the form for a POST
 */
record Call(HttpServletRequest request, Form parameters) {

    /** RFC 8707 §2: "Multiple resource parameters MAY be used". No other parameter may be repeated (RFC 6749 §3.1). */
    private static final Set<String> REPEATABLE = Set.of("resource");

    static Call of(HttpServletRequest request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return new Call(request, Form.ofQuery(request, REPEATABLE));
        }
        return new Call(request, hasBody(request) ? Form.ofBody(request, REPEATABLE) : Form.empty());
    }

    /** A call with the parameters of the query, whatever the method. */
    static Call ofQuery(HttpServletRequest request) {
        return new Call(request, Form.ofQuery(request, REPEATABLE));
    }

    /**
     * The body, a JSON object.
     *
     * @throws dev.warden.security.RequestRefused if it is not one
     */
    JsonObject json() {
        try {
            return JsonDocument.of(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    boolean isPost() {
        return request.getMethod().equals("POST");
    }

    /** A parameter; empty if it is absent or has no value (RFC 6749 §3.1). */
    Optional<String> value(String name) {
        return parameters.value(name);
    }

    /**
     * A mandatory parameter.
     *
     * @throws ProtocolError if it is absent
     */
    String required(String name) {
        return value(name).orElseThrow(() -> ProtocolError.invalidRequest("Parameter " + name + " is missing."));
    }

    /** The only Authorization header; empty if there is none. */
    Optional<String> authorization() {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() > 1) {
            throw ProtocolError.invalidRequest("There are several Authorization headers.");
        }
        return headers.stream().findFirst();
    }

    /**
     * The token in the Authorization header (RFC 6750 §2.1); empty if there is no such header.
     *
     * @throws BearerError if the header has another scheme
     */
    Optional<String> bearer() {
        return authorization().map(header -> Credentials.of("Bearer", header).orElseThrow(BearerError::noToken));
    }

    Device device() {
        return ClientConnection.of(request).device();
    }
}
