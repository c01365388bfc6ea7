package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("mvn -Prun")
@Tag("process")
class RunIT {

    /** 128 + SIGTERM, what a shell and a service manager expect. */
    private static final int ENDED_BY_SIGTERM = 143;
    private static final String REGISTER = "api/users/register";
    private static final String LOGIN = "api/users/login";
    private static final Pattern CURL = Pattern.compile("curl http://localhost:(\\d+)/(\\S+) .* -d '(.*)'");

    private static WardenProcess shared;

    @BeforeAll
    static void start() {
        shared = WardenProcess.in(WardenProcess.newHome("run")).start();
    }

    @AfterAll
    static void end() {
        shared.close();
    }

    @Test
    void prints_its_address_and_a_first_call_that_works() {
        assertTrue(shared.output().contains("Warden is ready at http://localhost:" + shared.port()), shared.output());
        Matcher curl = CURL.matcher(shared.output());
        assertTrue(curl.find(), shared.output());
        assertEquals(shared.port(), Integer.parseInt(curl.group(1)));
        assertEquals(200, shared.client().post(curl.group(2), curl.group(3)).statusCode());
    }

    @Test
    void says_which_database_it_uses_without_its_options() {
        assertTrue(shared.output().matches("(?s).* INFO The database is jdbc:h2:file:[^;\\n]*/warden\n.*"),
                shared.output());
    }

    @Test
    void is_quiet_otherwise() {
        assertFalse(shared.output().contains(" WARNING "), shared.output());
        assertFalse(shared.output().contains(" SEVERE "), shared.output());
    }

