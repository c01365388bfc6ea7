package dev.warden.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.glassfish.embeddable.GlassFishException;

/**
 * Serves one WAR until it is told to stop (Ctrl-C, SIGTERM) or the process that started it is gone.
 *
 * <p>Arguments: the WAR; a folder for the server's own files, of which a part named by the port is emptied; and, if
 * there is one, a file of settings in the properties format, which is deleted once read. Settings are Warden's own
 * keys; system properties of this JVM win over those of the file.
 *
 * <p>The exit status is 1 if Warden could not be started, after one line that says why.
 */
public final class Launcher {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 5;

    private final Path war;
    private final Path work;
    private final Listener listener;
    private final ConsoleLog log;
    private volatile EmbeddedServer server;

    private Launcher(Path war, Path work, Listener listener) throws IOException {
        this.war = war;
        this.work = work;
        this.listener = listener;
        empty(work);
        Files.createDirectories(work);
        this.log = ConsoleLog.install(logFile());
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: java -jar launcher.jar WAR FOLDER [SETTINGS]");
            System.exit(2);
        }
        try {
            if (arguments.length > 2) {
                take(Path.of(arguments[2]));
            }
            Listener listener = Listener.given();
            listener.mustBeFree();
            listener.publish();
            Path work = Path.of(arguments[1]).toAbsolutePath().resolve(String.valueOf(listener.port()));
            new Launcher(Path.of(arguments[0]).toAbsolutePath(), work, listener).serve();
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private void serve() throws Refusal, InterruptedException {
        endWithParent();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "warden-stop"));
        try {
            server = EmbeddedServer.start(work);
            if (!server.deploy(war)) {
                throw notStarted("the server did not take " + war.getFileName());
            }
        } catch (GlassFishException e) {
            throw notStarted(String.valueOf(e.getMessage()));
        }
        if (!new Readiness(listener.uri()).await(PATIENCE)) {
            throw notStarted("it is not ready after " + PATIENCE.toSeconds() + " s");
        }
        greet();
        new CountDownLatch(1).await();
    }

    private Refusal notStarted(String reason) {
        log.silence();
        return new Refusal(log.refusal().orElseGet(() -> ConsoleLog.CANNOT_START
                + reason.lines().findFirst().orElse("") + "; the server's log is " + logFile()));
    }

    private void greet() {
        log.started();
        URI uri = listener.uri();
        System.out.printf("%nWarden is ready at %s after %.1f s. Ctrl-C ends it. Try:%n%n", uri,
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        System.out.printf("curl %s/api/users/register -H 'Content-Type: application/json' -d "
                + "'{\"username\":\"Test\",\"email\":\"user@test.example\",\"password\":\"rahasia\","
                + "\"confirm_password\":\"rahasia\"}'%n%n", uri);
    }

    /** A server that outlives the Maven or the test that started it holds its port and its database. */
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }

    private void stop() {
        log.silence();
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        Thread stopping = new Thread(this::stopServer, "warden-stop-server");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopServer() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (GlassFishException e) {
            // This process ends all the same, and its folder is emptied at the next start.
        }
    }

    private Path logFile() {
        return work.resolve("server.log");
    }

    private static void take(Path settings) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        }
        Files.delete(settings);
        properties.stringPropertyNames().forEach(key -> System.getProperties().putIfAbsent(key, properties.getProperty(key)));
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(Launcher::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
