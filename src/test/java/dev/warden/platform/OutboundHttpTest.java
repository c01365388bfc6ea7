package dev.warden.platform;

import static dev.warden.platform.OutboundHttp.Giver.OPERATOR;
import static dev.warden.platform.OutboundHttp.Giver.STRANGER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.Node;
import dev.warden.platform.OutboundHttp.Answered;
import dev.warden.platform.OutboundHttp.Failed;
import dev.warden.platform.OutboundHttp.Outcome;

/** The time limit of a test is only there to end it: what must hold is that the call ends by itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@DisplayName("Calls to addresses that others gave")
class OutboundHttpTest {

    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir
    Path folder;

    private TlsServer server;
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void an_answer_comes_whole_from_the_address_that_the_name_was_looked_up_to() throws Exception {
        serve(TlsServer.says(HELLO));
        AtomicInteger lookups = new AtomicInteger();
        OutboundHttp http = calling("127.0.0.0/8", host -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });

        Answered answer = answered(http.get(uri("/jwks?x=%20y"), OPERATOR, "application/json"));

        assertEquals(200, answer.status());
        assertEquals("{}", answer.text());
        assertEquals(1, lookups.get());
        assertTrue(server.requests().get(0)
                .startsWith("GET /jwks?x=%20y HTTP/1.1\r\nHost: client.example:" + server.port()
                + "\r\n"), server.requests().get(0));
        assertEquals(1, server.serverNames().size());
        assertTrue(server.serverNames().get(0).contains("client.example"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a full backlog refuses, and only 127.0.0.1 is there")
    void an_address_that_swallows_packets_leaves_time_for_the_next() throws Exception {
        serve(TlsServer.says(HELLO));
        InetAddress silent = InetAddress.getByName("127.0.0.2");
        try (ServerSocket full = new ServerSocket(server.port(), 1, silent);
                Socket first = new Socket(silent, server.port()); Socket second = new Socket(silent, server.port())) {
            OutboundHttp http = calling("127.0.0.0/8",
                    host -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()});

            assertEquals(200, answered(http.get(uri("/"), OPERATOR, "*/*")).status());
        }
    }

    @Test
    void a_form_is_posted() throws Exception {
        serve(TlsServer.says("HTTP/1.1 204 No Content\r\n\r\n"));

        Answered answer = answered(local().postForm(uri(""), OPERATOR, "logout_token=abc"));

        assertEquals(204, answer.status());
        assertEquals(0, answer.body().length);
        assertTrue(server.requests().get(0).startsWith("POST / HTTP/1.1\r\n"));
        assertTrue(server.requests().get(0)
                .endsWith("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 16"
                + "\r\n\r\nlogout_token=abc"));
    }

    @Test
    void a_redirect_is_an_answer_and_not_followed() throws Exception {
        serve(out -> out.write(("HTTP/1.1 302 Found\r\nLocation: https://client.example:" + server.port()
                + "/next\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));

        assertEquals(302, answered(local().get(uri("/"), OPERATOR, "*/*")).status());
        assertEquals(1, server.connections());
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        server = TlsServer.named("dns:other.example", TlsServer.says(HELLO));

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("SSL"));
        assertEquals(0, server.requests().size());
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        serve(TlsServer.says(HELLO));
        OutboundHttp http = new OutboundHttp(new OutboundSettings(Settings.of(Map.of(
                "warden.outbound.allowed-networks", "127.0.0.1"))), loopback(), threads());

        assertTrue(failed(http.get(uri("/"), OPERATOR, "*/*")).contains("SSL"));
        assertEquals(0, server.requests().size());
    }

    @Test
    void an_address_literal_needs_a_certificate_for_it() throws Exception {
        server = TlsServer.named("ip:127.0.0.1", TlsServer.says(HELLO));
        URI literal = URI.create("https://127.0.0.1:" + server.port() + "/");

        assertEquals(200, answered(calling("127.0.0.1", InetAddress::getAllByName).get(literal, OPERATOR, "*/*"))
                .status());
        assertEquals(0, server.serverNames().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
            "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.192", "198.18.0.1", "192.88.99.1", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "192.0.2.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "fe80::1", "fec0::1", "fc00::1", "fd00::1", "ff02::1",
        "2001::1",
        "2002:7f00:1::", "2001:db8::1", "100::1", "5f00::1",
        "0.255.255.255", "10.255.255.255", "127.255.255.255", "169.254.0.1", "192.168.255.255", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "2001:1ff:ffff::1", "2002:ffff:ffff::1", "3fff:fff:ffff::1"})
    void no_inward_address_is_called(String address) throws Exception {
        serve(TlsServer.says(HELLO));
        OutboundHttp http = calling("", host -> InetAddress.getAllByName(address));

        assertEquals("an address that may not be called: " + InetAddress.getByName(address).getHostAddress(),
                failed(http.get(uri("/"), OPERATOR, "*/*")));
        assertEquals(0, server.connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0", "192.167.255.255", "192.169.0.0", "169.253.255.255", "223.255.255.255", "2606:4700::1111",
        "2a00::1"})
    void an_address_of_the_open_internet_may_be(String address) throws UnknownHostException {
        assertTrue(PublicNetworks.contain(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://2130706433/", "https://127.1/", "https://0x7f000001/", "https://0/", "https://localhost./",
        "http://localhost/",
        "http://1.1.1.1/", "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "jar:file:/x!/",
        "https:/x",
        "https:x", "//example.org/", "https://user@example.org/", "https://ex\u00e4mple.org/",
        "https://example.org/\u00e4"})
    void spellings_of_them_and_other_schemes_are_refused_with_the_platforms_own_lookup(String address) {
        OutboundHttp http = new OutboundHttp(new OutboundSettings(Settings.of(Map.of())), threads());

        assertInstanceOf(Failed.class, http.get(URI.create(address), OPERATOR, "*/*"));
    }

    @Test
    void a_name_with_one_inward_address_among_others_is_not_called() throws Exception {
        serve(TlsServer.says(HELLO));
        OutboundHttp http = calling("", host -> new InetAddress[] {InetAddress.getByName("1.1.1.1"),
            InetAddress.getLoopbackAddress()});

        assertTrue(failed(http.get(uri("/"), OPERATOR, "*/*")).contains("may not be called"));
        assertEquals(0, server.connections());
    }

    @Test
    @DisplayName("a name that means another address the second time is looked up once (DNS rebinding)")
    void rebinding() throws Exception {
        serve(TlsServer.says(HELLO));
        AtomicInteger lookups = new AtomicInteger();
        // What is checked and what is called is one thing: the first answer is good, every later one leads elsewhere.
        OutboundHttp http = calling("127.0.0.1", host -> InetAddress.getAllByName(
                lookups.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"));

        assertEquals(200, answered(http.get(uri("/"), OPERATOR, "*/*")).status());
        assertEquals(1, lookups.get());
        assertTrue(failed(http.get(uri("/"), OPERATOR, "*/*")).contains("127.0.0.2"));
    }

    @Test
    void the_next_address_is_tried_when_the_first_does_not_answer() throws Exception {
        serve(TlsServer.says(HELLO));
        OutboundHttp http = calling("127.0.0.0/8", host -> new InetAddress[] {InetAddress.getByName("127.0.0.99"),
            InetAddress.getLoopbackAddress()});

        assertEquals(200, answered(http.get(uri("/"), OPERATOR, "*/*")).status());
    }

    @Test
    void plain_http_is_for_listed_loopback_addresses_alone() throws Exception {
        server = TlsServer.plain(TlsServer.says(HELLO));
        URI plain = URI.create("http://localhost:" + server.port() + "/");

        assertEquals(200, answered(calling("127.0.0.1", loopback()).get(plain, OPERATOR, "*/*")).status());
        assertInstanceOf(Failed.class, calling("", loopback()).get(plain, OPERATOR, "*/*"));
        assertInstanceOf(Failed.class, calling("10.0.0.0/8", host -> InetAddress.getAllByName("10.0.0.1"))
                .get(plain, OPERATOR, "*/*"));
        assertInstanceOf(Failed.class, calling("127.0.0.1", loopback())
                .get(URI.create("http://client.example:" + server.port() + "/"), OPERATOR, "*/*"));
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 65537\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Content-Length: 3\r\n\r\nab",
        "Transfer-Encoding: gzip, chunked\r\n\r\n", "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", "no header\r\n\r\n", ": x\r\n\r\n"})
    void an_answer_that_is_malformed_or_too_large_is_none(String rest) throws Exception {
        serve(TlsServer.says("HTTP/1.1 200 OK\r\n" + rest));

        assertInstanceOf(Failed.class, local().get(uri("/"), OPERATOR, "*/*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "HTTP/2 200\r\n\r\n", "SSH-2.0-x\r\n", "HTTP/1.1 99 x\r\n\r\n",
            "HTTP/1.1 2000\r\n\r\n"})
    void what_is_no_http_is_no_answer(String text) throws Exception {
        serve(TlsServer.says(text));

        assertInstanceOf(Failed.class, local().get(uri("/"), OPERATOR, "*/*"));
    }

    @Test
    void chunks_and_interim_answers_are_put_together() throws Exception {
        serve(TlsServer.says(
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;x=y\r\nab\r\nA\r\ncdefghijkl\r\n0\r\nTrailer: x\r\n\r\n"));

        assertEquals("abcdefghijkl", answered(local().get(uri("/"), OPERATOR, "*/*")).text());
    }

    @Test
    void an_answer_may_have_64_kib_and_no_octet_more() throws Exception {
        byte[] largest = new byte[64 * 1024];
        Arrays.fill(largest, (byte) 'x');
        AtomicInteger more = new AtomicInteger();
        serve(out -> {
            out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(largest);
            out.write(new byte[more.getAndIncrement()]);
        });

        assertArrayEquals(largest, answered(local().get(uri("/"), OPERATOR, "*/*")).body());
        assertInstanceOf(Failed.class, local().get(uri("/"), OPERATOR, "*/*"));
    }

    @Test
    void a_body_without_end_is_given_up() throws Exception {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            endless(out, new byte[1024]);
        });

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("too large"));
    }

    @Test
    void headers_without_end_are_given_up() throws Exception {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            endless(out, "X-Header: value\r\n".getBytes(StandardCharsets.US_ASCII));
        });

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("headers too large"));
    }

    @Test
    void interim_answers_without_end_are_given_up() throws Exception {
        serve(out -> endless(out, "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("interim"));
    }

    @Test
    void an_octet_now_and_then_does_not_prolong_a_call() throws Exception {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!end.await(100, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        });

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("Timeout"));
    }

    @Test
    void a_server_that_says_nothing_is_left() throws Exception {
        serve(out -> end.await());

        assertTrue(failed(local().get(uri("/"), OPERATOR, "*/*")).contains("Timeout"));
    }

    @Test
    void a_handshake_that_drips_is_left() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> drip(dripping));
            thread.setDaemon(true);
            thread.start();

            URI uri = URI.create("https://client.example:" + dripping.getLocalPort() + "/");
            assertTrue(failed(calling("127.0.0.1", loopback()).get(uri, OPERATOR, "*/*")).contains("Timeout"));
        }
    }

    /** A TLS record of type handshake that announces 16 KiB and sends them octet by octet. */
    private void drip(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc});
            while (!end.await(100, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(3);
            }
        } catch (java.io.IOException | InterruptedException gone) {
            // The client went away, as it should.
        }
    }

    @Test
    void a_name_that_takes_long_to_look_up_is_left_and_not_too_many_are_looked_up_at_once() {
        OutboundHttp http = calling("", this::looking);
        for (Outcome each : atOnce(http, 16, OPERATOR, i -> "client-" + i + ".example")) {
            assertTrue(failed(each).contains("too long to look up"), each.toString());
        }
        assertTrue(failed(http.get(URI.create("https://another.example/"), OPERATOR, "*/*"))
                .contains("too many names"));
    }

    @Test
    void a_thread_that_cannot_be_started_takes_no_ones_place() throws Exception {
        serve(TlsServer.says(HELLO));
        AtomicInteger failures = new AtomicInteger(16);
        OutboundHttp http = calling("127.0.0.1", loopback(), new Node.NoSchedule() {
            @Override
            public <T> Future<T> once(Callable<T> work) {
                if (failures.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return super.once(work);
            }
        });
        for (int i = 0; i < 16; i++) {
            assertThrows(OutOfMemoryError.class, () -> http.get(uri("/"), OPERATOR, "*/*"));
        }

        assertEquals(200, answered(http.get(uri("/"), OPERATOR, "*/*")).status());
    }

    @Test
    void names_of_strangers_that_take_long_to_look_up_leave_those_of_the_operator_and_of_other_strangers_alone()
            throws Exception {
        serve(TlsServer.says(HELLO));
        OutboundHttp http = calling("127.0.0.1", host -> host.contains("slow") ? looking(host)
                : new InetAddress[] {InetAddress.getLoopbackAddress()});
        atOnce(http, 2, STRANGER, i -> "n" + i + ".one.slow.example");
        URI more = URI.create("https://n.another.slow.example/");
        assertTrue(failed(http.get(more, STRANGER, "*/*")).contains("too many names"), "below one domain");

        assertEquals(200, answered(http.get(uri("/"), STRANGER, "*/*")).status());

        atOnce(http, 6, STRANGER, i -> "slow-" + i + ".example");
        assertTrue(failed(http.get(uri("/"), STRANGER, "*/*")).contains("too many names"), "of all strangers");
        assertEquals(200, answered(http.get(uri("/"), OPERATOR, "*/*")).status());
    }

    /** Each call is made while the one before it is under way. */
    @Test
    void who_is_slow_is_not_called_more_often_at_once_and_leaves_the_operators_clients_alone() {
        AtomicInteger depth = new AtomicInteger();
        AtomicReference<Outcome> third = new AtomicReference<>();
        AtomicReference<Outcome> operators = new AtomicReference<>();
        AtomicReference<OutboundHttp> http = new AtomicReference<>();
        serve(out -> {
            switch (depth.incrementAndGet()) {
                case 1 -> http.get().get(uri("/"), STRANGER, "*/*");
                case 2 -> {
                    third.set(http.get().get(uri("/"), STRANGER, "*/*"));
                    operators.set(http.get().get(uri("/"), OPERATOR, "*/*"));
                }
                default -> { }
            }
            out.write(HELLO.getBytes(StandardCharsets.US_ASCII));
        });
        http.set(local());

        http.get().get(uri("/"), STRANGER, "*/*");

        assertTrue(failed(third.get()).contains("too many calls"));
        assertEquals(200, answered(operators.get()).status());
        assertEquals(200, answered(http.get().get(uri("/"), STRANGER, "*/*")).status(),
                "when they are over, as before");
    }

    /** It ends with the test. */
    private InetAddress[] looking(String host) throws UnknownHostException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[0];
    }

    private static Outcome[] atOnce(OutboundHttp http, int calls, OutboundHttp.Giver giver, IntFunction<String> host) {
        Outcome[] outcomes = new Outcome[calls];
        Thread[] threads = new Thread[calls];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] = new Thread(
                    () -> outcomes[number] = http.get(URI.create("https://" + host.apply(number) + "/"), giver,
                    "*/*"));
            threads[i].start();
        }
        for (Thread thread : threads) {
            assertTrue(joined(thread));
        }
        return outcomes;
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void a_name_that_does_not_exist_is_no_answer() {
        assertTrue(failed(calling("", host -> {
            throw new UnknownHostException(host);
        }).get(URI.create("https://client.example/"), OPERATOR, "*/*")).contains("UnknownHost"));
        assertInstanceOf(Failed.class, calling("", host -> new InetAddress[0])
                .get(URI.create("https://client.example/"), OPERATOR, "*/*"));
    }

    @Test
    void a_request_that_would_have_to_wait_for_the_peer_is_not_sent() throws Exception {
        serve(TlsServer.says(HELLO));

        assertInstanceOf(Failed.class, local().postForm(uri("/"), OPERATOR, "x".repeat(8 * 1024)));
        assertEquals(0, server.connections());
    }

    @Test
    void settings_that_are_none_stop_the_start() throws Exception {
        assertThrows(InvalidSetting.class, () -> new OutboundSettings(Settings.of(Map.of(
                "warden.outbound.allowed-networks", "10.0.0.0/33"))));
        Path none = Files.writeString(folder.resolve("none.pem"),
                "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n");
        OutboundSettings wrong = new OutboundSettings(
                Settings.of(Map.of("warden.outbound.trust-file", none.toString())));
        assertThrows(InvalidSetting.class, () -> new OutboundHttp(wrong, threads()));
        assertFalse(new OutboundSettings(Settings.of(Map.of())).allowedNetworks().iterator().hasNext());
    }

    private void serve(TlsServer.Behaviour behaviour) {
        server = TlsServer.named("dns:client.example", behaviour);
    }

    private void endless(OutputStream out, byte[] octets) throws java.io.IOException {
        while (end.getCount() > 0) {
            out.write(octets);
        }
    }

    private URI uri(String path) {
        return URI.create("https://client.example:" + server.port() + path);
    }

    private OutboundHttp local() {
        return calling("127.0.0.1", loopback());
    }

    private OutboundHttp calling(String allowed, OutboundHttp.Lookup lookup) {
        return calling(allowed, lookup, threads());
    }

    private OutboundHttp calling(String allowed, OutboundHttp.Lookup lookup, Schedule schedule) {
        String trust = server == null || server.certificate() == null ? "" : server.certificate().toString();
        return new OutboundHttp(new OutboundSettings(Settings.of(Map.of("warden.outbound.allowed-networks", allowed,
                "warden.outbound.trust-file", trust))), lookup, schedule);
    }

    private static OutboundHttp.Lookup loopback() {
        return host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private static Schedule threads() {
        return new Node.NoSchedule();
    }

    private static Answered answered(Outcome outcome) {
        return assertInstanceOf(Answered.class, outcome, outcome::toString);
    }

    private static String failed(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome, outcome::toString).reason();
    }
}
