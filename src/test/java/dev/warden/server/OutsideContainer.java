package dev.warden.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/**
 * What Arquillian needs to run the tests on {@link ServerUnderTest}. The server takes the file that was built, not what
 * ShrinkWrap would write of it; it starts with it and ends with it, so starting and undeploying are nothing by
 * themselves.
 */
public final class OutsideContainer implements DeployableContainer<OutsideContainer.Configuration>, LoadableExtension {

    private ServerUnderTest server;

    /** Arquillian takes one container: ours is there only where the embedded server's is not. */
    @Override
    public void register(ExtensionBuilder builder) {
        if (ServerUnderTest.isGiven()) {
            builder.service(DeployableContainer.class, OutsideContainer.class);
        }
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public void setup(Configuration configuration) {
        server = ServerUnderTest.given();
    }

    @Override
    public void start() {
        // See above.
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) {
        server.serve();
        Installation installation = server.installation();
        return new ProtocolMetaData().addContext(new HTTPContext(Installation.LOOPBACK, installation.port()));
    }

    @Override
    public void undeploy(Archive<?> archive) {
        // See above.
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException();
    }

    /** Nothing: system properties say it all. */
    public static final class Configuration implements ContainerConfiguration {

        @Override
        public void validate() {
            // There is nothing to be wrong.
        }
    }
}
