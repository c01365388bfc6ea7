package dev.warden.hostile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.Person;
import dev.warden.WardenClient;

@DisplayName("Bodies of an adversary")
class BodiesIT extends Adversary {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static SignedIn caller;

    @BeforeAll
    static void the_adversary_has_an_account() {
        caller = SignedIn.somebody();
    }

    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void that_are_no_strict_json_are_malformed(Endpoint endpoint) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        String document = endpoint.document().toString();
        bodies.put("null", "null".getBytes(UTF_8));
        for (String root : List.of("[]", "\"text\"", "1", "true", "[" + document + "]", "{", "}", " ", "nul", "NaN")) {
            bodies.put(root, root.getBytes(UTF_8));
        }
        if (endpoint != Endpoint.PLAIN_REFRESH) {
            bodies.put("nothing", new byte[0]);
        }
        bodies.put("nested as an array", with(document, "\"x\":" + "[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)));
        bodies.put("nested as an object",
                with(document, "\"x\":" + "{\"x\":".repeat(MAX_DEPTH) + "1" + "}".repeat(MAX_DEPTH)));
        bodies.put("nested without an end", with(document, "\"x\":" + "[".repeat(20_000)));
        bodies.put("text after it", (document + "x").getBytes(UTF_8));
        bodies.put("a second document", (document + document).getBytes(UTF_8));
        bodies.put("a comment before it", ("/**/" + document).getBytes(UTF_8));
        bodies.put("a comma too many", with(document, ""));
        bodies.put("an octet order mark", ("\uFEFF" + document).getBytes(UTF_8));
        bodies.put("UTF-16", ("\uFEFF" + document).getBytes(UTF_16LE));
        bodies.put("UTF-16 without a mark", document.getBytes(UTF_16LE));
        bodies.put("an octet that is not UTF-8", withOctets(document, 0xff));
        bodies.put("an overlong NUL", withOctets(document, 0xc0, 0x80));
        bodies.put("a surrogate in UTF-8", withOctets(document, 0xed, 0xa0, 0x80));
        bodies.put("half a character", withOctets(document, 0xe2, 0x82));
        bodies.put("a bare NUL", withOctets(document, 0));
        bodies.put("a bare line feed", withOctets(document, '\n'));
        for (String text : List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud800", "\\udfff", "\\x41", "\\u12",
                "\\")) {
            bodies.put("value " + text, with(document, "\"x\":\"" + text + "\""));
            bodies.put("name " + text, with(document, "\"" + text + "\":1"));
            bodies.put("nested value " + text, with(document, "\"x\":{\"y\":[\"" + text + "\"]}"));
        }
        bodies.put("an unknown member twice", with(document, "\"x\":1,\"x\":1"));
        bodies.put("a nested member twice", with(document, "\"x\":[{\"y\":1,\"\\u0079\":1}]"));
        for (String number : List.of("01", "+1", ".5", "1.", "1e", "0x10", "Infinity", "-")) {
            bodies.put("number " + number, with(document, "\"x\":" + number));
        }
        assertAll(bodies.entrySet().stream().map(body -> named(endpoint, body.getKey(), () -> {
            RawAnswer answer = post(endpoint, body.getValue());
            endpoint.contract().assertRefusal(400, answer);
            assertEquals(false, answer.json().containsKey("data"), answer::story);
        })));
    }

    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void with_a_member_of_another_type_or_twice_are_invalid(Endpoint endpoint) {
        List<Executable> checks = new ArrayList<>();
        for (String member : endpoint.members()) {
            for (String value : List.of("1", "-0", "1e999999999", "9".repeat(30_000), "true", "false", "[]", "{}",
                    "[\"rahasia\"]", "{\"" + member + "\":\"rahasia\"}")) {
                checks.add(named(endpoint, member + " = " + shortened(value),
                        () -> endpoint.contract().assertRefusal(400,
                        post(endpoint, replaced(endpoint, member, value)))));
            }
            // A missing token is no token; the contract plain takes it from the cookie then, and there is none.
            int statusOfNull = endpoint == Endpoint.PLAIN_REFRESH ? 401 : 400;
            checks.add(named(endpoint, member + " = null", () -> endpoint.contract().assertRefusal(statusOfNull,
                    post(endpoint, replaced(endpoint, member, "null")))));
            checks.add(named(endpoint, member + " missing", () -> endpoint.contract().assertRefusal(statusOfNull,
                    post(endpoint, Json.createObjectBuilder(endpoint.document()).remove(member).build().toString()
                            .getBytes(UTF_8)))));
            for (String name : List.of(member, escaped(member))) {
                checks.add(named(endpoint, name + " twice", () -> endpoint.contract().assertRefusal(400,
                        post(endpoint, with(endpoint.document().toString(), "\"" + name + "\":\"rahasia\"")))));
            }
        }
        assertAll(checks);
    }

    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void at_the_edge_of_what_is_allowed_are_taken(Endpoint endpoint) {
        Map<String, String> additions = new LinkedHashMap<>();
        additions.put("nested as deeply as may be",
                "\"x\":" + "[".repeat(MAX_DEPTH - 1) + "]".repeat(MAX_DEPTH - 1));
        additions.put("numbers beyond any type", "\"x\":[1e999999999,-1e-999999999," + "9".repeat(40_000) + "]");
        additions.put("members that are none of the client's business", "\"id\":\"user1\",\"role\":\"admin\","
                + "\"roles\":[\"admin\"],\"email_verified\":true,\"isAdmin\":true,\"passwordHash\":\"x\",\"version\":-"
                + "1,"
                + "\"class\":\"java.lang.Runtime\",\"@type\":\"java.lang.Runtime\",\"$ref\":\"#\",\"__proto__\":{}");
        additions.put("a name in another case",
                "\"" + endpoint.members().get(0).toUpperCase(java.util.Locale.ROOT) + "\":1");
        additions.put("an empty name", "\"\":1");
        List<Executable> checks = new ArrayList<>();
        additions.forEach((name, addition) -> checks.add(named(endpoint, name, () ->
                assertTaken(endpoint, post(endpoint, with(endpoint.document().toString(), addition))))));
        checks.add(named(endpoint, "64 KiB", () -> assertTaken(endpoint, post(endpoint, filled(endpoint, MAX_BODY)))));
        checks.add(named(endpoint, "64 KiB in chunks", () -> assertTaken(endpoint,
                authorized(endpoint).with("Content-Type", JSON).chunked(filled(endpoint, MAX_BODY)).send())));
        for (String type : List.of("application/json;charset=UTF-8", "application/json; charset=\"utf-8\"",
                "Application/JSON", "application/json ; charset=utf-8", "application/json;")) {
            checks.add(named(endpoint, type, () -> assertTaken(endpoint, authorized(endpoint).with("Content-Type", type)
                    .with(endpoint.document().toString().getBytes(UTF_8)).send())));
        }
        assertAll(checks);
    }

    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void of_another_type_are_refused(Endpoint endpoint) {
        byte[] document = endpoint.document().toString().getBytes(UTF_8);
        List<Executable> checks = new ArrayList<>();
        checks.add(named(endpoint, "no type", () ->
                endpoint.contract().assertRefusal(415, authorized(endpoint).with(document).send())));
        checks.add(named(endpoint, "two types", () -> endpoint.contract().assertRefusal(415, authorized(endpoint)
                .with("Content-Type", JSON).with("Content-Type", "text/plain").with(document).send())));
        for (String type : List.of("text/plain", "text/json", "application/x-www-form-urlencoded", "application/xml",
                "multipart/form-data; boundary=x", "application/problem+json", "application/merge-patch+json",
                "application/octet-stream", "application/*", "*/*", "*", "json", "", "/", ";", "application/", "/json",
                "application/json, text/plain", "application/json; a", "application/json; charset=",
                "application/json/",
                "application/json; charset=iso-8859-1", "application/json; charset=utf-16",
                "application/json; charset=nonsense", "application/json; charset=utf-7", "application json",
                "application/json;q=x", "application/json; charset=utf-8; Q=2")) {
            checks.add(named(endpoint, type, () -> endpoint.contract().assertRefusal(415, authorized(endpoint)
                    .with("Content-Type", type).with(document).send())));
        }
        assertAll(checks);
    }

