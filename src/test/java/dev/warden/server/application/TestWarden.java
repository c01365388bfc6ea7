package dev.warden.server.application;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Warden for the tests of an application: {@code warden.jar} on a free port, in a new folder below {@code target}, with
 * what a file declares. Made to be copied; the application's server is configured by the files in {@link #client}.
 */
public final class TestWarden implements AutoCloseable {

    private final Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "warden-");
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI issuer;
    private final Process process;

    /** Returns when it is ready. @throws IllegalStateException with its output, if it does not start */
    public TestWarden(Path jar, Path declared) throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0)) {
            issuer = URI.create("http://localhost:" + free.getLocalPort());
        }
        process = new ProcessBuilder("java", "-Dwarden.port=" + issuer.getPort(), "-Dwarden.home=" + home,
                "-Dwarden.declared.file=" + declared,
                "-Dwarden.clients.configuration-folder=" + home.resolve("clients"), "-jar", jar.toString())
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        // Also if the tests are interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(home.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    public URI issuer() {
        return issuer;
    }

    /** The folder of the files that Warden wrote for the server of a declared client. */
    public Path client(String id) {
        return home.resolve("clients").resolve(id);
    }

    /** Gets tokens from it. */
    public TestTokens tokens() {
        return new TestTokens(issuer);
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/health/ready")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
