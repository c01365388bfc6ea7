package dev.warden.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Chromium;
import dev.warden.Eventually;
import dev.warden.MachineProgram;
import dev.warden.Person;

/** Screenshots of the way are {@code target/screenshots/two-applications-*.png}. */
@Tag("process")
@DisplayName("One sign-in and one sign-out for two applications, in Chromium")
class TwoApplicationsIT {

    private static Apache intranet;
    private static SpringApplication orders;
    private static WardenWithClients warden;
    private static Chromium chromium;

    private Chromium.Tab tab;

    @BeforeAll
    static void start() {
        MachineProgram.need(Chromium.isInstalled() && Apache.isInstalled() && MavenProject.canBeBuilt(),
                "There is no Chromium, or no apache2 with libapache2-mod-auth-openidc: two applications are not tried");
        intranet = Apache.prepared(Path.of("target", "clients", "intranet"));
        orders = SpringApplication.built();
        warden = WardenWithClients.start("two-applications", """
                clients:
                  - client_id: intranet
                    client_name: Intranet
                    client_secret: %1$s
                    redirect_uris: ["%2$s"]
                    backchannel_logout_uri: "%2$s?logout=backchannel"
                    backchannel_logout_session_required: true
                  - client_id: orders
                    client_name: Orders
                    client_secret: %1$s
                    redirect_uris: ["%3$s"]
                    post_logout_redirect_uris: ["%4$s"]
                """.formatted(WardenWithClients.SECRET, intranet.address("/openid/callback"),
                orders.address("/login/oauth2/code/warden"), orders.address("/bye")));
        intranet.start(warden.configuration("intranet", "mod_auth_openidc.conf"));
        orders.start(warden.configuration("orders", "application.properties"), "strict.issuer=" + warden.issuer(),
                "strict.audience=nobody", "strict.client-id=nobody");
        chromium = Chromium.start();
    }

    @AfterAll
    static void end() {
        for (AutoCloseable each : new AutoCloseable[] {chromium, intranet, orders, warden}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void who_signs_in_at_one_is_signed_in_at_the_other_and_who_signs_out_of_one_is_signed_out_of_all() {
        Person person = warden.visitor().signUp();
        tab = chromium.newBrowser();

        tab.open(intranet.address("/documents"));
        assertAsksForAPassword();
        tab.screenshot("two-applications-1-sign-in");
        tab.type("username", person.username());
        tab.type("password", person.password());
        tab.press("Enter");
        tab.await("location.href === '" + intranet.address("/documents") + "'");
        assertShows("X-Remote-User=" + person.username());
        tab.screenshot("two-applications-2-intranet");

        tab.open(orders.address("/private"));
        assertEquals(orders.address("/private"), tab.address().replaceFirst("\\?continue$", ""));
        assertShows("\"name\":\"" + person.username() + "\"");
        tab.screenshot("two-applications-3-orders");

        tab.open(orders.address("/logout"));
        tab.screenshot("two-applications-4-sign-out");
        tab.click("button");
        tab.await("location.href === '" + orders.address("/bye") + "'");
        tab.screenshot("two-applications-5-bye");

        tab.open(orders.address("/private"));
        assertAsksForAPassword();
        // Warden calls Apache after it has answered the browser.
        Eventually.holds("the intranet asks again", RunningProgram.PATIENCE, () -> {
            tab.open(intranet.address("/documents"));
            return tab.address().startsWith(warden.issuer().toString());
        });
        assertAsksForAPassword();
        tab.screenshot("two-applications-6-signed-out");
    }

    private void assertAsksForAPassword() {
        assertTrue(tab.address().startsWith(warden.issuer() + "/signin"), tab.address());
        assertTrue(tab.holds("document.getElementById('password')"), tab.address());
    }

    private void assertShows(String text) {
        String shown = tab.text("document.body.innerText");
        assertTrue(shown.contains(text), shown);
    }
}