    /** On all of them, whether they would read a body or not. */
    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void that_are_encoded_are_refused(Endpoint endpoint) {
        assertAll(List.of("gzip", "deflate", "br", "identity", "GZIP", "gzip, identity", "x").stream()
                .map(encoding -> named(endpoint, encoding, () -> endpoint.contract().assertRefusal(415,
                        authorized(endpoint).with("Content-Type", JSON).with("Content-Encoding", encoding).send()))));
    }

    @ParameterizedTest
    @EnumSource(value = Endpoint.class, mode = EnumSource.Mode.EXCLUDE, names = {"USERS_ME", "PLAIN_ME"})
    void over_64_KiB_are_too_large(Endpoint endpoint) {
        byte[] tooLarge = filled(endpoint, MAX_BODY + 1);
        RawRequest request = authorized(endpoint).with("Content-Type", JSON);
        assertAll(
                named(endpoint, "declared",
                () -> endpoint.contract().assertRefusal(413, request.with(tooLarge).send())),
                named(endpoint, "in chunks",
                () -> endpoint.contract().assertRefusal(413, request.chunked(tooLarge).send())),
                named(endpoint, "without a token", () -> endpoint.contract().assertRefusal(413,
                        request(endpoint).with("Content-Type", JSON).chunked(tooLarge).send())),
                named(endpoint, "declared and not sent", () -> endpoint.contract().assertRefusal(413,
                        request.with("Content-Length", "9999999999").send())));
    }

