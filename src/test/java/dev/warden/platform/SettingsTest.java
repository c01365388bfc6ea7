package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.contract.plain.PlainSettings;
import dev.warden.contract.users.UsersSettings;
import dev.warden.password.HashingSettings;
import dev.warden.password.PolicySettings;
import dev.warden.security.ProxySettings;
import dev.warden.security.PublicAddress;
import dev.warden.session.SessionSettings;
import dev.warden.signin.ThrottleSettings;
import dev.warden.token.KeySettings;
import dev.warden.token.SigningAlgorithm;
import dev.warden.token.TokenSettings;
import dev.warden.web.PageSettings;

@DisplayName("Settings")
class SettingsTest {

    private static final Settings DEFAULTS = Settings.of(Map.of());

    @Test
    void defaults_of_passwords() {
        assertEquals(new HashingSettings(19456, 2, NativeLibrary.AUTO, Duration.ofSeconds(2)),
                new HashingSettings(DEFAULTS));
        assertEquals(6, new PolicySettings(DEFAULTS).minLength());
        assertEquals("off", DEFAULTS.text("warden.password.blocklist"));
    }

    @Test
    void defaults_of_sessions() {
        assertEquals(new SessionSettings(Duration.ofDays(90), Duration.ofDays(30), Duration.ofSeconds(10),
                Duration.ofHours(1)), new SessionSettings(DEFAULTS));
    }

    @Test
    void defaults_of_the_provider() {
        assertEquals("OidcSettings[issuer=http://localhost:8080, accessLifetime=PT10M, idTokenLifetime=PT10M,"
                + " refreshLifetime=PT336H, codeLifetime=PT1M, pushedLifetime=PT1M30S, longestAccessLifetime=PT1H]",
                new dev.warden.oidc.OidcSettings(DEFAULTS).toString());
    }

    @Test
    void defaults_of_keys() {
        assertEquals(new KeySettings(Duration.ofDays(90), Duration.ofMinutes(10), Instant.EPOCH, List.of(),
                NativeLibrary.AUTO, "http://localhost:8080"),
                new KeySettings(DEFAULTS));
        assertEquals(Optional.empty(), DEFAULTS.given("warden.master-key"), "no two installations share a key");
        assertEquals(Optional.empty(), DEFAULTS.given("warden.master-key-file"));
    }

    @Test
    void defaults_of_both_contracts() {
        assertEquals(new UsersSettings(new TokenSettings(SigningAlgorithm.HS256, Duration.ofMinutes(40),
                Duration.ofDays(7))), new UsersSettings(DEFAULTS));
        assertEquals(new PlainSettings(true, new TokenSettings(SigningAlgorithm.HS256, Duration.ofMinutes(10),
                Duration.ofHours(24))), new PlainSettings(DEFAULTS));
    }

    @Test
    void defaults_of_guessing() {
        assertEquals(new ThrottleSettings(Duration.ofMinutes(10), 10, 100, 300, 10, 100),
                new ThrottleSettings(DEFAULTS));
    }

    @Test
    void defaults_of_the_network_and_of_serving() {
        assertEquals(new ProxySettings(List.of()), new ProxySettings(DEFAULTS), "nobody's word counts");
        assertEquals(8080, DEFAULTS.number("warden.port", 1, 65535));
        assertEquals("127.0.0.1", DEFAULTS.text("warden.bind-address"));
    }

    @Test
    void defaults_of_the_database_are_an_h2_file_at_home_that_loses_nothing() {
        DatabaseSettings database = new DatabaseSettings(Settings.of(Map.of("warden.home", "/srv/warden")));

        assertEquals("jdbc:h2:file:/srv/warden/warden;WRITE_DELAY=0;MAX_COMPACT_TIME=2000;LOCK_TIMEOUT=4000"
                        + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0",
                database.url());
        assertEquals("", database.user());
        assertEquals("", database.password());
        assertTrue(!database.isMariaDb());
        assertEquals(Duration.ofMillis(2500), database.maxWait());
    }

    @Test
    void home_is_in_the_home_of_the_user() {
        assertEquals(Path.of(System.getProperty("user.home"), ".warden"), DEFAULTS.home());
        assertEquals(Path.of("/a/~b"), Settings.of(Map.of("warden.home", "/a/~b")).home());
        assertEquals(Path.of(System.getProperty("user.home")), Settings.of(Map.of("warden.home", "~")).home());
    }

    @Test
    void home_may_have_any_characters() {
        String usual = System.getProperty("user.home");
        System.setProperty("user.home", "C:\\Users\\$1");
        try {
            assertEquals(Path.of("C:\\Users\\$1", ".warden"), DEFAULTS.home());
        } finally {
            System.setProperty("user.home", usual);
        }
    }

