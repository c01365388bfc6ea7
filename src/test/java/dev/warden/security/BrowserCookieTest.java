package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.account.Identity;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.Device;
import dev.warden.session.SessionSecret;

@DisplayName("The cookie by which a browser is signed in")
class BrowserCookieTest {

    private static final String VALUE = "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE";
    private static final ClientConnection HTTP = connection(false);
    private static final ClientConnection HTTPS = connection(true);

    private final MutableClock clock = new MutableClock();
    private final BrowserCookie cookie = new BrowserCookie(null, clock);

    @Test
    void over_https_is_of_this_host_alone() {
        assertEquals("__Host-warden-session=" + VALUE + "; Path=/; Secure; HttpOnly; SameSite=Lax",
                cookie.of(started(false), HTTPS));
    }

    @Test
    void over_http_has_another_name() {
        assertEquals("warden-session=" + VALUE + "; Path=/; HttpOnly; SameSite=Lax", cookie.of(started(false), HTTP));
    }

    @Test
    void outlives_the_browser_where_the_person_asked_for_it() {
        assertEquals("__Host-warden-session=" + VALUE + "; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax",
                cookie.of(started(true), HTTPS));
    }

    @Test
    void is_cleared_as_it_was_set() {
        assertEquals("__Host-warden-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
                cookie.cleared(HTTPS));
        assertEquals("warden-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", cookie.cleared(HTTP));
    }

    @Test
    void is_found_among_others() {
        Optional<SessionSecret> secret = Optional.of(new SessionSecret(VALUE));
        assertEquals(secret, cookie.secret(request(HTTP, "a=b; warden-session=" + VALUE + ";c=\"d, e\"; $x")));
        assertEquals(secret, cookie.secret(request(HTTPS, "a=b", "__Host-warden-session=" + VALUE)));
    }

    @Test
    void over_https_does_not_count_by_the_name_that_plain_http_can_set() {
        assertEquals(Optional.empty(), cookie.secret(request(HTTPS, "warden-session=" + VALUE)));
    }

    @Test
    void does_not_count_when_there_are_two() {
        assertEquals(Optional.empty(), cookie.secret(request(HTTP, "warden-session=x; warden-session=" + VALUE)));
        assertEquals(Optional.empty(),
                cookie.secret(request(HTTP, "warden-session=" + VALUE, "warden-session=" + VALUE)));
    }

    @Test
    void does_not_count_in_another_form() {
        for (String header : List.of("", ";;;", "warden-session", "warden-session=", "warden-session=\"" + VALUE + '"',
                "Warden-Session=" + VALUE, "xwarden-session=" + VALUE, "warden-session =" + VALUE,
                "warden-session=" + VALUE + "=")) {
            assertEquals(Optional.empty(), cookie.secret(request(HTTP, header)), header);
        }
        assertEquals(Optional.empty(), cookie.secret(request(HTTP)));
    }

    private BrowserSessions.Started started(boolean remembered) {
        return new BrowserSessions.Started(
                new BrowserSession("id", new Identity("bob", "bob", "bob@test.example", "role"),
                clock.instant(), Assurance.PASSWORD, remembered, clock.instant(),
                clock.instant().plus(Duration.ofDays(30)),
                "192.0.2.1", ""), new SessionSecret(VALUE), Optional.empty());
    }

    private static ClientConnection connection(boolean isSecure) {
        return new ClientConnection(new Device("192.0.2.1", ""), isSecure);
    }

    /** A request that has headers and attributes and nothing else. */
    private static HttpServletRequest request(ClientConnection connection, String... cookies) {
        Map<String, Object> attributes = new HashMap<>();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                BrowserCookieTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(List.of(cookies));
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        connection.attachTo(request);
        return request;
    }
}
