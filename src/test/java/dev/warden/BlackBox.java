package dev.warden;

import java.io.File;
import java.net.URI;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.warden.server.ServerUnderTest;

/**
 * A test that talks to the WAR that ships, from outside. All of them share one deployment and its database, and run
 * once on each database, so a test makes its own accounts under names that nobody else uses.
 */
@DisabledIf(value = "dev.warden.BlackBox#hasNoServer",
        disabledReason = "the embedded server does not run on JDK 24 and later")
@EnabledIf(value = "dev.warden.database.TestDatabase#isAvailable",
        disabledReason = "there is no MariaDB for this platform")
@ExtendWith(ArquillianExtension.class)
public abstract class BlackBox {

    private static final int LAST_JAVA_OF_THE_EMBEDDED_SERVER = 23;

    /** Warden, under its context root. */
    protected static final WardenClient warden = new WardenClient(
            URI.create("http://localhost:" + System.getProperty("warden.port") + root()));

    @Deployment(testable = false)
    public static WebArchive warden() {
        return ShrinkWrap.create(ZipImporter.class, "warden.war").importFrom(new File("target/warden.war"))
                .as(WebArchive.class);
    }

    /** Whether these tests have no server that they could run on. */
    static boolean hasNoServer() {
        return !ServerUnderTest.isGiven() && Runtime.version().feature() > LAST_JAVA_OF_THE_EMBEDDED_SERVER;
    }

    /** Where Warden is on its server, with a slash at its end. */
    private static String root() {
        String contextRoot = System.getProperty("test.context-root", "/warden");
        return contextRoot.endsWith("/") ? contextRoot : contextRoot + "/";
    }
}