    @Test
    void a_mariadb_gets_time_outs_and_the_operators_own_options_win() {
        assertEquals("jdbc:mariadb://db/w?connectTimeout=2000&socketTimeout=2500&transactionIsolation=READ-COMMITTED"
                + "&useServerPrepStmts=true&disablePipeline=true"
                + "&sessionVariables=innodb_lock_wait_timeout=1,idle_transaction_timeout=10",
                database("jdbc:mariadb://db/w").url());
        assertEquals("jdbc:mariadb://db/w?socketTimeout=1&connectTimeout=2000&transactionIsolation=READ-COMMITTED"
                + "&useServerPrepStmts=true&disablePipeline=true"
                + "&sessionVariables=innodb_lock_wait_timeout=1,idle_transaction_timeout=10",
                database("jdbc:mariadb://db/w?socketTimeout=1").url());
        assertTrue(database("jdbc:mariadb://db/w").isMariaDb());
    }

    @Test
    void a_pool_of_the_servers_has_a_name_and_no_address() {
        DatabaseSettings named = new DatabaseSettings(Settings.of(Map.of("warden.db.jndi-name", "jdbc/warden")));
        assertTrue(named.isNamedPool());
        assertEquals("DatabaseSettings[jdbc/warden]", named.toString());
        assertFalse(new DatabaseSettings(DEFAULTS).isNamedPool());

        InvalidSetting both = assertThrows(InvalidSetting.class, () -> new DatabaseSettings(Settings.of(Map.of(
                "warden.db.jndi-name", "jdbc/warden", "warden.db.url", "jdbc:mariadb://db/w"))));
        assertTrue(both.getMessage().contains("warden.db.url"), both::getMessage);
    }

    /** Such as from a file in which an & cut off the line with the address. */
    @ParameterizedTest
    @ValueSource(strings = {"warden.db.user", "warden.db.password"})
    void credentials_without_an_address_are_refused(String key) {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> new DatabaseSettings(Settings.of(Map.of(key, "hunter2"))));
        assertEquals(key + ": is given without warden.db.url or warden.db.jndi-name", told.getMessage());

        assertTrue(new DatabaseSettings(Settings.of(Map.of(key, "hunter2", "warden.db.jndi-name", "jdbc/warden")))
                .isNamedPool());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/ca.pem", "ca.pem", "src"})
    void a_server_certificate_that_is_no_file_is_refused(String path) {
        String url = "jdbc:mariadb://db/w?sslMode=verify-full&serverSslCert=" + path;
        for (String address : List.of(url, url + "&connectTimeout=1")) {
            InvalidSetting told = assertThrows(InvalidSetting.class, () -> database(address));
            assertEquals("warden.db.url: serverSslCert: " + path + " is not a file that can be read",
                    told.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "classpath:ca.pem", "file:///nowhere/ca.pem",
        "-----BEGIN CERTIFICATE-----MIIC/w==-----END CERTIFICATE-----"})
    void a_server_certificate_is_a_file_or_what_the_driver_looks_at(String certificate) {
        assertTrue(database("jdbc:mariadb://db/w?serverSslCert=" + certificate).isMariaDb());
    }

    @Test
    void the_database_does_not_print_its_password() {
        DatabaseSettings database = new DatabaseSettings(Settings.of(Map.of("warden.db.url",
                "jdbc:mariadb://db/w?user=bob&password=hunter2", "warden.db.user", "bob", "warden.db.password",
                "hunter2")));

        assertEquals("DatabaseSettings[jdbc:mariadb://db/w]", database.toString());
    }

    @Test
    void the_master_key_does_not_print_itself() {
        String key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

        assertEquals("MasterKeySettings[/srv/warden/master.key]", new MasterKeySettings(Settings.of(Map.of(
                "warden.home", "/srv/warden", "warden.master-key", key))).toString());
    }

    private static DatabaseSettings database(String url) {
        return new DatabaseSettings(Settings.of(Map.of("warden.db.url", url)));
    }

    @ParameterizedTest
    @CsvSource({
        "warden.db.url,                                 WARDEN_DB_URL",
        "warden.password.argon2-memory,                 WARDEN_PASSWORD_ARGON2_MEMORY",
        "warden.throttle.per-account-and-address,       WARDEN_THROTTLE_PER_ACCOUNT_AND_ADDRESS"
    })
    void have_a_name_in_the_environment(String key, String name) {
        assertEquals(name, Settings.environmentName(key));
    }

    @ParameterizedTest
    @CsvSource({
        "warden.db.ulr,                     warden.db.url",
        "warden.sesion.max-lifetime,        warden.session.max-lifetime",
        "warden.throttle.per_account,       warden.throttle.per-account",
        "warden.Port,                       warden.port"
    })
    void that_are_not_there_are_refused_with_the_one_that_may_be_meant(String wrong, String meant) {
        InvalidSetting told = assertThrows(InvalidSetting.class, () -> Settings.of(Map.of(wrong, "secret value")));

        assertEquals(wrong + ": is set by a test, but there is no such setting; is " + meant + " meant?",
                told.getMessage());
    }

    @Test
    void of_others_are_none_of_our_business() {
        assertEquals("8080", Settings.of(Map.of("java.version", "17", "wardens.port", "1")).text("warden.port"));
    }

    @Test
    void a_key_that_code_misspells_is_a_bug() {
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.given("warden.no-such-key"));
    }

