package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;

@OnEveryDatabase
@DisplayName(
        "Issuing a code while the person's session ends, or the consent is taken back (OpenID Connect Core §3.1.2.5)")
class IssueCodeTest {

    private final Engine engine;
    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final BrowserSession session;
    private final IssueCode issueCode;

    IssueCodeTest(Engine engine) throws SQLException {
        this.engine = engine;
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob").identity();
        session = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty())).session();
        OidcSettings settings = new OidcSettings(node.settings);
        issueCode = new IssueCode(node.browserSessions, node.consents, node.clientSessions,
                new PushedRequests(node.sealedText,
                new SingleUse(node.database, clock), settings, clock), settings, node.database);
    }

    private RegisteredClient client(boolean requiresConsent) {
        return ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/"))
                .add("require_consent", requiresConsent).build());
    }

    private PendingAuthorization pending(String pushedId, String... prompts) {
        return new PendingAuthorization("shop", "https://shop.example/", "query", List.of("openid", "offline_access"),
                null, null, null, List.of(prompts), null, List.of(), null, null, List.of(), null, List.of(), List.of(),
                clock.instant(), pushedId, PendingAuthorization.Steps.NONE);
    }

    /** As the page for consent does. */
    private PendingAuthorization agreed(PendingAuthorization pending, RegisteredClient client) {
        node.consents.grant(bob.id(), client, pending);
        return node.pendingAuthorizations.open(node.pendingAuthorizations.sealAgreed(pending, session)).orElseThrow();
    }

    @Test
    void none_is_issued_when_it_has_ended_since_it_was_looked_at_and_no_pushed_request_is_used_up() {
        node.endSession.endEverywhere(bob.id(), session.id());

        assertInstanceOf(IssueCode.SignedOut.class, issueCode.issue(pending("pushed"), client(false), session));

        assertEquals(0, store.count("session WHERE code_hash IS NOT NULL"));
        assertEquals(0, store.count("used_assertion"));
    }

    @Test
    void who_ends_it_ends_what_is_just_being_issued() {
        Together.overtaken(node.database,
                () -> assertInstanceOf(IssueCode.Issued.class, issueCode.issue(pending(null), client(false), session)),
                Executors.callable(() -> node.endSession.endEverywhere(bob.id(), session.id())));

        assertEquals(1, store.count("session WHERE code_hash IS NOT NULL AND revoked_at IS NOT NULL"));
    }

    @Test
    void none_is_issued_when_the_consent_was_taken_back_since_it_was_looked_at_and_no_pushed_request_is_used_up() {
        agree();
        node.leaveApplication.leave(bob.id(), "shop");

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(pending("pushed"), client(true), session));

        assertEquals(0, store.count("session WHERE code_hash IS NOT NULL"));
        assertEquals(0, store.count("used_assertion"));
    }

    @Test
    void who_takes_the_consent_back_ends_what_is_just_being_issued() {
        agree();
        Together.overtaken(node.database,
                () -> assertInstanceOf(IssueCode.Issued.class, issueCode.issue(pending(null), client(true), session)),
                Executors.callable(() -> node.leaveApplication.leave(bob.id(), "shop")));

        assertEquals(1, store.count("session WHERE code_hash IS NOT NULL AND revoked_at IS NOT NULL"));
    }

    @Test
    void who_is_just_taking_the_consent_back_is_waited_for() {
        agree();

        assertInstanceOf(IssueCode.NotAgreed.class, Together.overtaken(node.database,
                () -> node.leaveApplication.leave(bob.id(), "shop"),
                () -> issueCode.issue(pending(null), client(true), session)));

        assertEquals(0, store.count("session WHERE code_hash IS NOT NULL"));
    }

    @Test
    void whoever_is_faster_no_code_is_good_when_the_consent_has_been_taken_back() {
        for (int round = 0; round < 20; round++) {
            agree();
            Together.race(4, number -> {
                if (number == 0) {
                    node.leaveApplication.leave(bob.id(), "shop");
                } else {
                    issueCode.issue(pending(null), client(true), session);
                }
                return number;
            });

            assertEquals(0, store.count("session WHERE code_hash IS NOT NULL AND revoked_at IS NULL"));
        }
    }

    @Test
    @DisplayName("an earlier consent does not count for a client that another program could pose as (RFC 8252 §8.6)")
    void consent_to_a_native_client() {
        RegisteredClient phone = phone();
        assertInstanceOf(IssueCode.Issued.class, issueCode.issue(agreed(pending(null), phone), phone, session));

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(pending(null), phone, session));
        assertInstanceOf(IssueCode.Issued.class, issueCode.issue(pending(null), client(true), session));
    }

    @Test
    @DisplayName("nor for prompt=consent (OpenID Connect Core §3.1.2.1)")
    void consent_that_is_requested() {
        RegisteredClient shop = client(true);
        PendingAuthorization again = pending(null, "consent");
        agree();

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(again, shop, session));
        assertInstanceOf(IssueCode.Issued.class, issueCode.issue(agreed(again, shop), shop, session));
        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(again, shop, session));
    }

    @Test
    @DisplayName("nor for a public client at a loopback address that did not say that it is native (OpenID Connect "
            + "Dynamic Client Registration 1.0 §2)")
    void consent_to_a_public_client_on_the_device() {
        RegisteredClient app = ClientMetadata.read("shop", Origin.REGISTERED, clock.instant(),
                Json.createObjectBuilder().add("token_endpoint_auth_method", "none")
                        .add("redirect_uris", Json.createArrayBuilder().add("http://127.0.0.1:7777/cb")).build());
        assertInstanceOf(IssueCode.Issued.class, issueCode.issue(agreed(pending(null), app), app, session));

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(pending(null), app, session));
    }

    @Test
    void another_program_gets_none_by_a_request_that_it_had_ready_when_the_person_agreed_to_the_clients_own() {
        RegisteredClient phone = phone();
        PendingAuthorization another = pending(null);
        clock.advance(Duration.ofSeconds(5));
        PendingAuthorization own = agreed(pending(null), phone);

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(another, phone, session));
        assertInstanceOf(IssueCode.Issued.class, issueCode.issue(own, phone, session));
        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(another, phone, session));
    }

    @Test
    void what_was_agreed_to_in_one_browser_is_not_agreed_to_in_another() {
        RegisteredClient phone = phone();
        PendingAuthorization agreed = agreed(pending(null), phone);
        BrowserSession elsewhere = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD,
                false, Node.ELSEWHERE, Optional.empty())).session();

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(agreed, phone, elsewhere));
    }

    @Test
    void what_was_agreed_to_and_taken_back_is_agreed_to_no_more() {
        RegisteredClient phone = phone();
        PendingAuthorization agreed = agreed(pending(null), phone);
        node.leaveApplication.leave(bob.id(), "shop");

        assertInstanceOf(IssueCode.NotAgreed.class, issueCode.issue(agreed, phone, session));
    }

    private RegisteredClient phone() {
        return ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("client_kind", "native").add("redirect_uris", Json.createArrayBuilder().add("com.example.app:/cb"))
                .build());
    }

    private void agree() {
        node.consents.grant(bob.id(), client(true), pending(null));
    }

    @Test
    void what_is_issued_is_good_and_a_pushed_request_once() {
        IssueCode.Issued issued = assertInstanceOf(IssueCode.Issued.class,
                issueCode.issue(pending("pushed"), client(false), session));

        assertInstanceOf(IssueCode.UsedBefore.class, issueCode.issue(pending("pushed"), client(false), session));
        assertTrue(node.clientSessions.redeem(
                node.clientSessions.present(issued.code(), "shop", Node.ELSEWHERE).orElseThrow(),
                Duration.ofDays(1), Node.ELSEWHERE));
    }

    /** Deadlocks are run again, so that nobody would notice, but each costs two transactions their time. */
    @Test
    void waits_for_a_change_of_password_and_does_not_deadlock_with_it() {
        assumeTrue(engine == Engine.MARIADB, "H2 does not count them");
        long before = deadlocks();

        Together.race(4, number -> {
            for (int round = 0; round < 50; round++) {
                if (number % 2 == 0) {
                    assertInstanceOf(IssueCode.Issued.class, issueCode.issue(pending(null), client(false), session));
                } else {
                    changePassword();
                }
            }
            return number;
        });

        assertEquals(before, deadlocks());
    }

    /** The rows that a change of the password in this browser locks, in its order. */
    private void changePassword() {
        node.database.transaction(() -> {
            node.database.update("UPDATE account SET version = version + 1 WHERE id = ?", bob.id());
            return node.database.update("UPDATE browser_session SET used_at = ? WHERE id = ?", clock.instant(),
                    session.id());
        });
    }

    private long deadlocks() {
        return node.database.first("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'", row -> row.getLong("Value"))
                .orElseThrow();
    }
}
