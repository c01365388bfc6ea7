package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.Settings;

@OnEveryDatabase
@DisplayName("Sessions")
class SessionsTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;
    private final Session session;

    SessionsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        var registered = node.register("bob");
        bob = registered.identity();
        session = registered.session();
    }

    @Test
    void a_session_that_is_ended_twice_or_is_not_there_is_ended_once_or_not_at_all() {
        node.sessions.revoke(session.id());
        node.sessions.revoke(session.id());
        node.sessions.revoke("no such session");

        assertEquals(1, store.count("revocation"));
    }

    @Test
    void of_many_who_end_one_session_at_once_one_does() {
        Together.race(8, i -> {
            node.sessions.revoke(session.id());
            return i;
        });

        assertEquals(1, store.count("revocation"));
        assertTrue(node.revoked.contains(session.id()));
    }

    @Test
    void all_sessions_of_an_account_can_be_ended() {
        Session second = open();

        node.sessions.revokeAll(bob.id(), "");

        assertTrue(node.revoked.contains(session.id()));
        assertTrue(node.revoked.contains(second.id()));
    }

    @Test
    void a_roll_back_takes_a_revocation_back_on_this_node_too() {
        assertThrows(ArithmeticException.class, () -> node.database.transaction(() -> {
            node.sessions.revoke(session.id());
            throw new ArithmeticException("Something else went wrong");
        }));

        assertFalse(node.revoked.contains(session.id()));
        assertInstanceOf(Rotation.Rotated.class, rotate(session.refreshTokenId()));
    }

    @Test
    void ended_sessions_are_kept_as_long_as_expired_ones_for_the_known_network_they_tell_and_then_forgotten() {
        Session expired = open();
        Session ended = open();
        node.sessions.revoke(ended.id());
        clock.set(ended.expiresAt().plus(Duration.ofDays(30)));
        node.sessions.forgetExpired();
        assertEquals(2, store.count("session WHERE id IN (?, ?)", expired.id(), ended.id()));

        clock.advance(Duration.ofMillis(1));
        Session fresh = open();
        node.sessions.forgetExpired();

        assertEquals(List.of(fresh.id()), store.database().list("SELECT id FROM session", row -> row.getString("id")));
    }

    @Test
    void expired_sessions_are_kept_while_their_access_tokens_may_be_valid_however_short_that_is_set() {
        Node forgetful = Node.on(store, clock, Map.of("warden.session.keep-expired", "PT0S"));
        Session shorter = node.sessions.open(bob.id(), "users", Duration.ofMinutes(1), Node.HOME);
        clock.advance(Duration.ofMinutes(61));
        forgetful.sessions.forgetExpired();

        node.sessions.revokeAll(bob.id(), "");

        assertTrue(node.revoked.contains(shorter.id()));
        clock.advance(Duration.ofMinutes(4));
        forgetful.sessions.forgetExpired();
        assertEquals(List.of(session.id()),
                store.database().list("SELECT id FROM session", row -> row.getString("id")));
    }

    @Test
    void who_signs_out_with_an_access_token_ends_it_even_if_the_row_of_its_session_is_gone() {
        store.database().update("DELETE FROM session");

        node.signOut.signOut(bob.id(), session.id());

        assertTrue(node.revoked.contains(session.id()));
        node.revoked.renew();
        assertTrue(node.revoked.contains(session.id()), "every node knows");
        clock.advance(Duration.ofMinutes(61).plusMillis(1));
        node.revoked.renew();
        assertFalse(node.revoked.contains(session.id()), "no token can be valid");
    }

    @Test
    void of_very_many_expired_sessions_all_are_forgotten_but_those_that_are_needed_wherever_they_come() {
        BrowserSession browser = node.browserSessions.start(new BrowserSessions.Arrival(bob, Assurance.PASSWORD, true,
                Node.HOME, Optional.empty())).session();
        Instant old = clock.instant().minus(Duration.ofDays(31));
        store.database().update("INSERT INTO session (id, account_id, profile, current_token, rotated_at, created_at,"
                        + " ends_at, expires_at, address, user_agent, client_id, browser_session, redeemed_at)"
                        + " SELECT CONCAT('s', x), ?, 'oidc', 'x', ?, ?, ?, ?, 'x', 'x', CONCAT('client', x), CASE WHEN"
                        + " x BETWEEN 600 AND 1800 THEN ? END, ? FROM " + store.numbersTo(2500),
                bob.id(), old, old, old, old, browser.id(), old);
        store.statements();

        node.sessions.forgetExpired();

        assertEquals(3, store.statements().stream().filter(sql -> sql.startsWith("SELECT")).count());
        assertEquals(1202, store.count("session"), "and that of the registration");
        assertEquals(1201, store.count("session WHERE browser_session = ?", browser.id()));
    }

    @Test
    void the_current_token_may_be_presented_again_after_the_answer_to_its_making_was_lost() {
        Rotation.Rotated first = assertInstanceOf(Rotation.Rotated.class, rotate(session.refreshTokenId()));
        clock.advance(Duration.ofSeconds(5));

        Rotation.Rotated again = assertInstanceOf(Rotation.Rotated.class, rotate(session.refreshTokenId()));

        assertEquals(first.session(), again.session(), "same token, same times");
    }

    @Test
    void the_databases_clock_tells_how_long_ago_a_token_was_replaced() throws InterruptedException {
        Duration grace = Duration.ofSeconds(2);
        SessionSettings settings = new SessionSettings(Settings.of(Map.of("warden.session.refresh-grace",
                grace.toString())));
        Sessions real = new Sessions(store.newDatabase(), node.revoked, node.audit, settings, clock);
        Duration week = Duration.ofDays(7);
        Session one;
        Rotation again;
        long startedAt;
        // On a machine that stops for longer than the grace it is tried again.
        do {
            one = open();
            startedAt = System.nanoTime();
            assertInstanceOf(Rotation.Rotated.class, real.rotate(one.id(), one.refreshTokenId(), week, Node.HOME));
            again = real.rotate(one.id(), one.refreshTokenId(), week, Node.HOME);
        } while (System.nanoTime() - startedAt >= grace.toNanos());

        assertInstanceOf(Rotation.Rotated.class, again);
        TimeUnit.MILLISECONDS.sleep(grace.toMillis() + 1);
        assertInstanceOf(Rotation.Reused.class, real.rotate(one.id(), one.refreshTokenId(), week, Node.HOME));
    }

    @Test
    void a_refreshed_token_lasts_exactly_its_lifetime_although_the_databases_clock_is_not_ours() throws SQLException {
        clock.set(Instant.now().minusSeconds(20));
        Session late = open();
        Duration week = Duration.ofDays(7);
        Sessions real = new Sessions(store.newDatabase(), node.revoked, node.audit,
                new SessionSettings(Settings.of(Map.of())), clock);

        Session told = assertInstanceOf(Rotation.Rotated.class,
                real.rotate(late.id(), late.refreshTokenId(), week, Node.HOME)).session();
        Session stored = assertInstanceOf(Rotation.Rotated.class,
                real.rotate(late.id(), late.refreshTokenId(), week, Node.HOME)).session();

        assertEquals(week, Duration.between(told.refreshedAt(), told.expiresAt()));
        assertEquals(told, stored);
    }

    @Test
    void a_session_starts_shorter_than_its_refresh_token_where_its_longest_life_is_shorter() {
        Session capped = node.sessions.open(bob.id(), "users", Duration.ofDays(3650), Node.HOME);

        assertEquals(clock.instant().plus(Duration.ofDays(90)), capped.expiresAt());
    }

    @Test
    void a_user_agent_as_long_as_there_may_be_is_stored() {
        node.sessions.open(bob.id(), "users", Duration.ofDays(1), new Device("192.0.2.9", "\ud83d\ude00".repeat(200)));

        assertEquals(1, store.count("session WHERE user_agent LIKE ?", "\ud83d\ude00".repeat(127)));
    }

    private Session open() {
        return node.sessions.open(bob.id(), "users", Duration.ofDays(7), Node.HOME);
    }

    private Rotation rotate(String tokenId) {
        return node.sessions.rotate(session.id(), tokenId, Duration.ofDays(7), Node.HOME);
    }
}
