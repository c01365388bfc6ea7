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
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code mvn verify -Pservers} runs: the black-box tests on every server of {@code src/servers/matrix.txt}, on
 * each of its JDKs, on both databases and with a pool of the server, one after the other. It has Maven bring the
 * distribution, and failsafe run the tests in a Maven of their own, which is told the server by properties. The WAR is
 * what was built before and never built again.
 *
 * <p>Arguments: Maven's program, Maven's local repository, the lowest of the thousand ports to use, and four choices,
 * each of them names separated by commas or nothing for all: servers, JDKs, databases, context roots. Without a choice
 * of context roots Warden is at {@code /warden} on H2 and at {@code /} on MariaDB. The tests that kill servers or have
 * several bring their own MariaDB, and are left out of the rows on H2, where they would only be repeated.
 *
 * <p>Names that are none are refused, and so is a row on which no test ran: what was misspelt or renamed would pass.
 */
public final class Matrix {

    private static final Path LIST = Path.of("src", "servers", "matrix.txt");
    private static final Path FOLDER = Path.of("target", "servers").toAbsolutePath();
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final List<String> DATABASES = List.of("h2", "mariadb", "pool");
    private static final List<String> SUMMARIES = List.of("failsafe-summary.xml", "failsafe-summary-processes.xml");
    private static final Pattern COMPLETED = Pattern.compile("<completed>(\\d+)</completed>");
    private static final Pattern SKIPPED = Pattern.compile("<skipped>(\\d+)</skipped>");
    /** A class, maybe with its package or some of its methods; neither a pattern nor an exclusion. */
    private static final Pattern TEST_CLASS = Pattern.compile("(?:\\w+\\.)*(?<name>\\w+)(?:#.*)?");

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
        requireTests(System.getProperty("it.test"));
        List<Server> all = Files.readAllLines(LIST).stream().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Server::of).toList();
        Predicate<String> servers = choice(arguments[3], all.stream().map(Server::name).toList());
        Predicate<String> jdks = choice(arguments[4],
                all.stream().flatMap(server -> server.jdks().stream()).map(String::valueOf).toList());
        Predicate<String> databases = choice(arguments[5], DATABASES);
        for (Server server : all) {
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

    /**
     * @param known the names that there are
     * @throws IllegalArgumentException if another one is chosen
     */
    static Predicate<String> choice(String names, List<String> known) {
        List<String> chosen = names(names);
        for (String name : chosen) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + " is none of " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return name -> chosen.isEmpty() || chosen.contains(name);
    }

    /**
     * Failsafe is content if a name in {@code -Dit.test} matches no test.
     *
     * @throws IllegalArgumentException if a class that is named is not there
     */
    static void requireTests(String chosen) throws IOException {
        for (String test : names(chosen)) {
            Matcher named = TEST_CLASS.matcher(test);
            if (named.matches() && !isTest(named.group("name"))) {
                throw new IllegalArgumentException("There is no test " + test);
            }
        }
    }

    private static boolean isTest(String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.anyMatch(file -> file.endsWith(name + ".java"));
        }
    }

    /** How many tests ran, according to failsafe's summaries in a folder. */
    static int testsRun(Path reports) throws IOException {
        int run = 0;
        for (String summary : SUMMARIES) {
            if (Files.exists(reports.resolve(summary))) {
                String text = Files.readString(reports.resolve(summary));
                run += number(COMPLETED, text) - number(SKIPPED, text);
            }
        }
        return run;
    }

    private static int number(Pattern element, String text) {
        Matcher found = element.matcher(text);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
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
        if (maven(List.of("dependency:" + (zip ? "unpack" : "copy"), "-Dartifact=" + server.artifact(),
                "-DoutputDirectory=" + server.folder())) != 0) {
            fail(String.format("%-16s is not available: %s", server.name(), server.artifact()));
            return;
        }
        for (String database : DATABASES.stream().filter(databases).toList()) {
            List<String> chosen = names(contextRoots);
            for (String contextRoot : chosen.isEmpty() ? List.of(database.equals("h2") ? "/warden" : "/") : chosen) {
                run(new Row(server, jdk, database, contextRoot), java.get());
            }
        }
    }

    private void run(Row row, Path java) throws IOException, InterruptedException {
        System.out.printf("%n[servers] %s%n", row);
        Path reports = FOLDER.resolve("reports").resolve(row.name());
        for (String summary : SUMMARIES) {
            Files.deleteIfExists(reports.resolve(summary));
        }
        long startedAt = System.nanoTime();
        int port = ports.ofAServer();
        List<String> arguments = new ArrayList<>(row.database().equals("h2")
                ? List.of("failsafe:integration-test@server", "failsafe:verify@server")
                : List.of("failsafe:integration-test@server", "failsafe:integration-test@server-processes",
                        "failsafe:verify@server", "failsafe:verify@server-processes"));
        arguments.addAll(List.of(
                "-Dtest.server.name=" + row.name(), "-Dtest.server.product=" + row.server().product(),
                "-Dtest.server.configuration=" + row.server().configuration(),
                "-Dtest.server.distribution=" + row.server().folder(), "-Dtest.server.java=" + java,
                "-Dtest.server.database=" + row.database(), "-Dtest.server.context-root=" + row.contextRoot(),
                "-Dtest.server.path=" + (row.contextRoot().equals("/") ? "" : row.contextRoot()),
                "-Dtest.server.port=" + port, "-Dtest.server.ports=" + ports.lowest()));
        int status = maven(arguments);
        Duration taken = Duration.ofNanos(System.nanoTime() - startedAt);
        int run = testsRun(reports);
        boolean passed = status == 0 && run > 0;
        String result = String.format(Locale.ROOT, "%s %s in %d s, %d tests", row, passed ? "passed" : "FAILED",
                taken.toSeconds(), run);
        if (passed) {
            results.add(result);
        } else {
            fail(result + "; see " + reports);
        }
    }

    private void fail(String result) {
        failed = true;
        results.add(result);
    }

    /** Another Maven on this project, whose output is ours. @return its exit status */
    private int maven(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(maven, "-B", "-ntp", "-q", "-Pservers",
                "-Dmaven.repo.local=" + repository));
        command.addAll(arguments);
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
