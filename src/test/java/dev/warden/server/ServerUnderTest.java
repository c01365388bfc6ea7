package dev.warden.server;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The server that the tests of this JVM run on, if it is another than the embedded one: the system properties
 * {@code test.server.…} name it. The black-box tests share one, whose settings are those that begin with
 * {@code warden.}; {@link ServerProcess} has others like it.
 */
public final class ServerUnderTest {

    static final Path WAR = Path.of("target", "warden.war").toAbsolutePath();

    private static final String NAME = "test.server.name";
    private static final Set<String> OF_THE_LISTENER = Set.of("warden.port", "warden.bind-address");
    private static final String DRIVER = "WEB-INF/lib/mariadb-java-client-.*";
    private static final int PAUSE_MILLIS = 200;

    private final Installation installation;
    private final ApplicationServer server;

    private ServerUnderTest(Installation installation) {
        this.installation = installation;
        this.server = product().installed(installation);
    }

    /** Whether there is one. Otherwise tests run on the embedded server. */
    public static boolean isGiven() {
        return System.getProperty(NAME) != null;
    }

    /**
     * Whether it is one that brings an OpenID Connect client and MicroProfile JWT and can be given more applications.
     * Which database Warden has is nothing to these: of a server's rows they are tried in that of H2.
     */
    static boolean hasClientsOfItsOwn() {
        String name = System.getProperty(NAME, "");
        boolean brings = name.startsWith("wildfly") || name.startsWith("payara") && product() == Product.ASADMIN;
        return brings && System.getProperty("test.database").equals("h2");
    }

    /** The one that the black-box tests share. */
    static ServerUnderTest given() {
        return new ServerUnderTest(installation(Path.of(System.getProperty("test.server.work")).toAbsolutePath(),
                Integer.getInteger("warden.port"), System.getProperty("test.context-root"), settings()));
    }

    /** An installation of the server's distribution, in an empty or missing folder. */
    static Installation installation(Path work, int port, String contextRoot, Map<String, String> settings) {
        return new Installation(Product.distributionIn(Path.of(System.getProperty("test.server.distribution"))),
                Product.documented(System.getProperty("test.server.configuration")),
                Path.of(System.getProperty("test.server.java")), work, port, contextRoot,
                isPoolOfTheServer() ? onPool(settings) : settings);
    }

    static Product product() {
        return Product.named(System.getProperty("test.server.product"));
    }

    private static boolean isPoolOfTheServer() {
        return "pool".equals(System.getProperty("test.database"));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("warden.") && !OF_THE_LISTENER.contains(key))
                .forEach(key -> settings.put(key, System.getProperty(key)));
        return settings;
    }

    /** What Warden would be told of MariaDB, the server's pool is told; Warden learns the pool's name. */
    private static Map<String, String> onPool(Map<String, String> settings) {
        Map<String, String> onPool = new TreeMap<>(settings);
        String url = onPool.remove("warden.db.url");
        if (url != null) {
            onPool.put("pool.database", url.replaceFirst("^jdbc:mariadb://", ""));
            onPool.put("pool.user", onPool.remove("warden.db.user"));
            onPool.put("pool.password", onPool.remove("warden.db.password"));
            onPool.put("warden.db.jndi-name", product().poolName());
        }
        return onPool;
    }

    /** Does what comes before the first start. */
    static void prepare(ApplicationServer server, Installation installation) {
        empty(installation.work());
        server.install();
        if (isPoolOfTheServer()) {
            server.makePool(driverIn(installation.work()));
        }
        server.deploy(WAR);
    }

    /** Takes MariaDB's driver out of the WAR. */
    private static Path driverIn(Path folder) {
        try (ZipFile war = new ZipFile(WAR.toFile())) {
            ZipEntry entry = war.stream().filter(each -> each.getName().matches(DRIVER)).map(ZipEntry.class::cast)
                    .findFirst().orElseThrow();
            Path driver = folder.resolve(Path.of(entry.getName()).getFileName());
            try (InputStream content = war.getInputStream(entry)) {
                Files.copy(content, driver);
            }
            return driver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs the server, starts it, and waits until Warden is ready. */
    void serve() {
        install();
        start();
    }

    /** Does what comes before the first start; the server will not outlive this JVM. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        prepare(server, installation);
    }

    /** Starts it, and waits until Warden is ready. */
    void start() {
        server.start();
        await("health/ready", server, installation);
    }

    void stop() {
        server.stop();
    }

    Installation installation() {
        return installation;
    }

    /** Waits until a path of Warden is answered with 200. */
    static void await(String path, ApplicationServer server, Installation installation) {
        URI address = installation.address().resolve(path);
        long end = System.nanoTime() + Program.PATIENCE.toNanos();
        while (!isOk(address)) {
            if (System.nanoTime() > end || !server.isRunning()) {
                throw new AssertionError("Warden does not answer 200 at " + address + "; see " + server.log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean isOk(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
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
            for (Path path : (Iterable<Path>) paths.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
