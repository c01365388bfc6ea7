package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import dev.warden.Visitor;
import dev.warden.WardenClient;

/**
 * Warden on a server like the {@link ServerUnderTest}, with clients of its own, and beside it applications. Warden is
 * at {@code localhost} and applications are at {@code 127.0.0.1}, two hosts for a browser.
 */
final class OwnServer implements AutoCloseable {

    static final String SECRET = "secret-of-a-client-that-does-not-exist";

    private final Path folder;
    private final Installation installation;
    private final ApplicationServer server;

    private OwnServer(Path folder, Installation installation) {
        this.folder = folder;
        this.installation = installation;
        this.server = ServerUnderTest.product().installed(installation);
    }

    /** @param declared as in a file of declared configuration; {@code ORIGIN} stands for where applications are */
    static OwnServer start(String declared) {
        int port = new Ports(Integer.getInteger("test.server.ports")).ofAServer();
        Path folder = Path.of(System.getProperty("test.server.work") + "-clients").toAbsolutePath();
        try {
            Path file = Files.writeString(Files.createDirectories(folder).resolve("declared.yaml"),
                    declared.replace("ORIGIN", "http://127.0.0.1:" + port).replace("SECRET", SECRET));
            Path work = folder.resolve("server");
            OwnServer own = new OwnServer(folder, ServerUnderTest.installation(work, port, "/warden", Map.of(
                    "warden.home", work.resolve("home").toString(),
                    "warden.public-url", "http://localhost:" + port + "/warden",
                    "warden.declared.file", file.toString(), "warden.outbound.allowed-networks", "127.0.0.1",
                    "warden.clients.configuration-folder", folder.resolve("configuration").toString(),
                    // Not Warden's: of the applications beside it.
                    "warden.client.secret", SECRET)));
            Runtime.getRuntime().addShutdownHook(new Thread(own.server::kill));
            ServerUnderTest.prepare(own.server, own.installation);
            own.server.start();
            ServerUnderTest.await("health/ready", own.server, own.installation);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys an application below {@code /NAME}. */
    void add(String name, WebArchive application) {
        Path war = folder.resolve(name + ".war");
        application.as(ZipExporter.class).exportTo(war.toFile(), true);
        server.add(name, war);
    }

    ApplicationServer server() {
        return server;
    }

    /** A file that Warden has written for a client. */
    Path configuration(String clientId, String fileName) {
        return folder.resolve("configuration").resolve(clientId).resolve(fileName);
    }

    /** Of an application. */
    String address(String path) {
        return "http://127.0.0.1:" + installation.port() + path;
    }

    WardenClient warden() {
        return new WardenClient(installation.address());
    }

    Visitor visitor() {
        return new Visitor(warden());
    }

    @Override
    public void close() {
        server.kill();
    }
}
