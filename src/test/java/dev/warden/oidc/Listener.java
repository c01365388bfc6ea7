package dev.warden.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.sun.net.httpserver.HttpServer;

/** The server of a client, at a free port of this machine, to which Warden's calls come. */
final class Listener implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

    /**
     * What is answered.
     *
     * @param location value of the header; null for none
     */
    record Answer(int status, String body, String location) {

        Answer(int status, String body) {
            this(status, body, null);
        }
    }

    /** @param answers what a body is answered with */
    Listener(Function<String, Answer> answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            Answer answer = answers.apply(body);
            byte[] octets = answer.body.getBytes(StandardCharsets.UTF_8);
            if (answer.location != null) {
                exchange.getResponseHeaders().set("Location", answer.location);
            }
            exchange.sendResponseHeaders(answer.status, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        server.start();
    }

    /** One that answers every call alike. */
    static Listener answering(int status, String body) {
        return new Listener(any -> new Answer(status, body));
    }

    /** One that sends every caller elsewhere. */
    static Listener redirecting(String location) {
        return new Listener(any -> new Answer(302, "", location));
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The body of the next call; null if none comes within half a minute. */
    String next() throws InterruptedException {
        return bodies.poll(30, TimeUnit.SECONDS);
    }

    /** Bodies of calls that came and were not asked for. */
    List<String> rest() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
