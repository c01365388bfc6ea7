package dev.warden.hostile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.warden.WardenProcess;

/**
 * A proxy of Debian's that ends TLS for {@value #NAME}, configured by the file in {@code docs/servers}: of that only
 * addresses and the certificate are others here.
 */
final class ReverseProxy implements AutoCloseable {

    static final String NAME = "id.example.org";

    private static final Path DOCUMENTS = Path.of("docs", "servers");
    private static final Path FOLDER = Path.of("target", "proxies").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Path output;
    private final int https;
    private final int http;

    private ReverseProxy(Process process, Path output, int https, int http) {
        this.process = process;
        this.output = output;
        this.https = https;
        this.http = http;
    }

    /** @param certificate a file with a certificate and its key */
    static ReverseProxy nginx(Path certificate, int warden) {
        int https = WardenProcess.freePort();
        int http = WardenProcess.freePort();
        Path folder = newFolder();
        Path site = written(folder.resolve("warden.conf"), document("nginx.conf")
                .replace("/etc/ssl/warden/fullchain.pem", certificate.toString())
                .replace("/etc/ssl/warden/privkey.pem", certificate.toString())
                .replace("listen 443 ", "listen 127.0.0.1:" + https + " ")
                .replace("listen 80;", "listen 127.0.0.1:" + http + ";")
                .replace("127.0.0.1:8080", "127.0.0.1:" + warden));
        // What Debian's own nginx.conf is around it, in a folder of ours.
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + folder.resolve(kind) + ";").reduce("", String::concat);
        Path main = written(folder.resolve("nginx.conf"),
                ("root".equals(System.getProperty("user.name")) ? "user root;" : "")
                + "daemon off; pid " + folder.resolve("pid") + "; error_log stderr; events {} http { access_log off; "
                + temporary + " include " + site + "; }");
        return started(folder, List.of(program("nginx"), "-p", folder.toString(), "-c", main.toString()), https, http);
    }

    /** @param certificate a file with a certificate and its key */
    static ReverseProxy haproxy(Path certificate, int warden) {
        int https = WardenProcess.freePort();
        int http = WardenProcess.freePort();
        Path folder = newFolder();
        // What the document is to be appended to: the part of Debian's own that matters.
        Path defaults = written(folder.resolve("defaults.cfg"), """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                """);
        Path site = written(folder.resolve("haproxy.cfg"), document("haproxy.cfg")
                .replace("/etc/ssl/warden/warden.pem", certificate.toString())
                .replace("bind :443 ", "bind 127.0.0.1:" + https + " ")
                .replace("bind :80\n", "bind 127.0.0.1:" + http + "\n")
                .replace("127.0.0.1:8080", "127.0.0.1:" + warden));
        return started(folder, List.of(program("haproxy"), "-db", "-f", defaults.toString(), "-f", site.toString()),
                https, http);
    }

    int https() {
        return https;
    }

    int http() {
        return http;
    }

    @Override
    public void close() {
        // nginx's workers end with it when it is asked to, and not when it is killed.
        process.destroy();
        process.onExit().join();
    }

    private static ReverseProxy started(Path folder, List<String> command, int https, int http) {
        Path output = folder.resolve("output.log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            ReverseProxy proxy = new ReverseProxy(process, output, https, http);
            proxy.awaitConnections();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitConnections() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), https)) {
                return;
            } catch (ConnectException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError(Files.readString(output), notYet);
                }
                Service.pause(Duration.ofMillis(50));
            }
        }
    }

    /** Skips the test where the program is not installed. */
    private static String program(String name) {
        Optional<File> program = Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                Stream.of("/usr/sbin"))
                .map(folder -> new File(folder, name)).filter(File::canExecute).findFirst();
        assumeTrue(program.isPresent(), name + " is not installed; on Debian: apt-get install " + name);
        return program.orElseThrow().toString();
    }

    private static String document(String name) {
        try {
            return Files.readString(DOCUMENTS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() {
        try {
            Files.createDirectories(FOLDER);
            return Files.createTempDirectory(FOLDER, "proxy-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
