package dev.warden.contract;

import static dev.warden.Token.access;
import static dev.warden.Token.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Browser;
import dev.warden.Golden;
import dev.warden.Person;
import dev.warden.WardenClient;
import dev.warden.WardenProcess;
import dev.warden.database.MariaDb;
import dev.warden.oidc.RelyingParty;

/** What is answered where a deployment set something else, an account is out of use, or the database away. */
@DisplayName("In another deployment")
@Tag("process")
class OtherSettingsIT {

    private static final int TAKEN = 3;
    private static final int UNKNOWN_IF_TOLD = 10;

    private static MariaDb database;
    private static WardenProcess process;
    private static WardenClient warden;

    private final WardenClient client = warden.fromAfar();
    private final Person person = somebody();

    @BeforeAll
    static void start() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        database = MariaDb.running();
        process = WardenProcess.in(WardenProcess.newHome("settings"))
                .with("warden.db.url", database.database("settings"))
                .with("warden.db.user", database.user()).with("warden.db.password", database.password())
                .with("warden.http.trusted-proxies", "127.0.0.1")
                .with("warden.plain.reveals-accounts", "false")
                .with("warden.password.min-length", "8").with("warden.password.blocklist", "common")
                .with("warden.throttle.taken-per-address", String.valueOf(TAKEN))
                .with("warden.session.refresh-grace", "PT0S")
                .with("warden.registration.mode", "open").with("warden.registration.per-network", "1").start();
        warden = process.client();
    }

    @AfterAll
    static void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void plain_answers_an_unknown_email_and_a_wrong_password_alike() {
        client.post("register", person.newAccount());
        Golden.of(client.post("login", person.withPassword("another-one").byEmail())).is("plain/settings/wrong");
        Golden.of(client.post("login", somebody().byEmail())).is("plain/settings/wrong");
        assertEquals(200, client.post("login", person.byEmail()).statusCode());
    }

    @Test
    void plain_does_not_count_unknown_emails_that_it_does_not_tell() {
        for (int guess = 1; guess <= UNKNOWN_IF_TOLD + 1; guess++) {
            assertEquals(401, client.post("login", somebody().byEmail()).statusCode());
        }
    }

    @Test
    void plain_tells_what_the_policy_asks_of_a_password() {
        Golden.of(client.post("register", person.withPassword("seven77").newAccount())).is("plain/settings/short");
        Golden.of(client.post("register", person.withPassword("password1").newAccount())).is("plain/settings/common");
    }

    @Test
    void plain_tells_it_in_the_place_of_the_password_in_the_order() {
        for (String weak : List.of("five5", "seven77")) {
            JsonObject account = person.withPassword(weak).newAccount();
            Golden.of(client.post("register", Patch.apply("{\"retyped-password\":\"other\"}", account)))
                    .is("plain/settings/short");
            Golden.of(client.post("register", Patch.apply("{\"username\":null,\"retyped-password\":null}", account)))
                    .is("plain/register/username-missing");
        }
        JsonObject common = person.withPassword("password1").newAccount();
        Golden.of(client.post("register", Patch.apply("{\"retyped-password\":null}", common)))
                .is("plain/settings/common");
        JsonObject good = person.newAccount();
        Golden.of(client.post("register", Patch.apply("{\"retyped-password\":null}", good)))
                .is("plain/register/passwords-differ");
    }

    @Test
    void users_tells_what_the_policy_asks_of_a_password() {
        Golden.of(client.post("api/users/register", person.withPassword("seven77").newUser()))
                .is("users/settings/short");
        Golden.of(client.post("api/users/register", person.withPassword("password1").newUser()))
                .is("users/settings/common");
        WardenClient owner = client.bearing(access(client.post("api/users/register", person.newUser())).jwt());
        Golden.of(owner.put("api/users/me/password", person.newPassword("seven77"))).is("users/settings/short");
        Golden.of(owner.put("api/users/me/password", person.newPassword("password1"))).is("users/settings/common");
    }

    @Test
    void users_names_it_with_everything_else_that_is_wrong() {
        String wrong = "{\"email\":\"nobody\",\"username\":\"ab\",\"confirm_password\":\"other\"}";
        for (String weak : List.of("five5", "seven77")) {
            Golden.of(client.post("api/users/register", Patch.apply(wrong, person.withPassword(weak).newUser())))
                    .is("users/settings/everything");
        }
    }

    @Test
    void both_stop_telling_strangers_which_names_are_taken() {
        client.post("register", person.newAccount());
        for (int taken = 1; taken <= TAKEN; taken++) {
            assertEquals(400, client.post("register", person.newAccount()).statusCode());
        }
        Golden.of(client.post("register", person.newAccount())).is("plain/register/too-many");
        Golden.of(client.post("api/users/register", somebody().newUser())).is("users/register/too-many");
    }

    @Test
    void the_provider_stops_a_network_that_registers_too_many_clients() {
        JsonObject metadata = Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/cb")).build();
        assertEquals(201, client.post("oauth2/register", metadata).statusCode());

        HttpResponse<String> stopped = client.post("oauth2/register", metadata);

        assertEquals(429, stopped.statusCode());
        assertEquals("3600", stopped.headers().firstValue("Retry-After").orElse("none"));
        assertEquals(
                "{\"error\":\"temporarily_unavailable\",\"error_description\":\"Too many clients were registered from"
                + " here.\"}", stopped.body());
        assertEquals(201, warden.fromAfar().post("oauth2/register", metadata).statusCode());
    }

    @Test
    void both_tell_the_owner_alone_that_an_account_is_out_of_use() {
        HttpResponse<String> users = client.post("api/users/register", person.newUser());
        HttpResponse<String> plain = client.post("login", person.byEmail());
        database.run("update settings.account set disabled_at = utc_timestamp(3) where id = '"
                + access(users).claim("sub") + "'");
        Golden.of(client.post("api/users/login", person.byUsername())).is("users/login/disabled");
        Golden.of(client.post("login", person.byEmail())).is("plain/login/disabled");
        Golden.of(client.post("login", person.withPassword("another-one").byEmail())).is("plain/settings/wrong");
        Golden.of(client.post("api/users/refresh", Json.createObjectBuilder()
                .add("refresh_token", refresh(users).jwt()).build())).is("users/refresh/invalid");
        Golden.of(client.with("Cookie", "refreshToken=" + refresh(plain).jwt()).post("refresh"))
                .is("plain/refresh/invalid");
    }

    @Test
    void both_say_when_to_come_back_while_the_database_is_away() {
        HttpResponse<String> users = client.post("api/users/register", person.newUser());
        HttpResponse<String> plain = client.post("login", person.byEmail());
        database.admit(false);
        try {
            database.run("kill user " + database.user());
            Golden.of(client.post("api/users/login", person.byUsername())).is("users/unavailable");
            Golden.of(client.post("api/users/register", somebody().newUser())).is("users/unavailable");
            Golden.of(client.post("api/users/refresh", Json.createObjectBuilder()
                    .add("refresh_token", refresh(users).jwt()).build())).is("users/unavailable");
            Golden.of(client.post("login", person.byEmail())).is("plain/unavailable");
            Golden.of(client.post("register", somebody().newAccount())).is("plain/unavailable");
            Golden.of(client.with("Cookie", "refreshToken=" + refresh(plain).jwt()).post("refresh"))
                    .is("plain/unavailable");
            Golden.of(client.bearing(access(users).jwt()).post("api/users/logout")).is("users/unavailable");
            Golden.of(client.bearing(access(plain).jwt()).post("logout")).is("plain/unavailable");
            Golden.of(client.get("health/ready")).is("operations/database-away");
            Golden.of(client.get("health/live")).is("operations/alive");
        } finally {
            database.admit(true);
        }
        assertEquals(200, client.post("login", person.byEmail()).statusCode());
    }

    @Test
    void people_are_led_back_to_where_they_were_while_the_database_is_away() {
        client.post("register", person.newAccount());
        String callback = "https://waiting.example/callback";
        String clientId = WardenClient.json(warden.fromAfar().post("oauth2/register", Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add(callback)).build())).getString("client_id");
        Browser browser = new Browser(client);
        String request = "oauth2/authorize?" + Browser.body(new TreeMap<>(Map.of("client_id", clientId,
                "redirect_uri", callback, "response_type", "code", "scope", "openid")));
        HttpResponse<String> signIn = browser.follow(browser.get(request));
        Map<String, String> form = Map.of("username", person.username(), "password", person.password());
        database.admit(false);
        HttpResponse<String> refused;
        try {
            database.run("kill user " + database.user());
            refused = browser.submit(signIn, form);
            assertEquals(503, refused.statusCode(), refused.body());
            String another = "oauth2/authorize?client_id=another&scope=openid";
            assertEquals(another, linkOf(browser.get(another)));
        } finally {
            database.admit(true);
        }
        HttpResponse<String> done = browser.submit(browser.get(linkOf(refused)), form);
        assertTrue(done.headers().firstValue("Location").orElse("").contains("continue?request="), done::body);
    }

    /** Where an error page leads, relative to the context root. */
    private static String linkOf(HttpResponse<String> page) {
        return page.body().replaceFirst("(?s).*<a href=\"" + warden.base().getPath() + "([^\"]*)\".*", "$1")
                .replace("&#x3D;", "=").replace("&amp;", "&");
    }

    /** A refresh token that was replaced is taken for stolen at once here, so it shows whether one was. */
    @Test
    @DisplayName("RFC 6749 §6, RFC 8707 §2.2: a client that asks a refresh for too much is refused and keeps its token")
    void clients_keep_their_token_when_they_ask_for_too_much() {
        RelyingParty party = RelyingParty.registered(warden, "https://asking.example/callback",
                "'grant_types': ['authorization_code', 'refresh_token'], 'scope': 'openid email profile'");
        party.signUp(person);
        String token = party.tokens("scope", "openid email").getString("refresh_token");
        for (String[] tooMuch : new String[][] {{"scope", "openid profile", "invalid_scope"},
            {"resource", "https://evil.example/", "invalid_target"}}) {
            HttpResponse<String> refused = party.token(Map.of("grant_type", "refresh_token", "refresh_token", token,
                    tooMuch[0], tooMuch[1]));
            assertEquals(400, refused.statusCode());
            assertEquals(tooMuch[2], WardenClient.json(refused).getString("error"));
        }

        HttpResponse<String> refreshed = party.refresh(token);

        assertEquals(200, refreshed.statusCode(), refreshed.body());
        assertEquals(400, party.refresh(token).statusCode(), "and now it is replaced");
        assertEquals(400, party.refresh(WardenClient.json(refreshed).getString("refresh_token")).statusCode());
    }

    /** With a password that this deployment takes. */
    private static Person somebody() {
        return Person.somebody().withPassword("correct horse");
    }
}
