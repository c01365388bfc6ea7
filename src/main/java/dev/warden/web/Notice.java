package dev.warden.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import dev.warden.security.ClientConnection;
import dev.warden.security.Cookies;

/**
 * What a page says about the form that was sent before. It travels in a cookie, which the page removes: no link can
 * make a page say it, and reloading the page does not repeat it.
 */
enum Notice {

    PASSWORD_CHANGED, SESSION_ENDED, APPLICATION_LEFT, NOTHING_CHANGED;

    private static final String NAME = "warden-notice";
    private static final String NAME_OVER_HTTPS = "__Host-" + NAME;

    /** Seconds: much longer than a redirect takes. */
    private static final int LIFETIME = 60;

    /** Of its text. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of a Set-Cookie header with which the next page says this. */
    String cookie(ClientConnection connection) {
        return header(key(), LIFETIME, connection);
    }

    /** What the browser was told to say; empty if nothing. */
    static Optional<Notice> in(HttpServletRequest request) {
        return Cookies.value(request, name(ClientConnection.of(request))).flatMap(key ->
                Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst());
    }

    /** The value of a Set-Cookie header that removes it. */
    static String removed(ClientConnection connection) {
        return header("", 0, connection);
    }

    private static String header(String value, int age, ClientConnection connection) {
        return name(connection) + "=" + value + "; Path=/; Max-Age=" + age + (connection.isSecure() ? "; Secure" : "")
                + "; HttpOnly; SameSite=Lax";
    }

    private static String name(ClientConnection connection) {
        return connection.isSecure() ? NAME_OVER_HTTPS : NAME;
    }
}
