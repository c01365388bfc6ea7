package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.ClockSkew;

@OnEveryDatabase
@DisplayName("Sessions of clients, and authorization codes (RFC 6749 §4.1.2)")
class ClientSessionsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final BrowserSession browser;

    ClientSessionsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        Identity bob = node.register("bob").identity();
        browser = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, false, Node.HOME,
                Optional.empty())).session();
    }

    private String code(boolean isOffline) {
        return node.clientSessions.issueCode(browser,
                new ClientGrant("shop", browser.id(), isOffline, "{\"a\":\"\u00e9\"}"), MINUTE);
    }

    private String codeOf(String client) {
        return node.clientSessions.issueCode(browser, new ClientGrant(client, browser.id(), false, "{}"), MINUTE);
    }

    private Optional<ClientSessions.Granted> redeem(String code, String client) {
        return node.clientSessions.present(code, client, Node.ELSEWHERE)
                .filter(granted -> node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE));
    }

    private Session redeemed(String code) {
        return redeemed(code, "shop");
    }

    private Session redeemed(String code, String client) {
        return redeem(code, client).orElseThrow().session();
    }

    private void assertRefused(String code, String client) {
        assertTrue(redeem(code, client).isEmpty());
    }

    @Test
    void a_code_is_not_redeemed_when_the_person_signs_out_after_it_was_presented() {
        ClientSessions.Granted granted = node.clientSessions.present(code(false), "shop", Node.ELSEWHERE).orElseThrow();

        node.browserSessions.end(browser.accountId(), browser.id());

        assertFalse(node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE));
    }

    @Test
    void a_refresh_token_is_not_replaced_when_the_person_signs_out_on_another_node_after_it_was_looked_at() {
        Session session = redeemed(code(false));
        Node other = Node.on(store, clock);

        assertInstanceOf(Rotation.Refused.class, node.sessions.rotate(session.id(), session.refreshTokenId(), DAY,
                Node.ELSEWHERE, found -> other.browserSessions.end(browser.accountId(), browser.id())));
    }

    @Test
    void a_code_becomes_the_session_that_it_was_issued_for() {
        ClientSessions.Granted granted = node.clientSessions.present(code(false), "shop", Node.ELSEWHERE).orElseThrow();

        assertEquals(Optional.of(new ClientGrant("shop", browser.id(), false, "{\"a\":\"\u00e9\"}")),
                granted.session().client());
        assertEquals("bob", granted.identity().username());
        assertTrue(node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE));
        ClientSessions.Granted redeemed = node.clientSessions.find(granted.session().id()).orElseThrow();
        assertEquals(clock.instant().plus(DAY), redeemed.session().expiresAt());
        assertEquals(granted.identity(), redeemed.identity());
        assertEquals(granted.session().client(), redeemed.session().client());
        assertEquals(granted.session().refreshTokenId(), redeemed.session().refreshTokenId());
        assertEquals(1, store.count("session WHERE client_id IS NOT NULL"), "one row for all of it");
    }

    @Test
    void of_the_code_there_is_a_digest_alone() {
        String code = code(false);
        assertEquals(0, store.count("session WHERE code_hash = ?", code));
        assertEquals(1, store.count("session WHERE code_hash IS NOT NULL"));
    }

    @Test
    @DisplayName("RFC 6749 §4.1.2: \"The client MUST NOT use the authorization code more than once.\"")
    void a_code_used_again_ends_what_it_gave() {
        String code = code(false);
        Session session = redeemed(code);
        clock.advance(Duration.ofSeconds(30));

        assertRefused(code, "shop");

        assertTrue(node.clientSessions.find(session.id()).isEmpty());
        assertTrue(node.revoked.contains(session.id()));
        assertEquals(1, store.count("audit_event WHERE type = 'authorization-code-reused' AND session_id = ?",
                session.id()));
        assertRefused(code, "shop");
        assertEquals(1, store.count("audit_event WHERE type = 'authorization-code-reused'"), "told once");
    }

    @Test
    void a_code_that_is_presented_stays_good_until_it_is_redeemed() {
        String code = code(false);
        ClientSessions.Granted first = node.clientSessions.present(code, "shop", Node.ELSEWHERE).orElseThrow();
        ClientSessions.Granted second = node.clientSessions.present(code, "shop", Node.ELSEWHERE).orElseThrow();
        assertTrue(node.clientSessions.find(first.session().id()).isEmpty(), "nothing is held by it yet");

        assertTrue(node.clientSessions.redeem(first, DAY, Node.ELSEWHERE));

        assertFalse(node.clientSessions.redeem(second, DAY, Node.ELSEWHERE));
        assertTrue(node.revoked.contains(first.session().id()), "who comes second ends what the first was given");
    }

    @Test
    void a_code_that_is_too_old_when_it_is_redeemed_is_refused_and_ends_nothing() {
        ClientSessions.Granted granted = node.clientSessions.present(code(false), "shop", Node.ELSEWHERE).orElseThrow();
        clock.advance(MINUTE);

        assertFalse(node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE));

        assertEquals(0, store.count("session WHERE revoked_at IS NOT NULL"));
    }

    @Test
    void of_many_who_redeem_a_code_at_once_one_wins_and_loses_it_again() {
        String code = code(false);
        List<Optional<ClientSessions.Granted>> results = Together.race(8, i -> redeem(code, "shop"));

        assertEquals(1, results.stream().filter(Optional::isPresent).count());
        assertEquals(1, store.count("session WHERE code_hash IS NOT NULL AND revoked_at IS NOT NULL"));
    }

    @Test
    @DisplayName("RFC 6749 §5.2: a code issued to another client is none")
    void a_code_is_its_clients() {
        String code = code(false);
        assertRefused(code, "thief");
        assertTrue(redeem(code, "shop").isPresent(), "and was not spoiled by the thief");
    }

    @Test
    void a_code_lives_as_long_as_it_was_said() {
        String code = code(false);
        clock.advance(MINUTE.minusMillis(1));
        assertTrue(redeem(code, "shop").isPresent());
        String late = code(false);
        clock.advance(MINUTE);
        assertRefused(late, "shop");
        assertEquals(0, store.count("session WHERE revoked_at IS NOT NULL"), "too late is no reuse");
        clock.advance(ClockSkew.TOLERATED);
        node.clientSessions.forgetUnused();
        assertEquals(2, store.count("session WHERE code_hash IS NOT NULL"), "on another node it may not be too late");
        clock.advance(Duration.ofMillis(1));
        node.clientSessions.forgetUnused();
        assertEquals(1, store.count("session WHERE code_hash IS NOT NULL"));
    }

    @Test
    void what_is_no_code_is_refused() {
        for (String text : new String[] {null, "", "x", "A".repeat(43), "A".repeat(10_000)}) {
            assertRefused(text, "shop");
        }
    }

    @Test
    @DisplayName("Back-Channel Logout §2.7: what is offline goes on when the person signs out")
    void sign_out_ends_what_is_not_offline() {
        Session online = redeemed(code(false));
        Session offline = redeemed(code(true));
        String waiting = code(false);
        String waitingOffline = code(true);

        node.sessions.revokeOf(browser.id());

        assertEquals(List.of("shop"), node.clientSessions.clientsOf(browser.id()));
        assertTrue(node.clientSessions.find(online.id()).isEmpty());
        assertTrue(node.clientSessions.find(offline.id()).isPresent());
        assertTrue(redeem(waiting, "shop").isEmpty(), "a code of a session that ended");
        assertTrue(redeem(waitingOffline, "shop").isEmpty(), "no offline access has begun by it");
        assertFalse(node.revoked.contains(offline.id()));
    }

    @Test
    void a_code_is_refused_after_sign_out_even_if_it_was_issued_on_a_node_that_did_not_know() {
        String redeemedOffline = code(true);
        Session offline = redeemed(redeemedOffline);
        node.browserSessions.end(browser.accountId(), browser.id());

        assertRefused(code(false), "shop");
        assertRefused(code(true), "shop");

        assertTrue(node.clientSessions.find(offline.id()).isPresent());
        assertRefused(redeemedOffline, "shop");
        assertTrue(node.clientSessions.find(offline.id()).isEmpty(), "a code used again ends what it gave");
    }

    @Test
    void a_browser_session_that_ends_ends_what_clients_hold_by_it() {
        Session online = redeemed(code(false));
        Session offline = redeemed(code(true));

        node.browserSessions.end(browser.accountId(), browser.id());

        assertTrue(node.clientSessions.find(online.id()).isEmpty());
        assertTrue(node.revoked.contains(browser.id()), "the sid of their access tokens");
        assertTrue(node.clientSessions.find(offline.id()).isPresent());
    }

    @Test
    void who_is_to_be_told_of_a_sign_out_is_known_until_then_however_short_expired_sessions_are_kept() {
        Node forgetful = Node.on(store, clock, Map.of("warden.session.keep-expired", "PT0S"));
        BrowserSession remembered = node.browserSessions.start(new BrowserSessions.Arrival(browser.identity(),
                Assurance.PASSWORD, true, Node.HOME, Optional.empty())).session();
        String code = node.clientSessions.issueCode(remembered,
                new ClientGrant("shop", remembered.id(), false, "{}"), MINUTE);
        ClientSessions.Granted granted = node.clientSessions.present(code, "shop", Node.ELSEWHERE).orElseThrow();
        node.clientSessions.redeem(granted, Duration.ofHours(1), Node.ELSEWHERE);
        clock.advance(Duration.ofHours(3));

        forgetful.sessions.forgetExpired();
        assertEquals(List.of("shop"), node.clientSessions.clientsOf(remembered.id()));

        node.browserSessions.end(remembered.accountId(), remembered.id());
        forgetful.sessions.forgetExpired();
        assertEquals(List.of(), node.clientSessions.clientsOf(remembered.id()));
    }

    @Test
    void what_a_client_was_given_is_forgotten_when_the_session_of_the_browser_is_gone() {
        redeemed(code(false));
        clock.advance(DAY.plus(Duration.ofDays(30)).plusMillis(1));

        node.sessions.forgetExpired();
        assertEquals(1, store.count("session WHERE client_id IS NOT NULL"));

        node.browserSessions.forgetExpired();
        node.sessions.forgetExpired();
        assertEquals(0, store.count("session WHERE client_id IS NOT NULL"));
    }

    @Test
    void of_what_a_client_was_given_through_one_browser_session_the_latest_is_kept_when_all_has_expired() {
        for (int i = 0; i < 3; i++) {
            redeemed(code(i == 1));
            clock.advance(Duration.ofSeconds(1));
        }
        Session latest = redeemed(code(false));
        Session atTheSameTime = redeemed(code(false));
        Session revoked = redeemed(codeOf("other"), "other");
        node.clientSessions.revoke(revoked.id());
        clock.advance(Duration.ofSeconds(1));
        Session other = redeemed(codeOf("other"), "other");
        clock.advance(DAY.plus(Duration.ofDays(30)).plusSeconds(1));

        node.sessions.forgetExpired();

        List<String> kept = store.database().list("SELECT id FROM session WHERE client_id IS NOT NULL",
                row -> row.getString("id"));
        assertEquals(2, kept.size(), "one of each client");
        assertTrue(kept.contains(latest.id()) != kept.contains(atTheSameTime.id()));
        assertEquals(Set.of("shop", "other"), Set.copyOf(node.clientSessions.clientsOf(browser.id())));
        assertEquals(List.of(browser.id()), node.clientSessions.endOf(browser.accountId(), "other"));
        assertTrue(kept.contains(other.id()));
    }

    @Test
    void what_expired_is_kept_beside_what_was_revoked_later_because_the_person_is_still_signed_in_by_it() {
        redeemed(code(false));
        clock.advance(Duration.ofSeconds(1));
        node.clientSessions.revoke(redeemed(code(false)).id());
        clock.advance(DAY.plus(Duration.ofDays(30)).plusSeconds(1));

        node.sessions.forgetExpired();

        assertEquals(List.of(browser.id()), node.clientSessions.endOf(browser.accountId(), "shop"));
    }

    @Test
    void a_code_that_is_redeemed_while_the_access_is_taken_away_has_a_browser_session_to_tell_of() {
        ClientSessions.Granted granted = node.clientSessions.present(code(false), "shop", Node.ELSEWHERE).orElseThrow();

        assertEquals(List.of(browser.id()), Together.overtaken(node.database,
                () -> assertTrue(node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE)),
                () -> node.clientSessions.endOf(browser.accountId(), "shop")));

        assertTrue(node.clientSessions.find(granted.session().id()).isEmpty());
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(), node.clientSessions.endOf(browser.accountId(), "shop"));
    }

    @Test
    void refresh_tokens_follow_the_rules_of_every_session() {
        Session session = redeemed(code(false));
        Rotation.Rotated next = assertInstanceOf(Rotation.Rotated.class,
                node.sessions.rotate(session.id(), session.refreshTokenId(), DAY, Node.ELSEWHERE));
        assertEquals(session.client(), next.session().client());

        clock.advance(Duration.ofMinutes(1));
        assertInstanceOf(Rotation.Reused.class,
                node.sessions.rotate(session.id(), session.refreshTokenId(), DAY, Node.ELSEWHERE));
        assertTrue(node.clientSessions.find(session.id()).isEmpty());
    }

    @Test
    void the_clients_server_does_not_become_a_network_of_the_person() {
        redeemed(code(false));
        assertEquals(0, store.count("session WHERE address = ?", Node.ELSEWHERE.network()));
    }
}
