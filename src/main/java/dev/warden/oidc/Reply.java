package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.warden.security.ErrorPages;
import dev.warden.security.FormPost;
import dev.warden.token.Claims;

/** The answer of an endpoint. */
sealed interface Reply {

    /** @param headers in addition to those that every answer has, or replacing them */
    record Document(int status, String type, byte[] body, Map<String, String> headers) implements Reply {

        Document with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Document(status, type, body, more);
        }
    }

    /**
     * 303 (RFC 9110 §15.4.4), which turns any method into a GET (RFC 9700 §4.12).
     *
     * @param location absolute, or a path relative to the context root
     * @param cookie   value of a Set-Cookie header; null for none
     */
    record SeeOther(String location, String cookie) implements Reply {

        SeeOther(String location) {
            this(location, null);
        }
    }

    /** An error page for a person, because there is no client to redirect to. */
    record Page(int status, ErrorPages.Reason reason) implements Reply {
    }

    /** A page that sends a form on to a client. */
    record Form(FormPost form) implements Reply {
    }

    static Document json(int status, Claims members) {
        return json(status, members.json());
    }

    static Document json(int status, String json) {
        return new Document(status, "application/json", json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Document text(int status, String type, String text) {
        return new Document(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** An answer that consists of its status only. */
    static Document empty(int status) {
        return new Document(status, null, new byte[0], Map.of());
    }
}