    /**
     * As clients do that would rather speak HTTP/2. The embedded server then forgets the Content-Type of an answer that
     * was forwarded, so only the rest is looked at.
     */
    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void that_come_with_an_upgrade_are_read_to_their_end(Endpoint endpoint) {
        RawRequest request = authorized(endpoint).with("Content-Type", JSON);
        for (String protocol : List.of("h2c", "websocket", "TLS/1.0")) {
            RawAnswer answer = request.with("Upgrade", protocol).with(endpoint.document().toString().getBytes(UTF_8))
                    .send();
            assertEquals(endpoint.statusOfDocument(), answer.status(), answer::story);
        }
        RawAnswer tooLarge = request.with("Upgrade", "h2c").with(filled(endpoint, MAX_BODY + 1)).send();
        assertEquals(413, tooLarge.status(), tooLarge::story);
        endpoint.contract().assertShape(tooLarge, 413);
        RawAnswer nothing = request.with("Upgrade", "h2c").send();
        assertEquals(endpoint == Endpoint.PLAIN_REFRESH ? 401 : 400, nothing.status(), nothing::story);
    }

    /** The embedded server hangs up when the client does. */
    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withBody")
    void that_end_too_early_are_malformed_if_anything(Endpoint endpoint) {
        byte[] document = endpoint.document().toString().getBytes(UTF_8);
        RawAnswer answer = authorized(endpoint).with("Content-Type", JSON)
                .with("Content-Length", String.valueOf(document.length + 1)).cutShort(document).send();
        assertTrue(answer.status() == 0 || answer.status() == 400, answer::story);
    }

