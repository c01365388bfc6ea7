package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.warden.RunningWarden;
import dev.warden.WardenClient;

/**
 * Warden on a server like the {@link ServerUnderTest}, for tests that kill it, restart it or run several. Installing
 * one takes long, and which database it has is a matter of its environment alone; so what one test has closed another
 * starts.
 */
public final class ServerProcess implements RunningWarden {

    private static final String ROOT = "/";
    private static final Deque<Installation> IDLE = new ArrayDeque<>();
    private static final Set<Integer> TAKEN = new HashSet<>();

    private final Launch launch;
    private final Installation installation;
    private final ApplicationServer server;

    private ServerProcess(Launch launch, Installation installation) {
        this.launch = launch;
        this.installation = installation;
        this.server = ServerUnderTest.product().installed(installation);
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
    }

    /**
     * One to be started with this {@code warden.home}. It is installed now, so that several can start at one moment.
     */
    public static Launch in(Path home) {
        return new Launch(idle()).with("warden.home", home.toString());
    }

    @Override
    public WardenClient client() {
        return new WardenClient(installation.address());
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void end() {
        server.stop();
    }

    @Override
    public RunningWarden restart() {
        server.kill();
        return launch.start();
    }

    @Override
    public String output() {
        try {
            return Files.readString(server.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.kill();
        synchronized (IDLE) {
            IDLE.add(installation);
        }
    }

    /** How to start one. */
    public static final class Launch implements RunningWarden.Launch {

        private final Map<String, String> settings = new TreeMap<>();
        private final Installation installation;

        private Launch(Installation installation) {
            this.installation = installation;
        }

        @Override
        public Launch with(String key, String value) {
            settings.put(key, value);
            return this;
        }

        @Override
        public RunningWarden start() {
            return started("health/ready");
        }

        @Override
        public RunningWarden startWithoutDatabase() {
            return started("health/live");
        }

        private ServerProcess started(String path) {
            ServerProcess process = new ServerProcess(this, ServerUnderTest.installation(installation.work(),
                    installation.port(), ROOT, settings));
            process.server.start();
            ServerUnderTest.await(path, process.server, process.installation);
            return process;
        }
    }

    private static Installation idle() {
        synchronized (IDLE) {
            return IDLE.isEmpty() ? installed() : IDLE.remove();
        }
    }

    private static Installation installed() {
        int port;
        do {
            port = new Ports(Integer.getInteger("test.server.ports")).ofAServer();
        } while (!TAKEN.add(port));
        Path work = Path.of(System.getProperty("test.server.work") + "-" + TAKEN.size()).toAbsolutePath();
        Installation installation = ServerUnderTest.installation(work, port, ROOT,
                Map.of("warden.home", work.resolve("home").toString()));
        ServerUnderTest.prepare(ServerUnderTest.product().installed(installation), installation);
        return installation;
    }
}
