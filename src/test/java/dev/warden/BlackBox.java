package dev.warden;

import java.io.File;
import java.net.URI;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that talks to the WAR that ships, from outside. All of them share one deployment and its database, and run once
 * on each database, so a test makes its own accounts under names that nobody else uses.
 */
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "the embedded server does not run on JDK 24 and later")
@EnabledIf(value = "dev.warden.database.TestDatabase#isAvailable", disabledReason = "there is no MariaDB for this platform")
@ExtendWith(ArquillianExtension.class)
public abstract class BlackBox {

    /** Warden, under its context root. */
    protected static final WardenClient warden = new WardenClient(
            URI.create("http://localhost:" + System.getProperty("warden.port") + "/warden/"));

    @Deployment(testable = false)
    public static WebArchive warden() {
        return ShrinkWrap.create(ZipImporter.class, "warden.war").importFrom(new File("target/warden.war"))
                .as(WebArchive.class);
    }
}
