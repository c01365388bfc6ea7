package dev.warden.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs in the build when the server, its launcher and the WAR exist: archives the server's classes as the JVM has them
 * in memory (class data sharing, JEP 350) in a file next to the server, and enters it in {@code jvm.options}. This
 * reduces the CPU time of a start by a third. The file is created by starting Warden with an empty home on a free port
 * and stopping it when it is ready; it is created again when the server or the JVM changes. A JVM that the file does
 * not fit ignores it.
 *
 * <p>Arguments: the folder of the server and its launcher, the WAR, a folder for what the start writes. Everything
 * works without the file, so problems are reported but are not failures.
 */
public final class ClassArchive {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** It writes a hundred megabytes, possibly on a busy machine. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofMinutes(2);
    /** It warns of every class that cannot be archived, and of a file that does not fit. */
    private static final List<String> SILENCE = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private final Path server;
    private final Path archive;
    /** The JVM that the archive belongs to. */
    private final Path owner;

    private ClassArchive(Path server) {
        this.server = server;
        this.archive = server.resolve("classes.jsa");
        this.owner = server.resolve("classes.jvm");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ClassArchive classes = new ClassArchive(Path.of(arguments[0]).toAbsolutePath());
        if (!classes.isCurrent()) {
            classes.make(Path.of(arguments[1]).toAbsolutePath(), Path.of(arguments[2]).toAbsolutePath());
        }
        if (classes.isCurrent()) {
            classes.publish();
        } else {
            System.out.println("The server's classes could not be kept in a file; starts take longer without");
        }
    }

    private boolean isCurrent() throws IOException {
        if (!Files.exists(archive) || !Files.exists(owner) || !Files.readString(owner).equals(jvm())) {
            return false;
        }
        try (Stream<Path> files = Files.list(server)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .allMatch(jar -> changedAt(jar) <= changedAt(archive));
        }
    }

    private void make(Path war, Path work) throws IOException, InterruptedException {
        Files.deleteIfExists(archive);
        Files.deleteIfExists(owner);
        int port = freePort();
        Path home = work.resolve("home");
        ProcessBuilder start = new ProcessBuilder(program(), "@" + server.resolve("jvm.options"),
                SILENCE.get(0), SILENCE.get(1), "-XX:ArchiveClassesAtExit=" + archive, "-Dwarden.port=" + port,
                "-Dwarden.home=" + home, "-jar", server.resolve("launcher.jar").toString(), war.toString(),
                work.toString()).redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
        // It must not touch anybody's database.
        start.environment().keySet().removeIf(name -> name.startsWith("WARDEN_"));
        Process warden = start.start();
        try {
            if (new Readiness(URI.create("http://localhost:" + port)).await(PATIENCE)) {
                // This is how it is told to stop.
                warden.getOutputStream().close();
                if (warden.waitFor(PATIENCE_AT_THE_END.toSeconds(), TimeUnit.SECONDS)) {
                    Files.writeString(owner, jvm());
                }
            }
        } finally {
            warden.destroyForcibly();
            remove(work);
        }
    }

    private void publish() throws IOException {
        String path = archive.toString().replace(File.separatorChar, '/');
        Files.write(server.resolve("jvm.options"),
                Stream.concat(Stream.of("\"-XX:SharedArchiveFile=" + path + "\""), SILENCE.stream()).toList(),
                StandardOpenOption.APPEND);
    }

    private static String jvm() {
        return System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version");
    }

    private static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long changedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }
}
