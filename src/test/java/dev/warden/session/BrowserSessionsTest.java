package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.session.BrowserSessions.Started;

@OnEveryDatabase
@DisplayName("Sessions of browsers (ASVS 5.0 V7.2 to V7.4)")
class BrowserSessionsTest {

    private static final Optional<SessionSecret> NOTHING = Optional.empty();

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final Identity bob;

    BrowserSessionsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        bob = node.register("bob").identity();
    }

    @Test
    void are_found_by_their_secret_as_they_were_started() {
        Started started = start(bob, NOTHING);

        assertEquals(Optional.of(started.session()), find(started));
        assertEquals(bob, started.session().identity());
        assertEquals(clock.instant(), started.session().authenticatedAt());
        assertEquals(new Assurance(List.of("pwd"), "1"), started.session().assurance());
        assertEquals("192.0.2.1", started.session().network());
    }

    @Test
    void are_found_by_nothing_else() {
        Started started = start(bob, NOTHING);

        assertEquals(Optional.empty(), node.browserSessions.find(new SessionSecret("A".repeat(43))));
        assertEquals(Optional.empty(), node.browserSessions.find(new SessionSecret(started.secret().hash())));
        for (String text : List.of("", "x", started.session().id(), started.secret().value() + "=",
                started.secret().value().substring(1), "é".repeat(43))) {
            assertEquals(Optional.empty(), SessionSecret.read(text), text);
        }
        assertEquals(Optional.empty(), SessionSecret.read(null));
    }

    @Test
    @DisplayName("have secrets of 256 random bits, which neither the database nor a log knows (V7.2.3)")
    void have_secrets_that_are_kept_nowhere() {
        Started one = start(bob, NOTHING);
        Started two = start(bob, NOTHING);

        assertNotEquals(one.secret(), two.secret());
        assertEquals(43, one.secret().value().length());
        assertFalse(one.toString().contains(one.secret().value()));
        assertEquals(0, store.count("browser_session WHERE secret_hash = ? OR id = ?", one.secret().value(),
                one.secret().value()));
    }

    @Test
    @DisplayName("have a new secret after each sign-in and, for the same person, the same sid (V7.2.4)")
    void have_a_new_secret_after_each_sign_in() {
        Started first = start(bob, NOTHING);
        clock.advance(Duration.ofMinutes(5));

        Started second = start(bob, Optional.of(first.secret()));

        assertEquals(first.session().id(), second.session().id());
        assertEquals(clock.instant(), second.session().authenticatedAt());
        assertEquals(Optional.empty(), find(first));
        assertEquals(Optional.of(second.session()), find(second));
        assertEquals(1, store.count("browser_session"));
    }

    @Test
    void are_renewed_with_another_secret_as_long_as_they_are_there() {
        Started first = start(bob, NOTHING);
        Started renewed = renew(first).orElseThrow();

        assertEquals(first.session().id(), renewed.session().id());
        assertEquals(Optional.empty(), find(first));
        assertEquals(Optional.of(renewed.session()), find(renewed));
        assertEquals(renewed, renew(first).orElseThrow(), "a second click");
        clock.advance(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), renew(first), "who still has the old secret has nothing");

        assertTrue(end(renewed));
        assertEquals(Optional.empty(), renew(renewed));
        assertEquals(1, store.count("browser_session"));
    }

    private Optional<Started> renew(Started started) {
        return node.browserSessions.renew(started.secret(), Node.HOME);
    }

    @Test
    void end_when_somebody_else_signs_in_with_the_same_browser() {
        Identity eve = node.register("eve").identity();
        Started ofEve = start(eve, NOTHING);

        Started ofBob = start(bob, Optional.of(ofEve.secret()));

        assertNotEquals(ofEve.session().id(), ofBob.session().id());
        assertEquals(Optional.empty(), find(ofEve));
        assertEquals(bob.id(), find(ofBob).orElseThrow().accountId());
    }

    @Test
    void that_are_ended_are_not_gone_on_with() {
        Started ended = start(bob, NOTHING);
        end(ended);

        Started next = start(bob, Optional.of(ended.secret()));

        assertNotEquals(ended.session().id(), next.session().id());
        assertEquals(Optional.empty(), find(ended));
    }

    @Test
    void of_one_browser_are_taken_on_by_one_of_those_who_sign_in_at_once() {
        Started first = start(bob, NOTHING);

        List<Started> started = Together.race(8, i -> start(bob, Optional.of(first.secret())));

        assertEquals(1, started.stream().filter(each -> each.session().id().equals(first.session().id())).count());
        assertTrue(started.stream().allMatch(each -> find(each).isPresent()));
        assertEquals(Optional.empty(), find(first));
    }

    @Test
    @DisplayName("end when they are idle (V7.3.1)")
    void end_when_they_are_idle() {
        Started started = start(bob, NOTHING);

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertTrue(find(started).isPresent());
        clock.advance(Duration.ofMillis(1));
        assertEquals(Optional.empty(), find(started));
    }

    @Test
    void that_expired_sign_nobody_in_but_can_be_ended() {
        Started started = start(bob, NOTHING);
        clock.advance(Duration.ofHours(1));

        EndableSession endable = node.browserSessions.findEndable(started.secret()).orElseThrow();

        assertEquals(new EndableSession(started.session().id(), bob), endable);
        assertEquals(Optional.empty(), find(started));
        assertEquals(Optional.empty(), renew(started));
        assertTrue(end(started));
        assertEquals(Optional.empty(), node.browserSessions.findEndable(started.secret()));
        assertTrue(node.revoked.contains(started.session().id()));
    }

    @Test
    @DisplayName("that expired go on under the same sid when the same person signs in again, so that a sign-out later "
            + "still reaches the clients of before (Back-Channel Logout 1.0 §2.7)")
    void that_expired_go_on_with_the_same_person() {
        Started expired = start(bob, NOTHING);
        clock.advance(Duration.ofDays(1));

        Started next = start(bob, Optional.of(expired.secret()));

        assertEquals(expired.session().id(), next.session().id());
        assertEquals(Optional.of(next.session()), find(next));
        assertEquals(clock.instant().plus(Duration.ofHours(12)), next.session().endsAt());
        assertEquals(Optional.empty(), node.browserSessions.findEndable(expired.secret()));
        assertEquals(1, store.count("browser_session"));
    }

    @Test
    void that_expired_end_when_somebody_else_signs_in_with_the_same_browser() {
        Identity eve = node.register("eve").identity();
        Started ofEve = start(eve, NOTHING);
        clock.advance(Duration.ofDays(1));

        Started ofBob = start(bob, Optional.of(ofEve.secret()));

        assertEquals(Optional.of(new EndableSession(ofEve.session().id(), eve)), ofBob.displaced());
        assertNotEquals(ofEve.session().id(), ofBob.session().id());
        assertEquals(1, store.count("browser_session WHERE id = ? AND ended_at IS NOT NULL", ofEve.session().id()));
    }

    @Test
    @DisplayName("end after their longest life, however busy they are (V7.3.2)")
    void end_after_their_longest_life() {
        Started started = start(bob, NOTHING);
        Instant end = clock.instant().plus(Duration.ofHours(12));
        assertEquals(end, started.session().endsAt());

        while (clock.instant().plus(Duration.ofMinutes(50)).isBefore(end)) {
            clock.advance(Duration.ofMinutes(50));
            node.browserSessions.touch(find(started).orElseThrow());
        }
        clock.set(end.minusMillis(1));
        assertTrue(find(started).isPresent());
        clock.set(end);
        assertEquals(Optional.empty(), find(started));
    }

    @Test
    void live_longer_where_the_person_asked_to_stay_signed_in() {
        Started started = node.browserSessions.start(
                new BrowserSessions.Arrival(bob, Assurance.PASSWORD, true, Node.HOME, NOTHING));

        assertTrue(started.session().remembered());
        assertEquals(clock.instant().plus(Duration.ofDays(30)), started.session().endsAt());
        clock.advance(Duration.ofDays(14).minusMillis(1));
        assertTrue(find(started).orElseThrow().remembered());
        clock.advance(Duration.ofMillis(1));
        assertEquals(Optional.empty(), find(started));
    }

    @Test
    void are_not_written_to_more_than_once_a_minute() {
        Started started = start(bob, NOTHING);
        clock.advance(Duration.ofSeconds(59));
        BrowserSession found = find(started).orElseThrow();
        store.statements();

        node.browserSessions.touch(found);
        assertEquals(List.of(), store.statements());
        clock.advance(Duration.ofSeconds(1));
        node.browserSessions.touch(found);
        assertEquals(1, store.statements().size());
        assertEquals(clock.instant(), find(started).orElseThrow().usedAt());
    }

    @Test
    void that_were_ended_do_not_come_back_by_use() {
        Started started = start(bob, NOTHING);
        clock.advance(Duration.ofMinutes(2));
        BrowserSession found = find(started).orElseThrow();
        end(started);

        node.browserSessions.touch(found);

        assertEquals(Optional.empty(), find(started));
    }

    @Test
    @DisplayName("end on every node at once, and with them access tokens of that sid within a second (V7.4.1)")
    void end_on_every_node_at_once() {
        Node other = Node.on(store, clock);
        Started started = start(bob, NOTHING);
        assertFalse(other.revoked.contains(started.session().id()));

        end(started);
        end(started);

        assertEquals(Optional.empty(), other.browserSessions.find(started.secret()));
        assertTrue(node.revoked.contains(started.session().id()));
        other.revoked.readNew();
        assertTrue(other.revoked.contains(started.session().id()));
        assertEquals(1, store.count("revocation"));
    }

    @Test
    void end_at_the_word_of_their_owner_alone() {
        Started started = start(bob, NOTHING);

        assertFalse(node.browserSessions.end("somebody else", started.session().id()));

        assertTrue(find(started).isPresent());
        assertTrue(end(started));
        assertFalse(end(started));
    }

    @Test
    void end_by_their_ids_which_are_no_text_of_a_stranger() {
        Started started = start(bob, NOTHING);

        for (String wrong : new String[] {"é", "*", "", started.session().id().toUpperCase(Locale.ROOT)}) {
            assertFalse(node.browserSessions.end(bob.id(), wrong));
        }

        assertTrue(find(started).isPresent());
    }

    @Test
    @DisplayName("end when the account is out of use (V7.4.2)")
    void end_when_the_account_is_out_of_use() {
        Started started = start(bob, NOTHING);

        store.database().update("UPDATE account SET disabled_at = ? WHERE id = ?", clock.instant(), bob.id());

        assertEquals(Optional.empty(), find(started));
    }

    @Test
    void end_all_together_but_for_one() {
        Started here = start(bob, NOTHING);
        Started there = start(bob, NOTHING);
        Started ofEve = start(node.register("eve").identity(), NOTHING);

        node.browserSessions.endAll(bob.id(), here.session().id());

        assertTrue(find(here).isPresent());
        assertEquals(Optional.empty(), find(there));
        assertTrue(find(ofEve).isPresent());
    }

    @Test
    void of_an_account_are_told_the_last_used_first() {
        Started first = start(bob, NOTHING);
        clock.advance(Duration.ofMinutes(1));
        Started second = start(bob, NOTHING);
        start(node.register("eve").identity(), NOTHING);
        Started ended = start(bob, NOTHING);
        end(ended);

        assertEquals(List.of(second.session(), first.session()), node.browserSessions.of(bob.id(), 2));
    }

    @Test
    void that_ended_are_kept_as_long_as_expired_ones_for_the_known_network_they_tell_and_then_forgotten() {
        start(bob, NOTHING);
        end(start(bob, NOTHING));
        clock.advance(Duration.ofHours(1).plus(Duration.ofDays(30)));
        node.browserSessions.forgetExpired();
        assertEquals(2, store.count("browser_session"));

        clock.advance(Duration.ofMillis(1));
        node.browserSessions.forgetExpired();

        assertEquals(0, store.count("browser_session"));
    }

    @Test
    void that_expired_are_kept_while_access_tokens_may_be_valid_however_short_that_is_set() {
        Node forgetful = Node.on(store, clock, Map.of("warden.session.keep-expired", "PT0S"));
        Started expired = start(bob, NOTHING);
        clock.advance(Duration.ofHours(1).plusMinutes(61));
        forgetful.browserSessions.forgetExpired();

        assertTrue(end(expired));
        assertTrue(node.revoked.contains(expired.session().id()));

        clock.advance(Duration.ofMinutes(4));
        forgetful.browserSessions.forgetExpired();
        assertEquals(0, store.count("browser_session"));
    }

    @Test
    void a_roll_back_takes_everything_back() {
        Started first = start(bob, NOTHING);

        assertThrows(ArithmeticException.class, () -> node.database.transaction(() -> {
            start(bob, Optional.of(first.secret()));
            end(first);
            throw new ArithmeticException("Something else went wrong");
        }));

        assertEquals(Optional.of(first.session()), find(first));
        assertFalse(node.revoked.contains(first.session().id()));
    }

    private Started start(Identity identity, Optional<SessionSecret> before) {
        return node.browserSessions.start(new BrowserSessions.Arrival(identity, Assurance.PASSWORD, false, Node.HOME,
                before));
    }

    private boolean end(Started started) {
        return node.browserSessions.end(started.session().accountId(), started.session().id());
    }

    private Optional<BrowserSession> find(Started started) {
        return node.browserSessions.find(started.secret());
    }
}
