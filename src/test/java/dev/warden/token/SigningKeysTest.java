package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.MasterKey;
import dev.warden.platform.MasterKeySettings;
import dev.warden.security.Failure;
import dev.warden.session.Session;

@OnEveryDatabase
@DisplayName("Keys that sign tokens")
class SigningKeysTest {

    private static final Identity BOB = new Identity("bob-id", "bob", "bob@test.example", "role");
    private static final long PAUSE_OF_LOOKS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration LEAD = Duration.ofMinutes(10);
    private static final Duration MAX_AGE = Duration.ofDays(90);

    private final Store store;
    private final MutableClock clock = new MutableClock();

    SigningKeysTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
    }

    @Test
    void nodes_that_start_together_on_an_empty_database_make_one_key_a_profile() {
        List<Node> nodes = Together.race(6, i -> Node.on(store, clock));

        assertEquals(2, store.count("signing_key"));
        assertEquals(1, store.count("signing_key WHERE profile = 'users' AND generation = 1 AND algorithm = 'HS256'"));
        assertEquals(1, store.count("signing_key WHERE profile = 'plain' AND generation = 1 AND algorithm = 'HS256'"));
        assertEquals(2, store.count("audit_event WHERE type = 'signing-key-created'"));
        for (Node signer : nodes) {
            String token = tokens(signer).access().jwt();
            nodes.forEach(verifier -> assertTrue(passes(verifier, token)));
        }
    }

    @Test
    void the_very_first_key_signs_at_once() {
        Node node = Node.on(store, clock);

        assertTrue(node.keys.areReady());
        assertEquals(clock.instant(), node.keys.signing(node.users).signsFrom());
        assertTrue(passes(node, tokens(node).access().jwt()));
    }

    @Test
    void a_restart_makes_no_key() {
        String token = tokens(Node.on(store, clock)).access().jwt();

        assertTrue(passes(Node.on(store, clock), token));
        assertEquals(2, store.count("signing_key"));
    }

    @Test
    void what_is_stored_holds_no_key() {
        Node node = Node.on(store, clock);
        byte[] secret = node.keys.signing(node.users).signing().getEncoded();
        assertEquals(32, secret.length);

        String sealed = sealed("users");
        String opened = new String(Base64.getDecoder().decode(sealed), StandardCharsets.ISO_8859_1);
        assertFalse(opened.contains(new String(secret, StandardCharsets.ISO_8859_1)));
        assertFalse(opened.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(secret)));
        assertFalse(opened.contains("kty"));
        assertEquals(0, store.count("audit_event WHERE detail LIKE ?",
                "%" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "%"));
        assertFalse(node.keys.signing(node.users).toString().contains("secret"));
    }

    @Test
    @DisplayName("NIST SP 800-38D §8.2: no nonce comes twice")
    void the_same_secret_is_sealed_differently_each_time() {
        Node.on(store, clock);
        String nonce = sealed("users").substring(0, 16);

        assertNotEquals(nonce, sealed("plain").substring(0, 16));
    }

    @Test
    void a_key_moved_to_another_row_does_not_open() {
        Node.on(store, clock);
        String users = sealed("users");
        String plain = sealed("plain");
        store.database().update("UPDATE signing_key SET sealed_jwk = ? WHERE profile = 'users'", plain);
        store.database().update("UPDATE signing_key SET sealed_jwk = ? WHERE profile = 'plain'", users);

        assertThrows(InvalidSetting.class, () -> Node.on(store, clock));
    }

    @Test
    void a_row_whose_algorithm_profile_or_id_was_changed_does_not_open() {
        for (String change : List.of("algorithm = 'HS384'", "profile = 'plain', generation = 2", "id = 'another'")) {
            store.database().update("DELETE FROM signing_key");
            Node.on(store, clock);
            store.database().update("UPDATE signing_key SET " + change + " WHERE profile = 'users'");

            assertThrows(InvalidSetting.class, () -> Node.on(store, clock), change);
        }
    }

    @Test
    void another_master_key_is_told_in_one_line_that_names_the_setting_and_no_secret() {
        Node.on(store, clock);
        String other = Base64.getEncoder().encodeToString("another master key of 32 octets!".getBytes(
                StandardCharsets.US_ASCII));

        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> Node.on(store, clock, Map.of("warden.master-key", other)));

        assertEquals("warden.master-key: is not the one under which this database's keys are sealed",
                told.getMessage());
        assertEquals(2, store.count("signing_key"), "none is made in place of those that do not open");
    }

    @Test
    void a_key_is_replaced_by_age_and_known_before_it_signs() {
        Node node = Node.on(store, clock);
        String first = node.keys.signing(node.users).id();
        clock.set(MutableClock.START.plus(MAX_AGE).minus(LEAD));
        node.keys.maintain();
        assertEquals(2, store.count("signing_key"), "not yet");

        clock.advance(Duration.ofMillis(1));
        node.keys.maintain();
        assertEquals(4, store.count("signing_key"));
        assertEquals(first, node.keys.signing(node.users).id(), "the next one is known and does not sign");

        clock.advance(LEAD.minusMillis(1));
        assertEquals(first, node.keys.signing(node.users).id());
        clock.advance(Duration.ofMillis(1));
        String second = node.keys.signing(node.users).id();
        assertNotEquals(first, second);
        assertEquals(1, store.count("signing_key WHERE id = ? AND generation = 2", second));
        node.keys.maintain();
        assertEquals(4, store.count("signing_key"), "one is enough");
    }

    @Test
    void the_last_token_of_an_old_key_is_good_to_its_end_and_then_the_key_is_gone() {
        Node node = Node.on(store, clock);
        String first = node.keys.signing(node.users).id();
        Instant replaced = MutableClock.START.plus(MAX_AGE).minus(LEAD).plusMillis(1);
        clock.set(replaced);
        node.keys.maintain();
        clock.set(replaced.plus(LEAD).minusMillis(1));
        IssuedTokens last = tokens(node);

        clock.set(last.refresh().expiresAt().minusMillis(1));
        node.keys.maintain();
        assertTrue(node.verifier.verify(last.refresh().jwt(), "users", TokenUse.REFRESH).isPresent());

        clock.set(replaced.plus(LEAD).plus(Duration.ofDays(7)));
        node.keys.maintain();
        assertTrue(node.keys.verifying(node.users, first).isEmpty());
        clock.set(replaced.plus(LEAD).plus(MAX_AGE));
        node.keys.maintain();
        assertEquals(0, store.count("signing_key WHERE id = ?", first), "removed when the next but one is made");
    }

    @Test
    void a_revoked_key_is_good_for_nothing_at_once_and_another_signs_in_its_place() {
        Node node = Node.on(store, clock);
        IssuedTokens stolen = tokens(node);
        String first = node.keys.signing(node.users).id();

        node.keys.revoke(first);

        String second = node.keys.signing(node.users).id();
        assertNotEquals(first, second);
        assertFalse(passes(node, stolen.access().jwt()));
        assertTrue(passes(node, tokens(node).access().jwt()));
        assertEquals(1, store.count("audit_event WHERE type = 'signing-key-revoked' AND detail = ?", first));

        node.keys.revoke(first);
        assertEquals(second, node.keys.signing(node.users).id(), "once is enough");
        assertEquals(1, store.count("audit_event WHERE type = 'signing-key-revoked'"));
    }

    @Test
    void a_key_that_cannot_be_opened_keeps_no_other_from_being_revoked() {
        Node node = Node.on(store, clock);
        String users = node.keys.signing(node.users).id();
        String plain = node.keys.signing(node.plain).id();
        store.database().update("INSERT INTO signing_key (id, profile, generation, algorithm, sealed_jwk, created_at,"
                + " signs_from) SELECT CONCAT('other-', profile), profile, 2, algorithm, sealed_jwk, created_at,"
                + " signs_from FROM signing_key");
        store.database().update("UPDATE signing_key SET gone_at = ? WHERE generation = 1", clock.instant());

        assertThrows(InvalidSetting.class, node.keys::maintain);

        assertFalse(node.keys.isGood(users));
        assertFalse(node.keys.isGood(plain));
    }

    @Test
    void a_key_is_revoked_in_the_hour_that_the_summer_time_of_the_server_leaves_out() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            clock.set(Instant.parse("2026-03-29T02:30:00Z"));
            Node node = Node.on(store, clock);
            String first = node.keys.signing(node.users).id();

            node.keys.revoke(first);

            assertFalse(node.keys.isGood(first));
            Node after = Node.on(store, clock);
            assertFalse(after.keys.isGood(first));
            assertEquals(clock.instant(), after.keys.signing(after.users).signsFrom());
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void the_key_before_a_revoked_one_does_not_sign_again() {
        Node node = Node.on(store, clock);
        String first = node.keys.signing(node.users).id();
        clock.advance(MAX_AGE);
        node.keys.maintain();
        clock.advance(LEAD);
        String second = node.keys.signing(node.users).id();

        node.keys.revoke(second);

        String third = node.keys.signing(node.users).id();
        assertFalse(List.of(first, second).contains(third));
        assertTrue(node.keys.verifying(node.users, first).isPresent(), "what it signed while it was in use is good");
        assertTrue(node.keys.verifying(node.users, second).isEmpty());
    }

    @Test
    void a_key_that_the_setting_revokes_never_signs_after_a_restart() {
        Node before = Node.on(store, clock);
        String first = before.keys.signing(before.users).id();
        String stolen = tokens(before).access().jwt();

        Node after = Node.on(store, clock, Map.of("warden.keys.revoked", "no-such-key, " + first));
        after.keys.start(null);

        assertNotEquals(first, after.keys.signing(after.users).id());
        assertFalse(passes(after, stolen));
        before.keys.maintain();
        assertFalse(passes(before, stolen), "as soon as the other node reads its keys again");
    }

    @Test
    void what_cannot_be_the_id_of_a_key_is_refused() {
        assertEquals("warden.keys.revoked: has an entry that is not the id of a key: k\u00e4se",
                assertThrows(InvalidSetting.class,
                        () -> Node.on(store, clock, Map.of("warden.keys.revoked", "k\u00e4se"))).getMessage());
    }

    @Test
    void a_wrong_id_of_a_key_to_revoke_is_warned_about_and_that_of_one_that_was_revoked_just_now_is_not() {
        Node before = Node.on(store, clock);
        String first = before.keys.signing(before.users).id();
        Map<String, String> revoking = Map.of("warden.keys.revoked", "no-such-key, " + first);
        try (LogLines log = LogLines.of(SigningKeys.class)) {
            List<String> told = List.of("No signing key has the id no-such-key, so nothing was revoked. If the key was"
                    + " revoked before, remove the entry; otherwise the id is wrong");
            Node.on(store, clock, revoking).keys.start(null);
            assertEquals(told, log.lines());
            Node.on(store, clock, revoking).keys.start(null);
            assertEquals(told, log.lines(), "another node that starts with the same setting");
        }
    }

    @Test
    void keys_are_renewed_once_when_the_setting_says_so() {
        Node before = Node.on(store, clock);
        String first = before.keys.signing(before.users).id();
        clock.advance(Duration.ofDays(1));
        Map<String, String> roll = Map.of("warden.keys.renew-before", clock.instant().toString());

        Node after = Node.on(store, clock, roll);
        assertEquals(first, after.keys.signing(after.users).id(), "the next one is published first");
        clock.advance(LEAD);
        assertNotEquals(first, after.keys.signing(after.users).id());
        long made = store.count("signing_key");
        Node.on(store, clock, roll);
        assertEquals(made, store.count("signing_key"), "another restart makes none");
    }

    @Test
    @DisplayName("what docs/operating.md tells an operator to do on a running installation")
    void keys_are_renewed_by_sql_too() {
        Node node = Node.on(store, clock);
        String first = node.keys.signing(node.users).id();
        store.database().update("UPDATE signing_key SET signs_from = '2000-01-01 00:00:00' WHERE gone_at IS NULL");
        node.keys.maintain();
        node.keys.maintain();

        assertEquals(4, store.count("signing_key"));
        assertEquals(first, node.keys.signing(node.users).id());
        clock.advance(LEAD);
        assertNotEquals(first, node.keys.signing(node.users).id());
    }

    @Test
    void keys_are_left_if_the_transaction_is_rolled_back() {
        Node node = Node.on(store, clock);
        clock.advance(Duration.ofDays(1));
        assertThrows(IllegalStateException.class, () -> node.database.transaction(() -> {
            node.keys.renewBefore(clock.instant());
            throw new IllegalStateException("something else is wrong");
        }));
        node.keys.maintain();
        assertEquals(2, store.count("signing_key"));

        node.database.transaction(() -> node.keys.renewBefore(clock.instant()));
        assertEquals(4, store.count("signing_key"));
    }

    @Test
    void an_instant_in_the_future_would_renew_keys_for_ever() {
        String tomorrow = clock.instant().plus(Duration.ofDays(1)).toString();
        Node node = Node.on(store, clock, Map.of("warden.keys.renew-before", tomorrow));
        assertEquals("warden.keys.renew-before: is in the future",
                assertThrows(InvalidSetting.class, () -> node.keys.start(null)).getMessage());
    }

    @Test
    void a_node_whose_clock_is_behind_starts_and_renews_keys_when_it_has_caught_up() {
        Node.on(store, clock);
        clock.advance(Duration.ofDays(1));
        String now = clock.instant().toString();
        MutableClock late = new MutableClock();
        late.set(clock.instant().minusSeconds(30));
        Map<String, String> withoutLead = Map.of("warden.keys.renew-before", now, "warden.keys.lead", "PT0S");
        Node behind = Node.on(store, late, withoutLead);

        behind.keys.start(null);
        behind.keys.maintain();
        assertEquals(2, store.count("signing_key"));

        late.advance(Duration.ofSeconds(30));
        behind.keys.maintain();
        behind.keys.maintain();
        assertEquals(4, store.count("signing_key"), "once");
    }

    @Test
    void a_setting_that_is_no_instant_is_told() {
        InvalidSetting told = assertThrows(InvalidSetting.class,
                () -> Node.on(store, clock, Map.of("warden.keys.renew-before", "yesterday")));
        assertTrue(told.getMessage().startsWith("warden.keys.renew-before: "), told.getMessage());
    }

    @Test
    void nodes_that_replace_a_key_together_make_one() {
        Node node = Node.on(store, clock);
        Node other = Node.on(store, clock);
        clock.advance(MAX_AGE);

        Together.race(8, i -> {
            (i % 2 == 0 ? node : other).keys.maintain();
            return i;
        });

        assertEquals(2, store.count("signing_key WHERE profile = 'users'"));
        clock.advance(LEAD);
        assertEquals(node.keys.signing(node.users).id(), other.keys.signing(other.users).id());
    }

    @Test
    void a_key_that_another_node_made_a_moment_ago_is_found_by_its_id() {
        Node node = Node.on(store, clock);
        AtomicLong nanoTime = new AtomicLong();
        TokenVerifier other = new TokenVerifier(keys(node, nanoTime::get), new KeySettings(node.settings), clock);
        clock.advance(MAX_AGE);
        node.keys.maintain();
        clock.advance(LEAD);
        String token = tokens(node).access().jwt();

        nanoTime.addAndGet(PAUSE_OF_LOOKS);
        assertTrue(other.verify(token, "users", TokenUse.ACCESS).isEmpty(), "unknown keys are looked for rarely");
        nanoTime.incrementAndGet();
        assertTrue(other.verify(token, "users", TokenUse.ACCESS).isPresent());
    }

    @Test
    void an_unknown_id_does_not_wait_for_others_to_read_the_keys() throws Exception {
        Node node = Node.on(store, clock);
        AtomicLong nanoTime = new AtomicLong();
        HeldClock held = new HeldClock();
        SigningKeys keys = keys(node, held, nanoTime::get);
        nanoTime.addAndGet(PAUSE_OF_LOOKS + 1);

        Thread slow = held.holding(keys::maintain);
        try {
            assertTrue(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> keys.verifying(node.users, "unknown"))
                    .isEmpty());
        } finally {
            held.release();
            slow.join();
        }
        clock.advance(MAX_AGE);
        node.keys.maintain();
        String made = node.keys.ring(node.users).newest().orElseThrow().id();
        assertTrue(keys.verifying(node.users, made).isPresent(), "only a look that happened counts");
    }

    /** Holds a thread that asks for the time, as a database that does not answer would. */
    private static final class HeldClock extends Clock {

        private final Clock clock = new MutableClock();
        private final CountDownLatch isHeld = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile Thread holding;

        Thread holding(Runnable work) throws InterruptedException {
            holding = new Thread(work);
            holding.start();
            isHeld.await();
            return holding;
        }

        void release() {
            end.countDown();
        }

        @Override
        public Instant instant() {
            if (Thread.currentThread() == holding) {
                isHeld.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }

    @Test
    void another_algorithm_makes_a_next_key_and_old_tokens_stay_good() {
        Node before = Node.on(store, clock);
        String old = tokens(before).access().jwt();

        Node after = Node.on(store, clock, Map.of("warden.users.signing-algorithm", "es256"));
        assertEquals(1, store.count("signing_key WHERE profile = 'users' AND generation = 2 AND algorithm = 'ES256'"));
        assertEquals(SigningAlgorithm.HS256, after.keys.signing(after.users).algorithm(), "for the time of the lead");
        assertTrue(passes(after, old));

        clock.advance(LEAD);
        assertEquals(SigningAlgorithm.ES256, after.keys.signing(after.users).algorithm());
        String fresh = tokens(after).access().jwt();
        assertTrue(passes(after, fresh));
        assertTrue(passes(after, old));
        Node restarted = Node.on(store, clock, Map.of("warden.users.signing-algorithm", "es256"));
        assertTrue(passes(restarted, fresh));
        assertEquals(3, store.count("signing_key"));
    }

    @Test
    void a_node_whose_clock_is_behind_signs_with_the_first_key_of_another() {
        Node ahead = Node.on(store, clock);
        MutableClock behindByHalfAMinute = behind();
        Node behind = Node.on(store, behindByHalfAMinute);

        assertTrue(behind.keys.areReady());
        assertEquals(ahead.keys.signing(ahead.users).id(), behind.keys.signing(behind.users).id());
        String token = tokens(behind, behindByHalfAMinute).access().jwt();
        assertTrue(passes(ahead, token) && passes(behind, token));
        assertEquals(2, store.count("signing_key"));
    }

    @Test
    void a_node_whose_clock_was_set_back_after_its_first_start_goes_on_signing() {
        Node node = Node.on(store, clock);
        String first = node.keys.signing(node.users).id();
        clock.advance(Duration.ofDays(-1));

        assertTrue(node.keys.areReady());
        assertEquals(first, node.keys.signing(node.users).id());
    }

    @Test
    void a_key_that_is_revoked_is_good_for_nothing_on_a_node_whose_clock_is_behind() {
        Node ahead = Node.on(store, clock);
        Node behind = Node.on(store, behind());
        String stolen = tokens(ahead).access().jwt();
        String revoked = ahead.keys.signing(ahead.users).id();

        ahead.keys.revoke(revoked);
        behind.keys.maintain();

        assertFalse(passes(behind, stolen));
        assertTrue(behind.keys.areReady());
        assertEquals(ahead.keys.signing(ahead.users).id(), behind.keys.signing(behind.users).id());
        behind.keys.revoke(revoked);
        assertEquals(1, store.count("audit_event WHERE type = 'signing-key-revoked'"));
    }

    @Test
    void the_key_before_a_revoked_one_does_not_sign_again_on_a_node_whose_clock_is_behind() {
        Node ahead = Node.on(store, clock);
        MutableClock behindByHalfAMinute = behind();
        Node behind = Node.on(store, behindByHalfAMinute);
        clock.advance(MAX_AGE);
        behindByHalfAMinute.advance(MAX_AGE);
        ahead.keys.maintain();
        clock.advance(LEAD.multipliedBy(2));
        behindByHalfAMinute.advance(LEAD.multipliedBy(2));

        ahead.keys.revoke(ahead.keys.signing(ahead.users).id());
        behind.keys.maintain();

        assertEquals(ahead.keys.signing(ahead.users).id(), behind.keys.signing(behind.users).id());
    }

    @Test
    void a_node_whose_clock_is_behind_does_not_make_a_revoked_key_good_again() {
        Node ahead = Node.on(store, clock);
        String revoked = ahead.keys.signing(ahead.users).id();
        Node behind = Node.on(store, behind());
        store.database().update("UPDATE signing_key SET gone_at = ? WHERE id = ?", clock.instant(), revoked);

        behind.keys.maintain();

        assertEquals(1, store.count("signing_key WHERE profile = 'users' AND generation = 2"));
        assertEquals(0, store.count("signing_key WHERE id = ? AND gone_at > ?", revoked, clock.instant()));
    }

    @Test
    void without_a_key_that_may_sign_the_answer_is_503() {
        Node node = Node.on(store, clock);
        AtomicLong nanoTime = new AtomicLong();
        SigningKeys keys = keys(node, nanoTime::get);
        store.database().update("UPDATE signing_key SET gone_at = '2000-01-01 00:00:00'");
        nanoTime.addAndGet(PAUSE_OF_LOOKS + 1);
        assertTrue(keys.verifying(node.users, "unknown").isEmpty());

        assertFalse(keys.areReady());
        Failure failure = Failure.of(assertThrows(NoKeyToSign.class, () -> keys.signing(node.users)));
        assertEquals(503, failure.status());
        assertEquals("2", failure.response().build().getHeaderString("Retry-After"));
    }

    @Test
    void two_installations_share_no_key() throws SQLException {
        Node node = Node.on(store, clock);
        byte[] one = node.keys.signing(node.users).signing().getEncoded();
        store.database().update("DELETE FROM signing_key");

        Node other = Node.on(store, clock);
        assertNotEquals(Base64.getEncoder().encodeToString(one),
                Base64.getEncoder().encodeToString(other.keys.signing(other.users).signing().getEncoded()));
    }

    /** Of a node that knows what is stored now. */
    private SigningKeys keys(Node node, LongSupplier nanoTime) {
        return keys(node, clock, nanoTime);
    }

    private static SigningKeys keys(Node node, Clock clock, LongSupplier nanoTime) {
        SigningKeys keys = new SigningKeys(node.database,
                new MasterKey(new MasterKeySettings(node.settings), new SecureRandom()), node.audit,
                new Node.NoSchedule(), new KeySettings(node.settings), clock, nanoTime);
        keys.prepare(node.users);
        return keys;
    }

    @Test
    void a_new_master_key_takes_over_what_the_former_one_sealed() {
        String former = Node.MASTER_KEY;
        String next = Base64.getEncoder().encodeToString("the next master key, 32 octets!!".getBytes(
                StandardCharsets.US_ASCII));
        Node one = Node.on(store, clock);
        String token = tokens(one).access().jwt();

        Node both = Node.on(store, clock, Map.of("warden.master-key", former + ' ' + next));
        assertTrue(passes(both, token));
        String stillTheSame = sealed("users");
        Node nextFirst = Node.on(store, clock, Map.of("warden.master-key", next + ' ' + former));
        assertNotEquals(stillTheSame, sealed("users"));
        assertTrue(passes(nextFirst, token));
        both.keys.maintain();
        // Another node that is restarted before it gets its new setting, and then with it.
        assertTrue(passes(Node.on(store, clock, Map.of("warden.master-key", former + ' ' + next)), token));
        assertTrue(passes(Node.on(store, clock, Map.of("warden.master-key", next + ' ' + former)), token));

        Node alone = Node.on(store, clock, Map.of("warden.master-key", next));
        assertTrue(passes(alone, token));
        assertEquals(2, store.count("signing_key"), "no key was created");
        assertThrows(InvalidSetting.class, () -> Node.on(store, clock));
    }

    private String sealed(String profile) {
        return store.database().first("SELECT sealed_jwk FROM signing_key WHERE profile = ?",
                row -> row.getString("sealed_jwk"), profile).orElseThrow();
    }

    private static MutableClock behind() {
        MutableClock behind = new MutableClock();
        behind.advance(Duration.ofSeconds(-30));
        return behind;
    }

    private IssuedTokens tokens(Node node) {
        return tokens(node, clock);
    }

    private static IssuedTokens tokens(Node node, MutableClock clock) {
        return node.issuer.issue(node.users, new Session("session-1", BOB.id(), "users", "refresh-1", clock.instant(),
                clock.instant().plus(Duration.ofDays(7))), BOB);
    }

    private static boolean passes(Node node, String token) {
        return node.verifier.verify(token, "users", TokenUse.ACCESS).isPresent();
    }
}
