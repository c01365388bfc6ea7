package dev.warden.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

import org.glassfish.embeddable.GlassFish;
import org.glassfish.embeddable.GlassFishException;
import org.glassfish.embeddable.GlassFishProperties;
import org.glassfish.embeddable.GlassFishRuntime;

/** The server in this JVM, configured only by {@code server.xml}. */
final class EmbeddedServer {

    private final GlassFish server;

    private EmbeddedServer(GlassFish server) {
        this.server = server;
    }

    /** Starts it without an application. @param work a folder for what it unpacks and writes */
    static EmbeddedServer start(Path work) throws GlassFishException {
        GlassFishProperties properties = new GlassFishProperties();
        properties.setConfigFileURI(configuration());
        properties.setProperty("glassfish.embedded.tmpdir", work.toString());
        GlassFish server = GlassFishRuntime.bootstrap().newGlassFish(properties);
        server.start();
        HostCheck.install(server);
        return new EmbeddedServer(server);
    }

    /** @return whether the application runs */
    boolean deploy(Path war, String name, String contextRoot) throws GlassFishException {
        return server.getDeployer().deploy(war.toFile(), "--name=" + name, "--contextroot=" + contextRoot) != null;
    }

    void stop() throws GlassFishException {
        server.dispose();
    }

    private static String configuration() {
        try {
            return EmbeddedServer.class.getResource("server.xml").toURI().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