    /** More of them than the server has threads; whoever comes when they are gone finds none taken. */
    @Test
    void that_never_come_are_waited_for_in_vain() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Endpoint endpoint = Endpoint.withBody().toList().get(i % 7);
                silent.add(authorized(endpoint).with("Content-Type", JSON).with("Content-Length", "10").open());
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        assertEquals(100, silent.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2/token", "oauth2/register", "signin"})
    void outside_of_the_contracts_that_come_with_an_upgrade_are_read_to_their_end(String path) {
        boolean isForm = !path.endsWith("register");
        byte[] body = (isForm ? "client_id=nobody&grant_type=none" : "{\"client_name\":\"Nobody\"}").getBytes(UTF_8);
        for (String protocol : List.of("h2c", "websocket", "nonsense")) {
            RawAnswer answer = request("POST", path).with("Content-Type", isForm ? FORM : JSON)
                    .with("Upgrade", protocol)
                    .with(body).send();

            assertEquals(path.equals("signin") ? 403 : isForm ? 401 : 400, answer.status(), answer::story);
            assertFalse(answer.body().contains("did not arrive"), answer::story);
        }
    }

    /** A server waits for each octet anew. All of them at once, since each takes its time. */
    @Test
    void that_trickle_in_are_not_waited_for() {
        List<RawRequest> requests = List.of(
                request(Endpoint.USERS_LOGIN).with("Content-Type", JSON).with("Content-Length", "60000"),
                request(Endpoint.PLAIN_LOGIN).with("Content-Type", JSON).with("Content-Length", "60000"),
                request(Endpoint.USERS_LOGIN).with("Content-Type", JSON).with("Transfer-Encoding", "chunked"),
                RawRequest.of(warden.base(), "POST", "oauth2/token").with("Content-Length", "60000")
                        .with("Content-Type", FORM));
        List<String> pieces = List.of(" ", " ", "1\r\n \r\n", "x");

        List<RawAnswer> answers = AtOnce.times(requests.size(), i -> requests.get(i).trickling(pieces.get(i)));

        Endpoint.USERS_LOGIN.contract().assertRefusal(408, answers.get(0));
        Endpoint.PLAIN_LOGIN.contract().assertRefusal(408, answers.get(1));
        Endpoint.USERS_LOGIN.contract().assertRefusal(408, answers.get(2));
        assertEquals(408, answers.get(3).status(), answers.get(3)::story);
        assertEquals("invalid_request", answers.get(3).json().getString("error"), answers.get(3)::story);
    }

    /** Whether the server gives up or Warden does: the thread comes back before the test does. */
    @Test
    void that_stop_on_their_way_are_given_up() throws IOException {
        RawRequest request = request(Endpoint.USERS_LOGIN).with("Content-Type", JSON).with("Content-Length", "60000");
        try (Socket socket = request.open()) {
            socket.getOutputStream().write('{');
            RawAnswer answer = RawAnswer.read(request, socket.getInputStream());
            assertTrue(answer.status() == 0 || answer.status() == 400, answer::story);
        }
    }

    /**
     * RFC 9112 §6.1, §6.3: what follows would be a request of its own for one reader and a part of this one's body for
     * another. A length before chunks is dropped by Payara, so that nobody sees it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked", "Content-Length: 5\r\nTransfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 6"})
    void that_end_in_two_ways_are_refused_with_all_that_follows(String framing) throws IOException {
        for (String path : List.of("api/users/login", "oauth2/token", "health/live", "nothing")) {
            String head = " HTTP/1.1\r\nHost: " + warden.base().getAuthority() + "\r\n";
            String first = "POST " + warden.base().getPath() + path + head + framing + "\r\n\r\n0\r\n\r\n";
            String second = "GET " + warden.base().getPath() + "health/live" + head + "Connection: close\r\n\r\n";
            String answers = RawRequest.of(warden.base(), "POST", path).answers((first + second).getBytes(UTF_8));

            assertTrue(answers.matches("HTTP/1.1 (400|501) (?s).*"), answers);
            assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, answers);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Endpoint.class, names = {"USERS_ME", "PLAIN_ME"})
    void of_a_GET_are_too_large_too(Endpoint endpoint) {
        endpoint.contract().assertRefusal(413,
                authorized(endpoint).with("Content-Type", JSON).with(filled(endpoint, MAX_BODY + 1)).send());
    }

    /**
     * Were they hashed or looked up first, they would count as guesses, and the right password would be refused after
     * ten.
     */
    @Test
    void with_overlong_values_are_invalid_before_anything_is_looked_at() {
        SignedIn victim = SignedIn.somebody();
        WardenClient home = warden.fromAfar();
        String home64 = home.headers().get("X-Forwarded-For");
        JsonObject byUsername = victim.person().byUsername();
        JsonObject byEmail = victim.person().byEmail();
        List<Executable> checks = new ArrayList<>();
        for (int times = 0; times < 4; times++) {
            checks.add(() -> refusedAt(home64, Endpoint.USERS_LOGIN, byUsername, "password", "x".repeat(257)));
            checks.add(() -> refusedAt(home64, Endpoint.USERS_LOGIN, byUsername, "password", "😀".repeat(257)));
            checks.add(() -> refusedAt(home64, Endpoint.USERS_LOGIN, byUsername, "username", "x".repeat(10_000)));
            checks.add(() -> refusedAt(home64, Endpoint.PLAIN_LOGIN, byEmail, "password", "x".repeat(257)));
            checks.add(() -> refusedAt(home64, Endpoint.PLAIN_LOGIN, byEmail, "email",
                    "x".repeat(300) + "@test.example"));
        }
        assertAll(checks);
        assertEquals(200, home.post("api/users/login", byUsername).statusCode());
    }

    @Test
    void with_overlong_values_make_no_account() {
        Person person = Person.somebody();
        Map<String, String> overlong = new LinkedHashMap<>();
        overlong.put("password", "x".repeat(257));
        overlong.put("username", "x".repeat(65));
        overlong.put("email", "x".repeat(300) + "@test.example");
        List<Executable> checks = new ArrayList<>();
        overlong.forEach((member, value) -> {
            checks.add(() -> refusedAt("192.0.2.1", Endpoint.USERS_REGISTER, person.newUser(), member, value));
            checks.add(() -> refusedAt("192.0.2.1", Endpoint.PLAIN_REGISTER, person.newAccount(), member, value));
        });
        checks.add(() -> refusedAt("192.0.2.1", Endpoint.USERS_REGISTER, person.newUser(), "username",
                "x".repeat(10_000)));
        checks.add(() -> refusedAt("192.0.2.1", Endpoint.PLAIN_REGISTER, person.newAccount(), "username",
                "x".repeat(10_000)));
        checks.add(() -> refusedAt("192.0.2.1", Endpoint.USERS_PASSWORD,
                caller.person().newPassword("x".repeat(257)), "current_password", "rahasia"));
        checks.add(() -> refusedAt("192.0.2.1", Endpoint.USERS_PASSWORD,
                caller.person().newPassword("rahasia-2"), "current_password", "x".repeat(257)));
        assertAll(checks);
        assertEquals(200, warden.fromAfar().post("register", person.newAccount()).statusCode());
    }

    @Test
    void with_what_would_be_a_header_or_a_line_of_a_log_stay_text() {
        for (String text : List.of("a\r\nSet-Cookie: evil=1", "a\nHTTP/1.1 200 OK", "a\u0085b", "a\u2028b",
                "\u202Eabcdef",
                "${jndi:ldap://127.0.0.1/x}", "{0}#{1+1}${1+1}", "' OR '1'='1", "\"; DROP TABLE account; --",
                "%00%0d%0a",
                "<script>alert(1)</script>", "../../etc/passwd")) {
            Person evil = new Person(text, Person.somebody().email(), text + "-password");
            for (Endpoint endpoint : List.of(Endpoint.USERS_LOGIN, Endpoint.USERS_REGISTER)) {
                JsonObject body = endpoint == Endpoint.USERS_LOGIN ? evil.byUsername() : evil.newUser();
                RawAnswer answer = post(endpoint, body.toString().getBytes(UTF_8));
                assertEquals("", answer.header("Set-Cookie"), answer::story);
                if (answer.status() == 200) {
                    assertEquals(text, answer.json().getJsonObject("data").getString("username"), answer::story);
                    assertEquals(200, warden.fromAfar().post("api/users/login", evil.byUsername()).statusCode(), text);
                } else if (answer.status() != 409) {
                    endpoint.contract().assertRefusal(endpoint == Endpoint.USERS_LOGIN ? 401 : 400, answer);
                }
            }
        }
    }

    private static void refusedAt(String address, Endpoint endpoint, JsonObject body, String member, String value) {
        RawRequest request = RawRequest.of(warden.base(), endpoint.method(), endpoint.path())
                .with("X-Forwarded-For", address).with("Content-Type", JSON);
        RawAnswer answer = (endpoint.needsToken() ? bearing(endpoint, request) : request)
                .with(Json.createObjectBuilder(body).add(member, value).build().toString().getBytes(UTF_8)).send();
        endpoint.contract().assertRefusal(400, answer);
    }

    private static void assertTaken(Endpoint endpoint, RawAnswer answer) {
        if (endpoint.statusOfDocument() < 300) {
            assertEquals(endpoint.statusOfDocument(), answer.status(), answer::story);
            assertEquals("no-store", answer.header("Cache-Control"), answer::story);
        } else {
            endpoint.contract().assertRefusal(endpoint.statusOfDocument(), answer);
        }
    }

    private static RawAnswer post(Endpoint endpoint, byte[] body) {
        return authorized(endpoint).with("Content-Type", JSON).with(body).send();
    }

    private static RawRequest authorized(Endpoint endpoint) {
        return endpoint.needsToken() ? bearing(endpoint, request(endpoint)) : request(endpoint);
    }

    private static RawRequest bearing(Endpoint endpoint, RawRequest request) {
        return request.with("Authorization", "Bearer " + caller.access(endpoint.contract()));
    }

    private static byte[] with(String document, String addition) {
        return (document.substring(0, document.length() - 1) + "," + addition + "}").getBytes(UTF_8);
    }

    private static byte[] withOctets(String document, int... octets) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes((document.substring(0, document.length() - 1) + ",\"x\":\"").getBytes(UTF_8));
        for (int octet : octets) {
            body.write(octet);
        }
        body.writeBytes("\"}".getBytes(UTF_8));
        return body.toByteArray();
    }

    private static byte[] replaced(Endpoint endpoint, String member, String value) {
        JsonObject others = Json.createObjectBuilder(endpoint.document()).remove(member).build();
        String text = others.toString();
        String rest = text.substring(1);
        return ("{\"" + member + "\":" + value + (others.isEmpty() ? "" : ",") + rest).getBytes(UTF_8);
    }

    /** The same name, with its first letter escaped. */
    private static String escaped(String name) {
        return String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1);
    }

    /** A body in order of exactly so many octets. */
    private static byte[] filled(Endpoint endpoint, int length) {
        JsonObject document = endpoint.document();
        int without = Json.createObjectBuilder(document).add("x", "").build().toString().getBytes(UTF_8).length;
        JsonValue padding = Json.createValue("x".repeat(length - without));
        return Json.createObjectBuilder(document).add("x", padding).build().toString().getBytes(UTF_8);
    }

    private static Executable named(Endpoint endpoint, String trick, Executable check) {
        return () -> {
            try {
                check.execute();
            } catch (Throwable failure) {
                throw new AssertionError(endpoint + ", " + shortened(trick) + ": " + failure.getMessage(), failure);
            }
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
