package dev.warden.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import com.sun.enterprise.v3.services.impl.GrizzlyProxy;
import com.sun.enterprise.v3.services.impl.GrizzlyService;

import org.glassfish.api.container.Adapter;
import org.glassfish.api.container.EndpointRegistrationException;
import org.glassfish.embeddable.GlassFish;
import org.glassfish.embeddable.GlassFishException;
import org.glassfish.embeddable.GlassFishProperties;
import org.glassfish.embeddable.GlassFishRuntime;
import org.glassfish.grizzly.config.GenericGrizzlyListener;
import org.glassfish.grizzly.config.dom.NetworkListener;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.server.HttpServerFilter;

/** The server in this JVM, configured only by {@code server.xml}. */
final class EmbeddedServer {

    private final GlassFish server;
    private final Drain drain = new Drain();

    private EmbeddedServer(GlassFish server) throws GlassFishException {
        this.server = server;
        withdrawAdministration(server);
        FilterChain chain = chain(server);
        // Before everything else that handles requests.
        int handling = chain.indexOfType(HttpServerFilter.class);
        IncompleteBodies incompleteBodies = new IncompleteBodies();
        drain.watch((HttpServerFilter) chain.get(handling));
        incompleteBodies.watch((HttpServerFilter) chain.get(handling));
        IncompleteHeaders incompleteHeaders = new IncompleteHeaders();
        incompleteHeaders.watch((HttpCodecFilter) chain.get(chain.indexOfType(HttpCodecFilter.class)));
        chain.addAll(handling, List.of(new IgnoredUpgrade(), drain, new RequestCheck(), incompleteBodies,
                incompleteHeaders));
    }

    /** Starts it without an application. @param work a folder for what it unpacks and writes */
    static EmbeddedServer start(Path work) throws GlassFishException {
        GlassFishProperties properties = new GlassFishProperties();
        properties.setConfigFileURI(configuration());
        properties.setProperty("glassfish.embedded.tmpdir", work.toString());
        GlassFish server = GlassFishRuntime.bootstrap().newGlassFish(properties);
        server.start();
        return new EmbeddedServer(server);
    }

    /** @return whether the application runs */
    boolean deploy(Path war, String name, String contextRoot) throws GlassFishException {
        return server.getDeployer().deploy(war.toFile(), "--name=" + name, "--contextroot=" + contextRoot) != null;
    }

    /** Returns after all requests were answered and the server has ended, within 14 seconds and what that takes. */
    void stop() throws GlassFishException, InterruptedException {
        drain.await();
        server.dispose();
    }

    /**
     * The server's interfaces for administrators, {@code /management} and others, are on the listener for
     * administrators, but without one on each.
     */
    private static void withdrawAdministration(GlassFish server) throws GlassFishException {
        GrizzlyService listeners = server.getService(GrizzlyService.class);
        for (Adapter adapter : listeners.getHabitat().getAllServices(Adapter.class)) {
            try {
                listeners.unregisterEndpoint(adapter.getContextRoot());
            } catch (EndpointRegistrationException e) {
                throw new GlassFishException(e);
            }
        }
    }

    private static FilterChain chain(GlassFish server) throws GlassFishException {
        NetworkListener listener = server.getService(NetworkListener.class, "http");
        GrizzlyProxy proxy = (GrizzlyProxy) server.getService(GrizzlyService.class).lookupNetworkProxy(listener);
        return (FilterChain) ((GenericGrizzlyListener) proxy.getUnderlyingListener()).getTransport().getProcessor();
    }

    private static String configuration() {
        try {
            return EmbeddedServer.class.getResource("server.xml").toURI().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
