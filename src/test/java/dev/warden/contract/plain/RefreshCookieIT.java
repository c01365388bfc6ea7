package dev.warden.contract.plain;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.http.HttpResponse;
import java.util.List;

import jakarta.json.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Golden;
import dev.warden.Person;
import dev.warden.WardenClient;

@DisplayName("Contract plain: the cookie refreshToken")
class RefreshCookieIT extends BlackBox {

    private final WardenClient client = warden.fromAfar();
    private final Person person = Person.somebody();
    private HttpResponse<String> registered;
    private WardenClient browser;

    @BeforeEach
    void register() {
        registered = client.post("register", person.newAccount());
        browser = client.with("Cookie", "theme=dark; refreshToken=" + refresh(registered).jwt() + "; lang=id");
    }

    @Test
    void is_for_https_alone_where_the_client_came_over_https() {
        Person other = Person.somebody();
        WardenClient secure = client.overHttps();
        Golden.of(secure.post("register", other.newAccount())).knowing(other).is("plain/https/register");
        HttpResponse<String> signedIn = secure.post("login", other.byEmail());
        Golden.of(signedIn).knowing(other).is("plain/https/login");
        HttpResponse<String> refreshed = secure.with("Cookie", "refreshToken=" + refresh(signedIn).jwt())
                .post("refresh");
        Golden.of(refreshed).knowing(other).is("plain/https/refresh");
        Golden.of(secure.bearing(access(refreshed).jwt()).post("logout")).is("plain/https/logout");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http", "HTTP", "wss", "https, http"})
    void is_for_http_too_where_the_proxy_says_anything_else(String protocol) {
        Golden.of(client.with("X-Forwarded-Proto", protocol).post("login", person.byEmail())).knowing(person)
                .is("plain/login/ok");
    }

    @Test
    void is_what_a_browser_refreshes_with_and_is_renewed() {
        HttpResponse<String> refreshed = browser.post("refresh");
        Golden.of(refreshed).knowing(person).is("plain/refresh/ok-by-cookie");
        assertNotEquals(refresh(registered).claim("jti"), refresh(refreshed).claim("jti"));
        assertEquals(refresh(registered).claim("sid"), refresh(refreshed).claim("sid"));
        HttpResponse<String> again = client.with("Cookie", "refreshToken=" + refresh(refreshed).jwt())
                .post("refresh", "{}");
        Golden.of(again).knowing(person).is("plain/refresh/ok-by-cookie");
    }

    @Test
    void counts_less_than_a_token_in_the_body() {
        HttpResponse<String> other = client.post("login", person.byEmail());
        HttpResponse<String> refreshed = browser.post("refresh",
                Json.createObjectBuilder().add("refreshToken", refresh(other).jwt()).build());
        Golden.of(refreshed).knowing(person).is("plain/refresh/ok");
        assertEquals(refresh(other).claim("sid"), refresh(refreshed).claim("sid"));
        Golden.of(browser.post("refresh", Json.createObjectBuilder().add("refreshToken", "x").build()))
                .is("plain/refresh/invalid");
    }

    @Test
    void is_ignored_if_there_are_two_of_which_one_was_planted() {
        String planted = "refreshToken=" + refresh(client.post("login", person.byEmail())).jwt();
        String own = "refreshToken=" + refresh(registered).jwt();
        for (String cookies : List.of(planted + "; " + own, own + "; " + planted)) {
            Golden.of(client.with("Cookie", cookies).post("refresh")).is("plain/refresh/invalid");
        }
        Golden.of(browser.post("refresh")).knowing(person).is("plain/refresh/ok-by-cookie");
    }

    @Test
    void is_ignored_from_another_site() {
        Golden.of(browser.with("Sec-Fetch-Site", "cross-site").post("refresh")).is("plain/refresh/cross-site");
        Golden.of(browser.with("Sec-Fetch-Site", "same-origin").post("refresh")).knowing(person)
                .is("plain/refresh/ok-by-cookie");
    }

    @Test
    void is_no_access_token() {
        Golden.of(browser.get("me")).is("plain/no-token");
        Golden.of(browser.post("logout")).is("plain/no-token");
    }

    @Test
    void is_cleared_at_logout_and_good_for_nothing_then() {
        Golden.of(browser.bearing(access(registered).jwt()).post("logout")).is("plain/logout/ok");
        Golden.of(browser.post("refresh")).is("plain/refresh/invalid");
    }

    @Test
    void is_set_by_no_refusal() {
        Golden.of(browser.post("login", person.withPassword("Rahasia").byEmail())).is("plain/login/wrong-password");
        Golden.of(client.post("refresh")).is("plain/refresh/invalid");
        Golden.of(client.with("Cookie", "refreshToken=").post("refresh")).is("plain/refresh/invalid");
    }
}
