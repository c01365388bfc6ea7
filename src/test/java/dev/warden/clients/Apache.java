package dev.warden.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;

import dev.warden.MachineProgram;
import dev.warden.WardenProcess;

/**
 * Apache httpd as a proxy before an application, which shows who Apache says is there. Its {@code mod_auth_openidc} has
 * the configuration that Warden wrote, and nothing else.
 */
final class Apache implements AutoCloseable {

    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    private final int port;
    private final Path folder;
    private final HttpServer application;
    private RunningProgram program;

    private Apache(int port, Path folder, HttpServer application) {
        this.port = port;
        this.folder = folder;
        this.application = application;
    }

    static boolean isInstalled() {
        return program().isPresent() && Files.isReadable(MODULES.resolve("mod_auth_openidc.so"));
    }

    /** Beside what the path of the shell names, where Debian puts programs of administrators. */
    private static Optional<Path> program() {
        return MachineProgram.named("apache2")
                .or(() -> Optional.of(Path.of("/usr/sbin/apache2")).filter(Files::isExecutable));
    }

    /** One that has a port and an application, but does not run. */
    static Apache prepared(Path folder) {
        try {
            HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            application.createContext("/", exchange -> {
                StringBuilder text = new StringBuilder(exchange.getRequestURI().getPath()).append('\n');
                for (String header : List.of("X-Remote-User", "OIDC_CLAIM_email", "OIDC_CLAIM_sub")) {
                    text.append(header).append('=').append(exchange.getRequestHeaders().getFirst(header)).append('\n');
                }
                byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            return new Apache(WardenProcess.freePort(), Files.createDirectories(folder.toAbsolutePath()), application);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** @param generated what Warden wrote */
    void start(Path generated) {
        try {
            Path configuration = Files.writeString(folder.resolve("apache.conf"), configuration(generated));
            application.start();
            List<String> command = List.of(program().orElseThrow().toString(), "-d", folder.toString(), "-f",
                    configuration.toString(), "-DFOREGROUND");
            program = RunningProgram.start(command, Map.of(WardenWithClients.SECRET_VARIABLE, WardenWithClients.SECRET,
                    "OIDC_CRYPTO_PASSPHRASE", "passphrase of a test"), port, folder.resolve("output.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is there before anybody thinks of signing in. */
    private String configuration(Path generated) {
        String modules = Stream.of("mpm_event", "authn_core", "authz_core", "authz_user", "headers", "proxy",
                "proxy_http", "auth_openidc")
                .map(name -> "LoadModule " + name + "_module " + MODULES.resolve("mod_" + name + ".so") + "\n")
                .reduce("", String::concat);
        return modules + """
                ServerName 127.0.0.1
                Listen 127.0.0.1:%d
                User www-data
                Group www-data
                PidFile apache.pid
                DefaultRuntimeDir .
                ErrorLog error.log
                LogLevel warn auth_openidc:info
                ProxyPass / http://127.0.0.1:%d/
                RequestHeader set X-Remote-User "expr=%%{REMOTE_USER}"
                Include %s
                <Location "/public">
                    AuthType none
                    Require all granted
                </Location>
                """.formatted(port, application.getAddress().getPort(), generated);
    }

    String log() {
        try {
            Path errors = folder.resolve("error.log");
            return program.printed() + (Files.exists(errors) ? Files.readString(errors) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        application.stop(0);
    }
}