    /** A stranger could fill the log. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / FOO/1.1\r\nBad Header\u0001: x\r\n\r\n",
            "GET / FOO\u001b[31m/1.1\r\nContent-Length: abc\r\n\r\n",
            "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
                    + "ZZ\r\n\r\n"})
    void is_quiet_about_requests_that_cannot_be_read(String octets) throws IOException {
        answer(shared.port(), octets);

        assertTrue(answer("/health/live", "Host: a\r\nConnection: close\r\n\r\n").contains(" 200 "));
        is_quiet_otherwise();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host:", "Host: a:-1", "Host: a:80:90", "Host: :80", "Host: a:0x50", "Host: http://a",
            "Host: {a}|",
        "Host: [::1", "Host: a b", "Host: a/b", "Host: a\r\nHost: b", "X-No: Host"})
    @DisplayName(
            "RFC 9112 §3.2: 400 to \"any request message that contains more than one Host header field line or a Host "
            + "header field with an invalid field value\", and not a word more")
    void refuses_a_host_that_is_none(String header) throws IOException {
        assertRefusedWithoutAWord(answer("/health/live", header + "\r\nContent-Length: 4\r\n\r\nbody"));
    }

    /** The server would answer 500 with a page of its own, or 200 with nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../x", "/%2e%2e/x", "/\\x", "/%5cx", "/%", "/%z0", "/%0", "/%u0041", "/me%00",
            "/%ff%fe", "/health/live/..", "/health/live/.", "/health/live/..;x", "/%2E%2E%2fx", "/\u00ff",
            "/{}"})
    @DisplayName("RFC 3986 §3.3: 400 to a path that is none or leads elsewhere, and not a word more")
    void refuses_a_path_that_is_none(String path) throws IOException {
        assertRefusedWithoutAWord(answer(path, "Host: localhost\r\n\r\n"));
    }

    /** The server would answer without a length, and wait for the tunnel's octets. */
    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "localhost:443"})
    @DisplayName("RFC 9110 §9.3.6: no tunnel")
    void refuses_to_connect(String target) throws IOException {
        assertRefusedWithoutAWord(answer(shared.port(), "CONNECT " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    private static void assertRefusedWithoutAWord(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertFalse(answer.contains("Server:") || answer.contains("X-Powered-By:"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"management", "management/domain", "monitoring/domain", "command/version",
            "__asadmin/version", "admin/", "metrics", "health", "openapi"})
    void has_none_of_the_interfaces_for_administrators_of_the_server(String path) {
        Golden.of(shared.client().get(path)).is("operations/nothing-here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "id.example.org:443", "A_b", "a:"})
    void serves_every_other_host(String host) throws IOException {
        String answer = answer("/health/live", "Host: " + host + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    }

    private static String answer(String path, String headers) throws IOException {
        return answer(shared.port(), path, headers);
    }

    /** What comes back from a port of this machine for a GET, until the connection is closed. */
    static String answer(int port, String path, String headers) throws IOException {
        return answer(port, "GET " + path + " HTTP/1.1\r\n" + headers);
    }

    private static String answer(int port, String octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** There are 64 threads. Of these connections most have none, and each gets an answer in the end. */
    @Test
    void serves_others_while_more_bodies_are_incomplete_than_there_are_threads() throws IOException {
        String begun = "POST /api/users/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: 40\r\n\r\n{";
        List<Socket> incomplete = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), shared.port());
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
                incomplete.add(socket);
            }

            assertEquals(200, shared.client().post(REGISTER, Person.somebody().newUser()).statusCode());

            for (Socket socket : incomplete) {
                assertEquals(0, socket.getInputStream().available(), "others are served first");
            }
            Socket last = incomplete.remove(incomplete.size() - 1);
            last.getOutputStream().write("\"email\":\"nobody@test.example\"}         "
                    .getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 400 Bad Request", statusOn(last));
            List<String> answers = new ArrayList<>();
            for (Socket socket : incomplete) {
                answers.add(statusOn(socket));
            }
            assertTrue(answers.stream().filter("HTTP/1.1 408 Request Timeout"::equals).count() >= 60,
                    answers::toString);
        } finally {
            for (Socket socket : incomplete) {
                socket.close();
            }
        }
    }

    /** 12 MB in total, of which Warden keeps 8 MiB. */
    @Test
    void keeps_no_more_of_incomplete_bodies_than_it_has_room_for() throws IOException {
        byte[] begun = ("POST /api/users/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 65000\r\n\r\n" + " ".repeat(60_000)).getBytes(StandardCharsets.ISO_8859_1);
        List<Socket> incomplete = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), shared.port());
                socket.setSoTimeout(30_000);
                incomplete.add(socket);
                sendUnlessRefused(socket, begun);
            }
            List<String> answers = new ArrayList<>();
            for (Socket socket : incomplete) {
                answers.add(statusOn(socket));
            }
            assertTrue(answers.contains("HTTP/1.1 503 Service Unavailable"), answers::toString);
            assertTrue(answers.contains("HTTP/1.1 408 Request Timeout"), answers::toString);

            assertEquals(200, shared.client().post(REGISTER, Person.somebody().newUser()).statusCode());
        } finally {
            for (Socket socket : incomplete) {
                socket.close();
            }
        }
    }

    /** There is room for two to four hundred such headers: the connections that wait longest are closed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("incompleteHeaders")
    void keeps_no_more_of_incomplete_headers_than_it_has_room_for(String kind, String begun, String rest, String status)
            throws IOException {
        List<Socket> incomplete = new ArrayList<>();
        try {
            for (int i = 0; i < 900; i++) {
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), shared.port());
                socket.setSoTimeout(20_000);
                incomplete.add(socket);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
            }
            assertTrue(isClosed(incomplete.get(200)), "one of the longest, and not one of the 32 that have a thread");
            Socket last = incomplete.get(incomplete.size() - 1);
            last.getOutputStream().write(rest.getBytes(StandardCharsets.ISO_8859_1));
            String answers = new String(last.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answers.contains("HTTP/1.1 " + status), answers);
        } finally {
            for (Socket socket : incomplete) {
                socket.close();
            }
        }
    }

    static List<Arguments> incompleteHeaders() {
        String host = " HTTP/1.1\r\nHost: localhost\r\n";
        String fields = IntStream.range(0, 90).mapToObj(i -> "x" + i + ":y\r\n").collect(Collectors.joining());
        String last = "Connection: close\r\n\r\n";
        String get = "GET /nothing" + host;
        return List.of(Arguments.of("a long field", get + "X: " + "y".repeat(30_000), "\r\n" + last, "404"),
                Arguments.of("many fields", get + fields, last, "404"),
                Arguments.of("behind a request", "GET /health/live" + host + "\r\n" + get, last, "404"),
                Arguments.of("before a body", "POST /login" + host + "Content-Type: application/json\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n" + fields + "\r\n{", "}", "400"));
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static void sendUnlessRefused(Socket socket, byte[] octets) throws IOException {
        try {
            socket.getOutputStream().write(octets);
        } catch (SocketException closedAlready) {
            // What it was told is read later.
        }
    }

    private static String statusOn(Socket socket) throws IOException {
        try (BufferedReader answer = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            return answer.readLine();
        } catch (SocketException reset) {
            return "reset";
        }
    }

    /** The server's HTTP/2 garbles large answers now and then. */
    @Test
    @DisplayName("RFC 9110 §7.8: \"A server MAY ignore a received Upgrade header field\", which clients in Java send")
    void answers_an_offer_of_http_2_in_http_1() throws IOException, InterruptedException {
        HttpClient java = HttpClient.newHttpClient();
        String newcomer = Person.somebody().newUser().toString();
        for (HttpRequest.Builder request : List.of(shared.client().request("openapi.json"),
                shared.client().request(REGISTER).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(newcomer)))) {
            HttpResponse<String> answer = java.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse("none"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA", "websocket", "nonsense"})
    void keeps_a_connection_on_which_another_protocol_was_offered(String protocol) throws IOException {
        String offer = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: " + protocol + "\r\n\r\n";
        String last = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        String answers = answer("/health/live", offer + last);
        assertEquals(2, Pattern.compile("HTTP/1.1 200 OK\r\n").matcher(answers).results().count(), answers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
            "GET /health/live HTTP/2.0\r\nHost: localhost\r\n\r\n", "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n"})
    @DisplayName("RFC 9110 §15.6.6: 505 to a major version that is not supported, HTTP/2 with prior knowledge too")
    void speaks_http_1_only(String octets) throws IOException {
        String answer = answer(shared.port(), octets);
        assertTrue(answer.startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void listens_on_its_port_of_the_loopback_address_alone() throws IOException {
        assumeTrue(Sockets.canBeSeen(), "this system has no /proc/net");
        assertEquals(1, Sockets.openedBy(shared.pid()).size(), () -> "more or less than one socket");
        assertTrue(Sockets.loopback(shared.port()).containsAll(Sockets.openedBy(shared.pid())));
    }

    @Test
    void takes_the_classes_of_the_server_from_their_archive() throws IOException {
        Path mapped = Path.of("/proc", String.valueOf(shared.pid()), "maps");
        assumeTrue(Files.isReadable(mapped), "this system does not show what a process has mapped");
        assumeTrue(Files.exists(Path.of("target", "payara-embedded")), "the server of this JDK is not in jars");
        assertTrue(Files.readString(mapped).contains("/payara-embedded/classes.jsa"));
    }

    @Test
    void believes_no_proxy_that_it_was_not_told_of() {
        Person person = Person.somebody();
        Golden.of(shared.client().overHttps().fromAfar().post("register", person.newAccount())).knowing(person)
                .is("plain/register/ok");
    }

    /** Unless it is told whose word counts. */
    @Test
    void believes_nobody_about_where_a_client_is() {
        assertEquals(200, register(shared, "guessed-at"));
        for (int guess = 1; guess <= 10; guess++) {
            assertEquals(401, shared.client().from("192.0.2." + guess).post(LOGIN,
                    "{\"username\":\"guessed-at\",\"password\":\"wrong\"}").statusCode());
        }
        assertEquals(429, signIn(shared, "guessed-at"));
        assertEquals(429, shared.client().fromAfar().post(LOGIN,
                "{\"username\":\"guessed-at\",\"password\":\"rahasia\"}").statusCode());
    }

    @Test
    void keeps_its_data_over_a_restart_and_over_kill_9() {
        WardenProcess first = WardenProcess.in(WardenProcess.newHome("restart")).start();
        assertEquals(200, register(first, "before-the-stop"));
        assertEquals(ENDED_BY_SIGTERM, first.stop(), first.output());
        try (WardenProcess second = first.restart()) {
            assertEquals(200, signIn(second, "before-the-stop"));
            assertEquals(200, register(second, "before-the-kill"));
            second.kill();
            try (WardenProcess third = second.restart()) {
                assertEquals(200, signIn(third, "before-the-stop"));
                assertEquals(200, signIn(third, "before-the-kill"));
            }
        }
    }

    @Test
    void leaves_the_issuer_to_the_settings_file_whatever_its_port() throws IOException {
        Path home = Files.createDirectories(WardenProcess.newHome("settings-file"));
        Files.writeString(home.resolve("warden.properties"), "warden.public-url=https://id.example.org/\n");
        try (WardenProcess warden = WardenProcess.in(home).start()) {
            String metadata = warden.client().get(".well-known/openid-configuration").body();
            assertTrue(metadata.contains("\"issuer\":\"https://id.example.org\""), metadata);
        }
    }

    @Test
    void says_in_one_line_that_its_port_is_in_use() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refuses("warden.port", String.valueOf(other.getLocalPort()),
                    "port " + other.getLocalPort() + " of 127.0.0.1 is not available");
        }
    }

    /** A process that ends leaves its port before it leaves its folder. */
    @Test
    void waits_for_the_process_before_it_to_leave_the_folder() throws Exception {
        WardenProcess.Launch launch = WardenProcess.in(WardenProcess.newHome("in-use"));
        try (FileChannel other = launch.lockFolder(); WardenProcess warden = launch.launch()) {
            TimeUnit.SECONDS.sleep(5);
            assertFalse(Files.exists(launch.folder()), "not touched");

            other.close();
            warden.awaitReadiness();
        }
    }

    @Test
    void says_in_one_line_that_its_folder_is_in_use() throws IOException {
        WardenProcess.Launch launch = WardenProcess.in(WardenProcess.newHome("in-use"));
        try (FileChannel other = launch.lockFolder()) {
            refuses(launch, "another process uses the folder beside " + launch.folder() + ".lock");
        }
    }

    @Test
    void says_in_one_line_that_a_setting_is_wrong() {
        refuses("warden.password.min-length", "seven", "warden.password.min-length: \"seven\" is not a whole number");
    }

    @Test
    void says_that_a_setting_is_wrong_while_the_database_is_away_too() {
        WardenProcess.Launch launch = WardenProcess.in(WardenProcess.newHome("refused-early"))
                .with("warden.db.url", "jdbc:mariadb://127.0.0.1:9/warden").with("warden.db.user", "warden")
                .with("warden.db.password", "secret");
        refuses(launch.with("warden.master-key", "short"),
                "warden.master-key: is not the base64 form of 32 octets");
    }

    @Test
    void leaves_no_server_behind_when_Maven_is_killed() throws Exception {
        try (WardenProcess maven = WardenProcess.in(WardenProcess.newHome("orphan")).startForked()) {
            ProcessHandle server = ProcessHandle.of(maven.pid()).orElseThrow().children().findFirst().orElseThrow();
            maven.kill();
            server.onExit().get(WardenProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void serves_on_jdk_25_with_payara_micro() throws IOException {
        String java = System.getenv("JAVA25_HOME");
        assumeTrue(java != null, "the environment variable JAVA25_HOME names no JDK 25");
        try (WardenProcess warden = WardenProcess.in(WardenProcess.newHome("jdk25")).onPayaraMicro(Path.of(java))
                .start()) {
            assertEquals(200, register(warden, "on-jdk-25"));
            assertFalse(warden.output().contains(" SEVERE "), warden.output());
            if (Sockets.canBeSeen()) {
                assertTrue(Sockets.loopback(warden.port()).containsAll(Sockets.openedBy(warden.pid())));
            }
            assertEquals(ENDED_BY_SIGTERM, warden.stop(), warden.output());
        }
    }

    private static void refuses(String key, String value, String reason) {
        refuses(WardenProcess.in(WardenProcess.newHome("refused")).with(key, value), reason);
    }

    private static void refuses(WardenProcess.Launch launch, String reason) {
        try (WardenProcess warden = launch.launch()) {
            assertEquals(1, warden.exitStatus(), warden.output());
            assertEquals(1, warden.output().lines().count(), warden.output());
            assertTrue(warden.output().startsWith("Warden cannot start: " + reason), warden.output());
        }
    }

    private static int register(WardenProcess warden, String name) {
        return warden.client().post(REGISTER, Json.createObjectBuilder()
                .add("username", name).add("email", name + "@test.example")
                .add("password", "rahasia").add("confirm_password", "rahasia").build()).statusCode();
    }

    private static int signIn(WardenProcess warden, String name) {
        return warden.client().post(LOGIN, Json.createObjectBuilder()
                .add("username", name).add("password", "rahasia").build()).statusCode();
    }
}
