package dev.warden.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import dev.warden.security.ClientConnection;
import dev.warden.security.HostCookie;

/**
 * What a page says about the form that was sent before. It travels in a cookie, which the page removes: no link can
 * make a page say it, and reloading the page does not repeat it.
 */
enum Notice {

    PASSWORD_CHANGED, SESSION_ENDED, APPLICATION_LEFT, NOTHING_CHANGED;

    private static final HostCookie COOKIE = new HostCookie("warden-notice");
    /** Much longer than a redirect takes. */
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /** Of its text. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of a Set-Cookie header with which the next page says this. */
    String cookie(ClientConnection connection) {
        return COOKIE.header(key(), LIFETIME, connection);
    }

    /** What the browser was told to say; empty if nothing. */
    static Optional<Notice> in(HttpServletRequest request) {
        return COOKIE.value(request).flatMap(key ->
                Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst());
    }

    /** The value of a Set-Cookie header that removes it. */
    static String removed(ClientConnection connection) {
        return COOKIE.removed(connection);
    }
}
