package dev.warden;

import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Deploys the WAR once for all test classes. Arquillian would deploy it again for each, which takes seconds; since
 * every class deploys the same file and talks to it from outside, there is nothing to gain by that.
 */
public final class OneDeployment implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(First.class);
    }

    /** Lets the first deployment pass and stops what would undo or repeat it. The server's end is the WAR's end. */
    public static final class First {

        private boolean tried;
        private boolean deployed;

        public void deploy(@Observes EventContext<DeployManagedDeployments> event) {
            if (!tried) {
                tried = true;
                event.proceed();
                deployed = true;
            } else if (!deployed) {
                throw new IllegalStateException("The WAR was not deployed, see the first test");
            }
        }

        public void undeploy(@Observes EventContext<UnDeployManagedDeployments> event) {
            // Not proceeding is what keeps it.
        }
    }
}
