package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.server.ServerUnderTest;

@DisplayName("Paths, methods and headers of an adversary")
class PathsIT extends Adversary {

    private static SignedIn caller;

    @BeforeAll
    static void the_adversary_has_an_account() {
        caller = SignedIn.somebody();
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void in_no_other_spelling_lead_to_a_resource(Endpoint endpoint) {
        String path = endpoint.path();
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        String name = path.substring(head.length());
        String encodedLetter = String.format("%%%02x", (int) name.charAt(0)) + name.substring(1);
        Set<String> spellings = new TreeSet<>(List.of(
                head + encodedLetter, head + encodedLetter.toUpperCase(Locale.ROOT),
                head + name.toUpperCase(Locale.ROOT),
                path + ";", path + ";jsessionid=1", path + ";.json", path + ";JSESSIONID=1/x",
                head + ";jsessionid=1/" + name, ";/" + path, path + "/;x", head + ";x/" + name,
                path + "//", "/" + path, head + "/" + name, head + "./" + name, head + "x/../" + name,
                head + "%2e/" + name, head + "x/%2e%2e/" + name, head + "x/..;/" + name, path + "%2f", "%2f" + path,
                path + "%252f", path + "%20", path + "%09", path + "%0d%0aX-Evil:%201", path + ".", path + "..",
                path + ".json", path + ".xml", path + ".jsp", path + "~", path + "*", path + "'", path + "%3f",
                path + "%23",
                path + "/x", path + "/application.wadl", path + ":80", path + "%e2%80%8b", path + "%ef%bc%8f",
                "_in/" + path, "_in/plain/" + name, "%5fin/plain/" + name, "_in%2fplain/" + name, "_In/plain/" + name,
                "_IN/PLAIN/" + name, "_in;/plain/" + name, "_in/;/plain/" + name, "x/../_in/plain/" + name,
                "./_in/plain/" + name, "_in/./plain/" + name, "api/_in/plain/" + name, "_in/../_in/plain/" + name,
                "%2e/_in/plain/" + name, "_%69n/plain/" + name, "_in/users/" + name, "_in//plain/" + name));
        assertAll(spellings.stream().map(spelling -> () -> {
            RawAnswer answer = authorized(endpoint, request(endpoint.method(), spelling)).send();
            assertEquals("", answer.header("X-Evil"), answer::story);
            Contract.USERS.assertRefusal(404, answer);
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEB-INF/", "WEB-INF/web.xml", "WEB-INF/beans.xml", "WEB-INF/lib/",
        "WEB-INF/classes/META-INF/warden.properties", "WEB-INF/classes/META-INF/persistence.xml",
        "META-INF/MANIFEST.MF",
        "META-INF/", "web-inf/web.xml", "Web-Inf/web.xml", "WEB-INF./web.xml", "WEB%2dINF/web.xml",
        "%57EB-INF/web.xml", "x/../WEB-INF/web.xml", "./WEB-INF/web.xml", "api/../WEB-INF/web.xml", "WEB-INF%2fweb.xml",
        "_in/error", "_in/operations/health/live", "application.wadl", "api/application.wadl",
        "api/users/application.wadl", "_in/plain/application.wadl", "application.wadl/xsd0.xsd", "index.jsp",
        "index.html.bak",
        "api", "api/", "api/users", "api/users/", "api/v1/users/me", ".git/config", ".env", ".well-known/../me",
        "favicon.ico/x", "actuator/health", "metrics", "openapi", "health", "health/", "health/live/x",
        "health/ready;x",
        "console", "admin", "h2-console", "management", "server-status", "cgi-bin/", "~root/", "*"})
    void that_are_none_of_ours_are_not_there(String path) {
        for (String method : List.of("GET", "POST")) {
            RawAnswer answer = request(method, path).send();
            Contract.USERS.assertRefusal(404, answer);
        }
    }

    /**
     * What cannot be decoded, and what climbs above the root, the server refuses before any application sees it: the
     * embedded Payara with 500 and a page that names nobody, or, if it is not even hexadecimal or ends in dots, with
     * 200 and nothing at all; others with 400 or 404. A folder without its slash it sends to the one with. That is
     * beyond our reach; that it tells nothing and opens nothing is not.
     */
    @ParameterizedTest
    @ValueSource(strings = {"me%00", "%00", "api/users/me%00.json", "%ff%fe", "api/users/%c0%ae%c0%ae/me",
        "../../../../etc/passwd", "api/../../../etc/passwd", "me\\", "\u00ff", "%", "%zz", "%u0041", "me%0",
        "..%5c..%5cx",
        "WEB-INF%5cweb.xml", "WEB-INF", "WEB-INF;/web.xml", "me/.", "me/x/..", "api/users/me/.", "api/users/me/x/..",
        "api/users/me/password/.", "register/x/.."})
    void that_the_server_refuses_itself_open_nothing(String path) {
        RawAnswer answer = authorized(Endpoint.PLAIN_ME, request("GET", path)).send();
        assertTrue(answer.status() >= 300 || answer.body().isEmpty(), answer::story);
        assertHasNone(answer, "payara", "glassfish", "grizzly", "exception", "\tat ", "root:", caller.person().email());
    }

    /** What is beside us is the server's own: Payara's page for what is not there has its name. */
    @ParameterizedTest
    @ValueSource(strings = {"%2e%2e/", "../"})
    void that_lead_beside_us_open_nothing(String path) {
        RawAnswer answer = authorized(Endpoint.PLAIN_ME, request("GET", path)).send();
        assertTrue(answer.status() >= 300 || answer.body().isEmpty(), answer::story);
        assertHasNone(answer, "exception", "\tat ", "root:", caller.person().email());
        if (!ServerUnderTest.isGiven()) {
            assertHasNone(answer, "payara", "glassfish", "grizzly");
        }
    }

    private static void assertHasNone(RawAnswer answer, String... words) {
        String text = answer.text().toLowerCase(Locale.ROOT);
        Stream.of(words).forEach(word -> assertTrue(!text.contains(word), answer::story));
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void take_no_other_method(Endpoint endpoint) {
        List<Executable> checks = new ArrayList<>();
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "FOO", "get", "post",
                "M-SEARCH")) {
            if (!method.equals(endpoint.method())) {
                checks.add(() -> endpoint.contract()
                        .assertRefusal(405, authorized(endpoint, request(method, endpoint.path()))
                        .send()));
            }
        }
        checks.add(() -> {
            RawAnswer answer = request("HEAD", endpoint.path()).send();
            assertEquals(endpoint.method().equals("GET") ? 401 : 405, answer.status(), answer::story);
            assertEquals("", answer.body());
            Contract.assertSaysNothing(answer);
        });
        checks.add(() -> {
            RawAnswer answer = request("OPTIONS", endpoint.path()).send();
            assertEquals(204, answer.status(), answer::story);
            assertTrue(answer.header("Allow").contains(endpoint.method()), answer::story);
            assertEquals("", answer.body());
            Contract.assertSaysNothing(answer);
        });
        // TRACE is the server's own to refuse.
        checks.add(() -> {
            RawAnswer answer = authorized(endpoint, request("TRACE", endpoint.path())).with("X-Secret", "of-the-client")
                    .send();
            assertEquals(405, answer.status(), answer::story);
            assertTrue(!answer.text().contains("of-the-client"), answer::story);
            Contract.assertSaysNothing(answer);
        });
        assertAll(checks);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void are_not_overridden_by_headers_or_parameters(Endpoint endpoint) {
        String other = endpoint.method().equals("POST") ? "DELETE" : "POST";
        List<Executable> checks = new ArrayList<>();
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            checks.add(() -> endpoint.contract().assertRefusal(405,
                    authorized(endpoint, request(other, endpoint.path())).with(header, endpoint.method()).send()));
        }
        checks.add(() -> endpoint.contract().assertRefusal(405,
                authorized(endpoint, request(other, endpoint.path() + "?_method=" + endpoint.method())).send()));
        for (String header : List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Forwarded-Path")) {
            checks.add(() -> Contract.USERS.assertRefusal(404,
                    authorized(endpoint, request(endpoint.method(), "nothing"))
                    .with(header, warden.base().getPath() + endpoint.path()).send()));
        }
        assertAll(checks);
    }

    /**
     * Without a body and without a token each of them is refused by its contract, whatever else stands in the headers.
     */
    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void are_refused_by_their_contract_whatever_the_headers_say(Endpoint endpoint) {
        List<Executable> checks = new ArrayList<>();
        for (String accept : List.of("text/html", "application/xml", "text/*", "application/problem+json",
                "image/png, */x",
                "garbage")) {
            checks.add(() -> endpoint.contract().assertRefusal(406, request(endpoint).with("Accept", accept).send()));
        }
        for (String accept : List.of("a/b;q=x", "application/json;q=2", "/", ",,,", "application/json;;q",
                "a/b;c=\"d,e\"")) {
            checks.add(() -> endpoint.contract().assertRefusal(400, request(endpoint).with("Accept", accept).send()));
        }
        int plain = endpoint.needsToken() || endpoint == Endpoint.PLAIN_REFRESH ? 401 : 415;
        List<String> headers = List.of("Accept: */*", "Accept: application/*;q=0.1, text/html", "Accept:",
                "Accept-Language: ;q=x",
                "Accept-Charset: ;;;", "Content-Type: text/html;q=x", "Accept-Encoding: ;;;", "If-Match: x",
                "If-None-Match: *", "If-Modified-Since: x",
                "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Range: bytes=0-1,-1", "Date: x",
                "Content-Language: ;",
                "Content-Location: ::", "Origin: null", "Referer: javascript:alert(1)", "Forwarded: for=\"[::1]\"",
                "X-Forwarded-For: garbage, \"x", "X-Forwarded-For: " + "1.1.1.1,".repeat(900),
                "X-Forwarded-Proto: javascript",
                "X-Forwarded-Host: evil.example", "X-Forwarded-Port: 99999999", "Cookie: refreshToken",
                "Cookie: refreshToken=\"",
                "Cookie: refreshToken=a; refreshToken=b", "Cookie: $Version=x; =; ;;",
                "Cookie: " + "a=b; ".repeat(1000),
                "Host: evil.example", "User-Agent: " + "x".repeat(7000),
                "User-Agent: ${jndi:ldap://127.0.0.1/x}", "Max-Forwards: -1", "TE: trailers", "Trailer: X",
                "Sec-Fetch-Site: nonsense", "Proxy: http://127.0.0.1:1", "X-Warden: {0}");
        for (String header : headers) {
            int colon = header.indexOf(':');
            checks.add(() -> endpoint.contract().assertRefusal(plain, request(endpoint)
                    .with(header.substring(0, colon), header.substring(colon + 1).strip()).send()));
        }
        for (String query : List.of("a=%00", "%ff", "[]", "&&=&", "a=" + "b".repeat(6000), "access_token=x")) {
            checks.add(() -> endpoint.contract().assertRefusal(plain,
                    request(endpoint.method(), endpoint.path() + "?" + query).send()));
        }
        for (String query : List.of("%zz", "%", "{a}", "|", "\"<>", "\u00ff")) {
            checks.add(() -> assertRefusal(endpoint, plain,
                    request(endpoint.method(), endpoint.path() + "?" + query).send()));
        }
        for (String host : List.of("[::1", "a b/@", "a:99999999")) {
            checks.add(() -> assertRefusal(endpoint, plain, request(endpoint).with("Host", host).send()));
        }
        assertAll(checks);
    }

    /** The client compares the answer with the description of the interface. */
    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void are_described_to_refuse_a_header_that_cannot_be_read(Endpoint endpoint) {
        HttpResponse<String> answer = warden.with("Accept", "a/b;c=\"d,e\"").send(endpoint.method(), endpoint.path());
        assertEquals(400, answer.statusCode(), answer.body());
    }

    /**
     * WildFly refuses what is no URI (RFC 3986 §3.4) or no Host (RFC 9112 §3.2) by itself, without a word; others let
     * it pass.
     */
    private static void assertRefusal(Endpoint endpoint, int status, RawAnswer answer) {
        if (answer.status() == 400 && answer.body().isEmpty()) {
            Contract.assertSaysNothing(answer);
        } else {
            endpoint.contract().assertRefusal(status, answer);
        }
    }

    /** Such a request is refused before it can be told which contract it is for. */
    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void with_headers_that_are_none_are_refused_by_the_server(Endpoint endpoint) {
        List<Executable> checks = new ArrayList<>();
        for (String header : List.of("X-Bare: a\nX-Evil: b", "X-Bare: a\rX-Evil: b", "X-Octet: \u00ff", "X\u00ff: a",
                "X : a",
                "X-Nul: a\u0000b", "Content-Length: -1", "Content-Length: x", "Content-Length: 99999999999999999999",
                "Content-Length: 1\r\nContent-Length: 2", "Expect: nonsense",
                "Host: {a}|", "X-Long: " + "x".repeat(9000), "X-Longer: " + "x".repeat(64 * 1024),
                "X-Many: 1" + "\r\nX-Many: 1".repeat(2000))) {
            checks.add(() -> {
                RawAnswer answer = request(endpoint).with(header.substring(0, header.indexOf(':')),
                        header.substring(header.indexOf(':') + 1).strip()).send();
                assertTrue(answer.status() >= 400 && answer.status() < 500, () -> header + "\n" + answer.story());
                Contract.assertSaysNothing(answer);
            });
        }
        assertAll(checks);
    }

    private static RawRequest authorized(Endpoint endpoint, RawRequest request) {
        return request.with("Authorization", "Bearer " + caller.access(endpoint.contract()));
    }
}