    @Test
    void blank_is_the_default_nowhere_and_empty_everywhere() {
        Settings blank = Settings.of(Map.of("warden.port", " ", "warden.db.user", " bob "));

        assertEquals("8080", blank.text("warden.port"));
        assertEquals("bob", blank.text("warden.db.user"));
        InvalidSetting told = assertThrows(InvalidSetting.class, () -> DEFAULTS.text("warden.db.url"));
        assertEquals("warden.db.url: is needed and has no value", told.getMessage());
    }

    @Test
    void lists_are_separated_by_commas() {
        assertEquals(List.of(), DEFAULTS.list("warden.http.trusted-proxies"));
        assertEquals(List.of("10.0.0.0/8", "fd00::/8"),
                Settings.of(Map.of("warden.http.trusted-proxies", " 10.0.0.0/8 ,, fd00::/8,")).list(
                        "warden.http.trusted-proxies"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example.org,            https://id.example.org",
        "https://id.example.org/,           https://id.example.org",
        "https://id.example.org/warden//,   https://id.example.org/warden",
        "http://localhost:8080,             http://localhost:8080"
    })
    void addresses_have_no_slash_at_their_end(String given, URI address) {
        assertEquals(address, Settings.of(Map.of("warden.public-url", given)).address("warden.public-url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id.example.org", "ftp://id.example.org", "https://", "https:///x", "javascript:alert(1)",
        "https://id.example.org?x=1", "https://id.example.org#x", "https://a b", "/warden"})
    void addresses_that_are_none_are_refused(String given) {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> Settings.of(Map.of("warden.public-url", given)).address("warden.public-url"));

        assertEquals("warden.public-url: \"" + given.replaceFirst("/+$", "")
                + "\" is not an http or https address such as https://id.example.org", told.getMessage());
    }

    static Stream<Arguments> outOfRange() {
        Consumer<Settings> passwords = HashingSettings::new;
        Consumer<Settings> policy = PolicySettings::new;
        Consumer<Settings> sessions = SessionSettings::new;
        Consumer<Settings> keys = KeySettings::new;
        Consumer<Settings> throttle = ThrottleSettings::new;
        Consumer<Settings> masterKey = MasterKeySettings::new;
        Consumer<Settings> users = UsersSettings::new;
        Consumer<Settings> plain = PlainSettings::new;
        Consumer<Settings> database = DatabaseSettings::new;
        Consumer<Settings> proxies = ProxySettings::new;
        Consumer<Settings> address = PublicAddress::new;
        Consumer<Settings> pages = PageSettings::new;
        return Stream.of(
                Arguments.of(passwords, "warden.password.argon2-memory", "7167", "whole number from 7168 to 1048576"),
                Arguments.of(passwords, "warden.password.argon2-memory", "1048577",
                "whole number from 7168 to 1048576"),
                Arguments.of(passwords, "warden.password.argon2-memory", "19 MiB", "whole number from 7168 to 1048576"),
                Arguments.of(passwords, "warden.password.argon2-passes", "0", "whole number from 1 to 64"),
                Arguments.of(passwords, "warden.password.native", "AUTO", "is none of auto, off"),
                Arguments.of(passwords, "warden.password.max-wait", "2", "ISO-8601 duration from PT0S to PT1M"),
                Arguments.of(passwords, "warden.password.max-wait", "PT61S", "ISO-8601 duration from PT0S to PT1M"),
                Arguments.of(policy, "warden.password.min-length", "5", "whole number from 6 to 64"),
                Arguments.of(policy, "warden.password.min-length", "65", "whole number from 6 to 64"),
                Arguments.of(sessions, "warden.session.max-lifetime", "PT59M", "ISO-8601 duration from PT1H to"),
                Arguments.of(sessions, "warden.session.keep-expired", "-P1D", "ISO-8601 duration from PT0S to"),
                Arguments.of(sessions, "warden.session.refresh-grace", "PT61S", "ISO-8601 duration from PT0S to PT1M"),
                Arguments.of(sessions, "warden.token.max-access-lifetime", "P2D",
                "ISO-8601 duration from PT1M to PT24H"),
                Arguments.of(keys, "warden.keys.max-age", "PT1H", "ISO-8601 duration from PT24H to"),
                Arguments.of(keys, "warden.keys.lead", "P8D", "ISO-8601 duration from PT0S to PT168H"),
                Arguments.of(keys, "warden.public-url", "localhost", "is not an http or https address"),
                Arguments.of(throttle, "warden.throttle.window", "PT0S", "ISO-8601 duration from PT1S to PT24H"),
                Arguments.of(throttle, "warden.throttle.per-account-and-address", "0",
                "whole number from 1 to 1000000"),
                Arguments.of(throttle, "warden.throttle.per-account", "-1", "whole number from 1 to 1000000"),
                Arguments.of(throttle, "warden.throttle.per-address", "1000001", "whole number from 1 to 1000000"),
                Arguments.of(throttle, "warden.throttle.unknown-per-address", "many", "whole number from 1 to 1000000"),
                Arguments.of(throttle, "warden.throttle.taken-per-address", "1.5", "whole number from 1 to 1000000"),
                Arguments.of(database, "warden.db.max-wait", "PT0.4S", "ISO-8601 duration from PT0.5S to PT1M"),
                Arguments.of(database, "warden.db.max-wait", "PT61S", "ISO-8601 duration from PT0.5S to PT1M"),
                Arguments.of(users, "warden.users.signing-algorithm", "none",
                        "is none of hs256, hs384, hs512, rs256, ps256, es256, eddsa"),
                Arguments.of(users, "warden.users.signing-algorithm", "HS256", "is none of hs256"),
                Arguments.of(users, "warden.users.access-token-lifetime", "PT2H",
                "ISO-8601 duration from PT5S to PT1H"),
                Arguments.of(users, "warden.users.refresh-token-lifetime", "PT1S", "ISO-8601 duration from PT1M to"),
                Arguments.of(plain, "warden.plain.reveals-accounts", "yes", "is neither true nor false"),
                Arguments.of(plain, "warden.plain.signing-algorithm", "none", "is none of hs256"),
                Arguments.of(plain, "warden.plain.access-token-lifetime", "PT1S", "ISO-8601 duration from PT5S to"),
                Arguments.of(plain, "warden.plain.refresh-token-lifetime", "1", "ISO-8601 duration from PT1M to"),
                Arguments.of(masterKey, "warden.master-key", "c2hvcnQ=", "is not the base64 form of 32 octets"),
                Arguments.of(masterKey, "warden.master-key-file", "pom.xml", "is not the base64 form of 32 octets"),
                Arguments.of(address, "warden.public-url", "localhost", "is not an http or https address"),
                Arguments.of(pages, "warden.pages.theme", "pom.xml", "The folder cannot be read"),
                Arguments.of(pages, "warden.pages.theme", "src/test/resources/nowhere", "The folder cannot be read"),
                Arguments.of(database, "warden.db.url", "jdbc:postgresql://db/w",
                        "must begin with jdbc:mariadb: or jdbc:h2:"),
                Arguments.of(proxies, "warden.http.trusted-proxies", "10.0.0.0/33",
                "is neither an address nor a range"));
    }

    @ParameterizedTest(name = "{1} = {2}")
    @MethodSource("outOfRange")
    void that_are_wrong_are_told_in_one_line_with_key_and_range(Consumer<Settings> feature, String key, String value,
            String expected) {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> feature.accept(Settings.of(new HashMap<>(Map.of(key, value)))));

        assertTrue(told.getMessage().startsWith(key + ": "), told.getMessage());
        assertTrue(told.getMessage().contains(expected), told.getMessage());
        assertEquals(1, told.getMessage().lines().count());
    }

    @Test
    void a_wrong_value_with_line_breaks_is_told_in_one_line() {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> Settings.of(Map.of("warden.port", "80\n2026-01-01 INFO forged")).number("warden.port", 1, 65535));

        assertEquals("warden.port: \"80?2026-01-01 INFO forged\" is not a whole number from 1 to 65535",
                told.getMessage());
    }

    @Test
    void a_wrong_address_of_the_database_is_told_without_the_password_in_it() {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> database("jdbc:mysql://bob:hunter2@db/w?password=hunter2"));

        assertTrue(!told.getMessage().contains("hunter2"), told.getMessage());
    }
}
