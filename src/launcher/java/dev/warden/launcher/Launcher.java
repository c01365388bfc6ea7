package dev.warden.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.glassfish.embeddable.GlassFishException;

/**
 * Serves one WAR until it is told to stop (Ctrl-C, SIGTERM).
 *
 * <p>Arguments: the WAR, a folder for the server's own files, in which the subfolder named after the port is emptied,
 * and optionally the WAR of the sample application, which is served next to Warden under {@code /sample}. Settings are
 * system properties of this JVM, environment variables or lines of the settings file, with Warden's own keys.
 *
 * <p>The exit status is 1 if Warden could not be started, after one line that says why.
 */
public final class Launcher {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofDays(365);
    /** Fourteen for the last requests, and five for the server. */
    private static final long STOP_SECONDS = 19;
    private static final String SAMPLE = "/sample";

    private final Path war;
    private final Optional<Path> sample;
    private final Path work;
    private final Listener listener;
    private final ConsoleLog log;
    private volatile EmbeddedServer server;

    private Launcher(Path war, Optional<Path> sample, Path work, Listener listener) throws IOException {
        this.war = war;
        this.sample = sample;
        this.work = work;
        this.listener = listener;
        this.log = ConsoleLog.install(logFile());
    }

    /** Ends with its standard input too, which reveals that the process that started it is gone for whatever reason. */
    public static void main(String[] arguments) throws Exception {
        run(arguments, Launcher::endWithInput);
    }

    /** The same for a service, which has no input. */
    public static void serve(String... arguments) throws Exception {
        run(arguments, () -> { });
    }

    private static void run(String[] arguments, Runnable watch) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: java @jvm.options -jar launcher.jar WAR FOLDER [SAMPLE-WAR]");
            System.exit(2);
        }
        try {
            Listener listener = Listener.given();
            listener.mustBeFree();
            listener.publish();
            Path work = Path.of(arguments[1]).toAbsolutePath().resolve(String.valueOf(listener.port()));
            Optional<Path> sample = Stream.of(arguments).skip(2).map(Path::of).map(Path::toAbsolutePath).findFirst();
            watch.run();
            WorkFolder.take(work);
            new Launcher(Path.of(arguments[0]).toAbsolutePath(), sample, work, listener).start();
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private void start() throws Refusal, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "warden-stop"));
        try {
            server = EmbeddedServer.start(work);
            deploy(war, "warden", "/");
            if (sample.isPresent()) {
                System.setProperty("sample.issuer", listener.publicUrl());
                deploy(sample.get(), "sample", SAMPLE);
            }
        } catch (GlassFishException e) {
            throw notStarted(String.valueOf(e.getMessage()));
        }
        Readiness readiness = new Readiness(listener.uri());
        if (!readiness.await(PATIENCE)) {
            // Warden itself reports what it waits for, which is its database.
            log.started();
            readiness.await(FOR_EVER);
        }
        greet();
        new CountDownLatch(1).await();
    }

    private void deploy(Path application, String name, String contextRoot) throws Refusal, GlassFishException {
        if (!server.deploy(application, name, contextRoot)) {
            throw notStarted("the server did not take " + application.getFileName());
        }
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
        sample.ifPresent(application ->
                System.out.printf("Or sign in to the sample application with a browser:%n%n%s%s/%n%n", uri, SAMPLE));
    }

    /** A server that outlives the Maven or the test that started it would keep its port and its database. */
    private static void endWithInput() {
        Thread watch = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It is gone as well.
            }
            System.exit(0);
        }, "warden-watch");
        watch.setDaemon(true);
        watch.start();
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
        } catch (GlassFishException | InterruptedException e) {
            // This process ends in any case, and its folder is emptied at the next start.
        }
    }

    private Path logFile() {
        return work.resolve("server.log");
    }
}
