package dev.warden.security;

import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A cookie for the whole host: HttpOnly, SameSite=Lax. Over https it is Secure and its name begins with
 * {@code __Host-}, so that neither another host of the domain nor plain http can set it (draft-ietf-httpbis-rfc6265bis
 * §4.1.3.2).
 *
 * @param name over plain http
 */
public record HostCookie(String name) {

    /** The value in a request; empty if there is none, or several. */
    public Optional<String> value(HttpServletRequest request) {
        return Cookies.value(request, name(ClientConnection.of(request)));
    }

    /** The value of a Set-Cookie header (RFC 6265 §4.1.1) for a cookie that the browser keeps until it is closed. */
    String header(String value, ClientConnection connection) {
        return header(value, "", connection);
    }

    /** The value of a Set-Cookie header for a cookie that the browser keeps for this long. */
    public String header(String value, Duration maxAge, ClientConnection connection) {
        return header(value, "; Max-Age=" + maxAge.toSeconds(), connection);
    }

    /** The value of a Set-Cookie header that removes the cookie. */
    public String removed(ClientConnection connection) {
        return header("", Duration.ZERO, connection);
    }

    private String header(String value, String age, ClientConnection connection) {
        return name(connection) + "=" + value + "; Path=/" + age + (connection.isSecure() ? "; Secure" : "")
                + "; HttpOnly; SameSite=Lax";
    }

    private String name(ClientConnection connection) {
        return connection.isSecure() ? "__Host-" + name : name;
    }
}
