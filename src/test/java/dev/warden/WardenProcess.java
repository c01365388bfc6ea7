package dev.warden;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built WAR in a process of its own, started as {@code mvn -Prun} starts it: for tests that kill it, restart it or
 * run several. Without further settings it has a free port and its own folders below {@code target/processes}.
 *
 * <pre>{@code
 * try (WardenProcess warden = WardenProcess.in(home).with("warden.db.url", url).start()) {
 *     warden.client().get("health/ready");
 *     warden.kill();
 *     WardenProcess again = warden.restart();
 * }
 * }</pre>
 */
public final class WardenProcess implements RunningWarden {

    public static final Path BUILT_WAR = Path.of("target", "warden.war").toAbsolutePath();

    private static final Path FOLDER = Path.of("target", "processes").toAbsolutePath();
    /** For a start and for an end: seconds on an idle machine, but tests share theirs. */
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PAUSE_MILLIS = 50;

    /** Half the CPU of a start is the second compiler's, for speed that a test has no time to enjoy. */
    private static final String COMPILED_ONCE = "-XX:TieredStopAtLevel=1";

    private final Launch launch;
    private final Process process;
    private final Path output;

    private WardenProcess(Launch launch, Process process, Path output) {
        this.launch = launch;
        this.process = process;
        this.output = output;
    }

    /** One to be started with this {@code warden.home}. */
    public static Launch in(Path home) {
        return new Launch().with("warden.home", home.toString()).with("warden.port", String.valueOf(freePort()));
    }

    /** One to be started with the settings, home and port of another. */
    public static Launch like(WardenProcess other) {
        return other.launch;
    }

    /** A folder of this name that is not there yet or empty: a home for {@link #in}. */
    public static Path newHome(String name) {
        try {
            Files.createDirectories(FOLDER);
            return Files.createTempDirectory(FOLDER, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public WardenClient client() {
        return new WardenClient(URI.create("http://localhost:" + port() + "/"));
    }

    public int port() {
        return Integer.parseInt(launch.settings.get("warden.port"));
    }

    public long pid() {
        return process.pid();
    }

    /** What it has printed so far. */
    @Override
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        exitStatus();
    }

    @Override
    public void end() {
        stop();
    }

    /** Asks it to end. @return its exit status */
    public int stop() {
        // Process.destroy() would also close its input, which is another way to end it.
        process.toHandle().destroy();
        return exitStatus();
    }

    /** Lets its input end, as that of a service has from the beginning. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end. */
    public int exitStatus() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + PATIENCE + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public WardenProcess restart() {
        close();
        return launch.start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitStatus();
    }

    /** Waits until it says that it is ready. */
    void awaitReadiness() {
        await("Warden is ready");
    }

    /** Waits until it says that it waits for its database. */
    public void awaitDatabase() {
        await("Warden waits for its database");
    }

    private void await(String line) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!output().contains(line)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("Warden did not start:\n" + output());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** How to start one. */
    public static final class Launch implements RunningWarden.Launch {

        private final Map<String, String> settings = new LinkedHashMap<>();
        private Path java = Path.of(System.getProperty("java.home"));
        private Path server = Path.of(System.getProperty("test.server", "target/payara-embedded")).toAbsolutePath();
        private Path war = BUILT_WAR;

        private Launch() {
        }

        /** Sets a setting of Warden or of the launcher. */
        @Override
        public Launch with(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Serves another WAR than the one that was built. */
        public Launch war(Path other) {
            war = other;
            return this;
        }

        /** Runs it on another JDK, on the server that goes with JDK 24 and later. */
        public Launch onPayaraMicro(Path javaHome) {
            java = javaHome;
            server = Path.of("target", "payara-micro").toAbsolutePath();
            return this;
        }

        @Override
        public WardenProcess start() {
            WardenProcess started = launch();
            started.awaitReadiness();
            return started;
        }

        @Override
        public WardenProcess startWithoutDatabase() {
            WardenProcess started = launch();
            started.awaitDatabase();
            return started;
        }

        /** Starts it and does not wait. */
        public WardenProcess launch() {
            return run(List.of("-jar", server.resolve("launcher.jar").toString(), war.toString(), work()));
        }

        /** Starts the jar that profile {@code runnable} builds, and waits until it is ready. */
        public WardenProcess startRunnable() {
            WardenProcess started = launchRunnable();
            started.awaitReadiness();
            return started;
        }

        /** Starts the jar that profile {@code runnable} builds, and does not wait. */
        public WardenProcess launchRunnable() {
            return run(List.of("-jar", new File("target/warden.jar").getAbsolutePath()));
        }

        /** Starts the process that {@code mvn -Prun} is while it serves, and waits until what it started is ready. */
        public WardenProcess startForked() {
            return forked(List.of());
        }

        /** As {@link #startForked}, with the sample application beside Warden. */
        public WardenProcess startForkedWithSample() {
            return forked(List.of(new File("target/sample.war").getAbsolutePath(),
                    new File("src/sample/declared.yaml").getAbsolutePath()));
        }

        private WardenProcess forked(List<String> more) {
            List<String> program = new ArrayList<>(List.of("-cp", Path.of("target", "launcher-classes").toAbsolutePath()
                    .toString(), "dev.warden.launcher.ForkedLauncher", server.toString(), war.toString(), work()));
            program.addAll(more);
            WardenProcess started = run(program);
            started.awaitReadiness();
            return started;
        }

        private WardenProcess run(List<String> program) {
            List<String> command = new ArrayList<>();
            command.add(java.resolve("bin").resolve("java").toString());
            command.add("@" + server.resolve("jvm.options"));
            command.add(COMPILED_ONCE);
            settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(program);
            try {
                Files.createDirectories(FOLDER);
                Path output = Files.createTempFile(FOLDER, "output-", ".log");
                Process process = new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(output.toFile()).start();
                return new WardenProcess(this, process, output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The folder for the server's own files. */
        Path folder() {
            return Path.of(work()).resolve(settings.get("warden.port"));
        }

        /** Keeps that folder from it, as a process does that uses the folder, until the channel is closed. */
        FileChannel lockFolder() throws IOException {
            Files.createDirectories(folder().getParent());
            FileChannel channel = FileChannel.open(folder().resolveSibling(folder().getFileName() + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        }

        private static String work() {
            return FOLDER.resolve("served").toString();
        }
    }
}
