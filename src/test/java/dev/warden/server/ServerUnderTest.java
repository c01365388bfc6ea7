package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server that the black-box tests of this JVM run on, if it is another than the embedded one: the system properties
 * {@code test.server.…} name it, and those that begin with {@code warden.} are its settings.
 */
public final class ServerUnderTest {

    private static final String NAME = "test.server.name";
    private static final Set<String> OF_THE_LISTENER = Set.of("warden.port", "warden.bind-address");
    private static final int PAUSE_MILLIS = 200;

    private final Installation installation;
    private final ApplicationServer server;

    private ServerUnderTest(Installation installation, ApplicationServer server) {
        this.installation = installation;
        this.server = server;
    }

    /** Whether there is one. Otherwise tests run on the embedded server. */
    public static boolean isGiven() {
        return System.getProperty(NAME) != null;
    }

    static ServerUnderTest given() {
        Installation installation = new Installation(
                Product.distributionIn(Path.of(System.getProperty("test.server.distribution"))),
                Path.of("docs", "servers", System.getProperty("test.server.configuration")).toAbsolutePath(),
                Path.of(System.getProperty("test.server.java")),
                Path.of(System.getProperty("test.server.work")).toAbsolutePath(),
                Integer.getInteger("warden.port"), System.getProperty("test.context-root"), settings());
        return new ServerUnderTest(installation,
                Product.named(System.getProperty("test.server.product")).installed(installation));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("warden.") && !OF_THE_LISTENER.contains(key))
                .forEach(key -> settings.put(key, System.getProperty(key)));
        return settings;
    }

    /** Installs the server in an empty folder, starts it, and waits until Warden is ready. */
    void serve(Path war) {
        empty(installation.work());
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        server.install(war.toAbsolutePath());
        server.start();
        awaitReadiness();
    }

    void stop() {
        server.stop();
    }

    Installation installation() {
        return installation;
    }

    private void awaitReadiness() {
        long end = System.nanoTime() + Program.PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !server.isRunning()) {
                throw new AssertionError("Warden is not ready at " + installation.address() + "; see " + server.log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean isReady() {
        try {
            URI health = installation.address().resolve("health/ready");
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout((int) Program.PATIENCE.toMillis());
            connection.setReadTimeout((int) Program.PATIENCE.toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void empty(Path folder) {
        folder.toFile().mkdirs();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(path -> !path.equals(folder)).sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
