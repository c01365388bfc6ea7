package dev.warden.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What {@code mvn verify -Pservers} runs: the black-box tests on every server of {@code src/servers/matrix.txt}, on
 * each of its JDKs, on both databases and with a pool of the server, one after the other. It has Maven bring the
 * distribution, and failsafe run the tests in a Maven of their own, which is told the server by properties. The WAR is
 * what was built before and never built again.
 *
 * <p>Arguments: Maven's program, Maven's local repository, the lowest of the thousand ports to use, and four choices,
 * each of them names separated by commas or nothing for all: servers, JDKs, databases, context roots. Without a choice
 * of context roots Warden is at {@code /warden} on H2 and at {@code /} on MariaDB. The tests that kill servers run on
 * MariaDB alone.
 */
public final class Matrix {

    private static final Path LIST = Path.of("src", "servers", "matrix.txt");
    private static final Path FOLDER = Path.of("target", "servers").toAbsolutePath();

    private final String maven;
    private final String repository;
    private final Ports ports;
    private final List<String> results = new ArrayList<>();
    private boolean failed;

    private Matrix(String maven, String repository, Ports ports) {
        this.maven = maven;
        this.repository = repository;
        this.ports = ports;
    }

    /** A line of the list. */
    private record Server(String name, String product, List<Integer> jdks, String configuration,
            String artifact) {

        static Server of(String line) {
            String[] columns = line.split("\\s+");
            if (columns.length != 5) {
                throw new IllegalArgumentException(LIST + ": not five columns: " + line);
            }
            return new Server(columns[0], columns[1], Stream.of(columns[2].split(",")).map(Integer::valueOf).toList(),
                    columns[3], columns[4]);
        }

        Path folder() {
            return FOLDER.resolve(name);
        }
    }

    /** What one run of the tests is on. */
    private record Row(Server server, int jdk, String database, String contextRoot) {

        String name() {
            return server.name() + "-jdk" + jdk + "-" + database + (contextRoot.equals("/") ? "-root" : "");
        }

        @Override
        public String toString() {
            return String.format("%-16s JDK %-3d %-8s %-8s", server.name(), jdk, database, contextRoot);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Matrix matrix = new Matrix(arguments[0], arguments[1], new Ports(Integer.parseInt(arguments[2])));
        Predicate<String> servers = choice(arguments[3]);
        Predicate<String> jdks = choice(arguments[4]);
        Predicate<String> databases = choice(arguments[5]);
        for (String line : Files.readAllLines(LIST)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Server server = Server.of(line);
            if (servers.test(server.name())) {
                for (int jdk : server.jdks()) {
                    if (jdks.test(String.valueOf(jdk))) {
                        matrix.run(server, jdk, databases, arguments[6]);
                    }
                }
            }
        }
        matrix.report();
    }

    private static Predicate<String> choice(String names) {
        List<String> chosen = names(names);
        return name -> chosen.isEmpty() || chosen.contains(name);
    }

    /** @param text null where Maven has an empty property */
    private static List<String> names(String text) {
        return Arrays.stream(Objects.requireNonNullElse(text, "").split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).toList();
    }

    private void run(Server server, int jdk, Predicate<String> databases, String contextRoots)
            throws IOException, InterruptedException {
        Optional<Path> java = Jdk.ofVersion(jdk);
        if (java.isEmpty()) {
            results.add(String.format("%-16s JDK %-3d skipped: there is no JDK %d; JAVA%d_HOME would name it",
                    server.name(), jdk, jdk, jdk));
            return;
        }
        boolean zip = server.artifact().endsWith(":zip");
        if (maven("dependency:" + (zip ? "unpack" : "copy"), "-Dartifact=" + server.artifact(),
                "-DoutputDirectory=" + server.folder()) != 0) {
            fail(String.format("%-16s is not available: %s", server.name(), server.artifact()));
            return;
        }
        for (String database : Stream.of("h2", "mariadb", "pool").filter(databases).toList()) {
            List<String> chosen = names(contextRoots);
            for (String contextRoot : chosen.isEmpty() ? List.of(database.equals("h2") ? "/warden" : "/") : chosen) {
                run(new Row(server, jdk, database, contextRoot), java.get());
            }
        }
    }

    private void run(Row row, Path java) throws IOException, InterruptedException {
        System.out.printf("%n[servers] %s%n", row);
        long startedAt = System.nanoTime();
        int port = ports.ofAServer();
        int status = maven("failsafe:integration-test@server", "failsafe:integration-test@server-processes",
                "failsafe:verify@server", "failsafe:verify@server-processes",
                "-Dtest.server.name=" + row.name(), "-Dtest.server.product=" + row.server().product(),
                "-Dtest.server.configuration=" + row.server().configuration(),
                "-Dtest.server.distribution=" + row.server().folder(), "-Dtest.server.java=" + java,
                "-Dtest.server.database=" + row.database(), "-Dtest.server.context-root=" + row.contextRoot(),
                "-Dtest.server.path=" + (row.contextRoot().equals("/") ? "" : row.contextRoot()),
                "-Dtest.server.port=" + port, "-Dtest.server.ports=" + ports.lowest());
        Duration taken = Duration.ofNanos(System.nanoTime() - startedAt);
        String result = String.format(Locale.ROOT, "%s %s in %d s", row, status == 0 ? "passed"
                : "FAILED", taken.toSeconds());
        if (status == 0) {
            results.add(result);
        } else {
            fail(result + "; see " + FOLDER.resolve("reports").resolve(row.name()));
        }
    }

    private void fail(String result) {
        failed = true;
        results.add(result);
    }

    /** Another Maven on this project, whose output is ours. @return its exit status */
    private int maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(maven, "-B", "-ntp", "-q", "-Pservers",
                "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Optional.ofNullable(System.getProperty("it.test")).ifPresent(test ->
                command.addAll(List.of("-Dit.test=" + test, "-Dfailsafe.failIfNoSpecifiedTests=false")));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void report() {
        System.out.println();
        results.forEach(result -> System.out.println("[servers] " + result));
        if (results.isEmpty()) {
            throw new IllegalArgumentException("No server of " + LIST + " was chosen");
        }
        if (failed) {
            throw new AssertionError("The WAR does not pass on every server");
        }
    }
}
