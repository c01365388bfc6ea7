package dev.warden.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.MachineProgram;
import dev.warden.Person;
import dev.warden.Visitor;

@Tag("process")
@DisplayName("Apache with mod_auth_openidc, configured by what Warden wrote")
class ApacheIT {

    private static Apache apache;
    private static WardenWithClients warden;

    private final Visitor visitor = warden.visitor();

    @BeforeAll
    static void start() {
        MachineProgram.need(Apache.isInstalled(),
                "There is no apache2 with libapache2-mod-auth-openidc on this machine: it is not tried");
        apache = Apache.prepared(Path.of("target", "clients", "apache"));
        warden = WardenWithClients.start("apache", """
                clients:
                  - client_id: intranet
                    client_name: Intranet
                    client_secret: %s
                    redirect_uris: ["%s"]
                    post_logout_redirect_uris: ["%s"]
                    backchannel_logout_uri: "%s"
                    backchannel_logout_session_required: true
                """.formatted(WardenWithClients.SECRET, apache.address("/openid/callback"),
                apache.address("/public/bye"), apache.address("/openid/callback?logout=backchannel")));
        apache.start(warden.configuration("intranet", "mod_auth_openidc.conf"));
    }

    @AfterAll
    static void end() {
        if (apache != null) {
            apache.close();
        }
        if (warden != null) {
            warden.close();
        }
    }

    @Test
    void who_is_not_signed_in_signs_in_and_the_application_is_told_who_it_is() {
        Person person = warden.visitor().signUp();

        Visitor.Page page = visitor.signIn(apache.address("/documents"), person);

        assertIsFor(person, page);
        assertTrue(page.body().startsWith("/documents\n"), page.body());
        assertTrue(page.body().contains("OIDC_CLAIM_email=" + person.email() + "\n"), page.body());
        assertFalse(page.body().contains("OIDC_CLAIM_sub=null"), page.body());
    }

    @Test
    void who_is_signed_in_at_warden_sees_no_form() {
        Person person = visitor.signUp();
        assertIsFor(person, visitor.open(apache.address("/")));
    }

    @Test
    void what_is_public_stays_so() {
        Visitor.Page page = visitor.open(apache.address("/public/page"));
        assertTrue(page.body().matches("(?s).*X-Remote-User=(\\(null\\)|)\n.*"), page.body());
    }

    @Test
    @DisplayName("sign-out at the application is sign-out at Warden (RP-Initiated Logout 1.0 §2)")
    void sign_out_at_the_application() {
        Person person = visitor.signUp();
        assertIsFor(person, visitor.open(apache.address("/")));

        Visitor.Page bye = visitor.open(apache.address("/openid/callback?logout=" + apache.address("/public/bye")
                .replace(":", "%3A").replace("/", "%2F")));

        assertEquals(apache.address("/public/bye"), bye.address().toString());
        assertIsSignIn(visitor.open(apache.address("/")));
    }

    @Test
    @DisplayName("sign-out at Warden ends the session at Apache (Back-Channel Logout 1.0 §2.6, §2.7)")
    void sign_out_at_warden() {
        Person person = visitor.signUp();
        assertIsFor(person, visitor.open(apache.address("/")));
        Visitor other = warden.visitor();
        Person another = other.signUp();
        assertIsFor(another, other.open(apache.address("/")));

        visitor.submit(visitor.open(warden.issuer() + "/signout"), Map.of());

        Eventually.holds("Apache ends its session", RunningProgram.PATIENCE,
                () -> !visitor.open(apache.address("/")).body()
                .contains("X-Remote-User=" + person.username()));
        assertIsSignIn(visitor.open(apache.address("/")));
        assertIsFor(another, other.open(apache.address("/")));
    }

    private static void assertIsFor(Person person, Visitor.Page page) {
        assertTrue(page.body().contains("X-Remote-User=" + person.username() + "\n"),
                () -> page.address() + "\n" + page.body() + "\n" + apache.log());
    }

    private static void assertIsSignIn(Visitor.Page page) {
        assertTrue(page.address().toString().startsWith(warden.issuer() + "/signin"),
                () -> page.address() + "\n" + page.body());
    }
}
