package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Eventually;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientGrant;
import dev.warden.session.ClientSessions;
import dev.warden.session.Rotation;
import dev.warden.session.Session;

@OnEveryDatabase
@DisplayName("Ending however many sessions of an account (ASVS 5.0 V7.4.3)")
class ManySessionsTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String CLIENT = "shop";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final RegisterAccount.Registered bob;

    ManySessionsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.clients.save(ClientMetadata.read(CLIENT, Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/"))
                .add("backchannel_logout_uri", "https://shop.example/logout").build()));
        bob = node.register("bob");
    }

    /** Those who call clients in the background would otherwise go on in the next test. */
    @AfterEach
    void endCalls() {
        store.database().update("DELETE FROM logout_call");
        store.statements();
        Eventually.holds("nobody calls clients any more", Duration.ofSeconds(30), () -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return store.statements().isEmpty();
        });
    }

    private void open(Identity identity, int ofPrograms, int ofBrowsers) {
        node.database.transaction(() -> {
            for (int i = 0; i < ofPrograms; i++) {
                node.sessions.open(identity.id(), "users", DAY, Node.ELSEWHERE);
            }
            for (int i = 0; i < ofBrowsers; i++) {
                redeemed(browser(identity), false);
            }
        });
    }

    private BrowserSession browser(Identity identity) {
        return node.browserSessions.start(new BrowserSessions.Arrival(identity, Assurance.PASSWORD, false,
                Node.ELSEWHERE, Optional.empty())).session();
    }

    private String code(BrowserSession browser, boolean isOffline) {
        return node.clientSessions.issueCode(browser, new ClientGrant(CLIENT, browser.id(), isOffline, "{}"),
                Duration.ofMinutes(1));
    }

    private Session redeemed(BrowserSession browser, boolean isOffline) {
        ClientSessions.Granted granted = node.clientSessions.present(code(browser, isOffline), CLIENT, Node.ELSEWHERE)
                .orElseThrow();
        assertTrue(node.clientSessions.redeem(granted, DAY, Node.ELSEWHERE));
        return granted.session();
    }

    /** Without what is done after the commit, by another thread. */
    private List<String> statementsToEndAll(Identity identity) {
        store.statements();
        node.endSession.endAll(identity.id(), "");
        return store.statements().stream().filter(sql -> sql.startsWith("INSERT INTO logout_call")
                || sql.contains("session") && !sql.contains("logout_call")).toList();
    }

    private long live() {
        return store.count("session WHERE revoked_at IS NULL")
                + store.count("browser_session WHERE ended_at IS NULL");
    }

    @Test
    void three_thousand_take_as_many_statements_as_three() {
        Identity eve = node.register("eve").identity();
        open(eve, 2, 1);
        open(bob.identity(), 3000, 300);

        List<String> forFew = statementsToEndAll(eve);
        List<String> forMany = statementsToEndAll(bob.identity());

        assertEquals(forFew, forMany.stream().map(sql -> sql.replaceAll("(, \\([?, ]+\\))+$", "")).toList());
        assertTrue(forMany.size() <= 12, () -> String.join("\n", forMany));
        assertTrue(forMany.stream().noneMatch(sql -> sql.contains("offline = TRUE")), "of a session that is kept");
        assertEquals(0, live());
    }

    @Test
    void each_of_them_is_refused_on_every_node_and_each_client_is_told() {
        open(bob.identity(), 30, 510);
        List<String> ids = store.database().list("SELECT id FROM session UNION ALL SELECT id FROM browser_session",
                row -> row.getString("id"));

        node.endSession.endEverywhere(bob.identity().id(), bob.session().id());

        assertEquals(0, live());
        assertEquals(1 + 30 + 510 + 510, ids.size());
        assertEquals(ids.size(), store.count("revocation"));
        Node other = Node.on(store, clock);
        ids.forEach(id -> assertTrue(node.revoked.contains(id) && other.revoked.contains(id)));
        assertEquals(510, store.database().list("SELECT DISTINCT sid FROM logout_call", row -> "").size());
        assertEquals(510, store.count("logout_call"));
    }

    @Test
    void an_owner_throws_out_who_signed_in_a_thousand_times_within_the_time_of_a_request() {
        open(bob.identity(), 1000, 100);
        node.database.beginRequest();
        store.delay(Duration.ofMillis(20));
        try {
            assertInstanceOf(ChangePassword.Changed.class, node.changePassword.change(new ChangePassword.Command(
                    bob.identity().id(), bob.session().id(), Node.PASSWORD, "battery staple", Node.HOME,
                    Optional.empty())));
        } finally {
            store.delay(Duration.ZERO);
            node.database.endRequest();
        }
        assertEquals(1, live(), "the one that it was changed with");
        assertFalse(node.revoked.contains(bob.session().id()));
    }

    /** As programs leave them that sign in again instead of refreshing, one a second. */
    private void insert(int count) {
        clock.advance(Duration.ofSeconds(1));
        store.database().update("INSERT INTO session (id, account_id, profile, current_token, rotated_at, created_at,"
                        + " ends_at, expires_at, address, user_agent) SELECT CONCAT('ffffffff-0000-4000-8000-',"
                        + " LPAD(x, 12, '0')), ?, 'users', 'x', ?, ?, ?, ?, 'x', 'x' FROM "
                        + store.numbersTo(count),
                bob.identity().id(), clock.instant(), clock.instant(), clock.instant().plus(DAY),
                clock.instant().plus(DAY));
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void nobody_can_open_so_many_that_their_owner_cannot_end_them() {
        insert(6000);
        String first = bob.session().id();

        for (int i = 0; i < 3000 && node.database.first("SELECT 1 FROM session WHERE id = ?", row -> true, first)
                .isPresent(); i++) {
            node.sessions.open(bob.identity().id(), "users", DAY, Node.HOME);
            node.sessions.endSurplus();
        }

        assertTrue(node.revoked.contains(first), "the one that was unused for the longest");
        assertTrue(live() >= 5000 && live() < 9000, () -> live() + " go on");
        assertEquals(store.count("session"), live(), "nobody has to read past those that ended");
    }

    @Test
    void codes_and_what_clients_hold_are_among_them_and_clients_are_still_told_of_a_sign_out() {
        BrowserSession browser = browser(bob.identity());
        Session old = redeemed(browser, false);
        insert(6000);

        for (int i = 0; i < 3000 && !node.revoked.contains(old.id()); i++) {
            code(browser, false);
            node.sessions.endSurplus();
        }

        assertTrue(node.clientSessions.find(old.id()).isEmpty());
        node.endSession.end(bob.identity().id(), browser.id());
        assertEquals(1, store.count("logout_call"));
    }

    @Test
    void codes_that_a_page_elsewhere_makes_a_browser_ask_for_end_no_session() {
        BrowserSession browser = browser(bob.identity());
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 6000; i++) {
            code(browser, false);
        }

        node.sessions.endSurplus();

        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NULL", bob.session().id()));
        assertEquals(1 + 1000, store.count("session"));
    }

    @Test
    void of_browser_sessions_those_end_that_were_unused_for_the_longest_and_clients_are_told() {
        BrowserSession old = browser(bob.identity());
        redeemed(old, false);
        clock.advance(Duration.ofSeconds(1));
        store.database().update("INSERT INTO browser_session (id, secret_hash, account_id, authenticated_at, amr, acr,"
                        + " remembered, created_at, used_at, ends_at, expires_at, address, user_agent)"
                        + " SELECT CONCAT('ffffffff-0000-4000-8000-', LPAD(x, 12, '0')), x, ?, ?, 'pwd', '1', FALSE,"
                        + " ?, ?, ?, ?, 'x', 'x' FROM " + store.numbersTo(1020),
                bob.identity().id(), clock.instant(), clock.instant(), clock.instant(), clock.instant().plus(DAY),
                clock.instant().plus(DAY));
        clock.advance(Duration.ofSeconds(1));

        for (int i = 0; i < 3000 && node.database.first("SELECT 1 FROM browser_session WHERE id = ?", row -> true,
                old.id()).isPresent(); i++) {
            node.database.transaction(() -> node.startSession.start(new BrowserSessions.Arrival(bob.identity(),
                    Assurance.PASSWORD, false, Node.HOME, Optional.empty())));
            node.startSession.endSurplus();
        }

        assertTrue(node.revoked.contains(old.id()));
        assertEquals(1, store.count("logout_call WHERE sid = ?", old.id()));
        assertTrue(node.browserSessions.count(bob.identity().id()) >= 1000);
    }

    @Test
    void an_application_loses_what_it_has_in_many_browsers_with_as_many_statements_as_in_one() {
        Identity eve = node.register("eve").identity();
        open(eve, 0, 1);
        open(bob.identity(), 0, 100);

        node.leaveApplication.leave(eve.id(), CLIENT);
        store.statements();
        node.leaveApplication.leave(bob.identity().id(), CLIENT);

        assertEquals(0, store.count("session WHERE client_id IS NOT NULL AND revoked_at IS NULL"));
        assertEquals(1, store.statements().stream().filter(sql -> sql.startsWith("INSERT INTO logout_call")).count());
        assertEquals(101, store.count("logout_call"));
    }

    @Test
    void what_expired_is_ended_while_its_tokens_may_be_good_and_left_alone_after_that() {
        Session expired = node.sessions.open(bob.identity().id(), "users", Duration.ofMinutes(5), Node.HOME);
        clock.advance(Duration.ofMinutes(5 + 60 + 3));
        Session recent = node.sessions.open(bob.identity().id(), "users", Duration.ofMinutes(5), Node.HOME);
        clock.advance(Duration.ofMinutes(6));

        node.endSession.endAll(bob.identity().id(), "");

        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NULL", expired.id()));
        assertEquals(1, store.count("session WHERE id = ? AND revoked_at IS NOT NULL", recent.id()));
        assertFalse(node.revoked.contains(expired.id()));
        assertTrue(node.revoked.contains(recent.id()));
    }

    @Test
    void a_session_without_a_recent_token_ends_without_a_revocation() {
        clock.advance(Duration.ofHours(2));

        node.endSession.endAll(bob.identity().id(), "");

        assertEquals(0, live());
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void the_session_of_a_browser_is_kept_with_what_clients_have_through_it() {
        BrowserSession here = browser(bob.identity());
        redeemed(here, false);
        code(here, false);
        redeemed(browser(bob.identity()), false);
        redeemed(browser(bob.identity()), true);

        node.endSession.endAll(bob.identity().id(), here.id());

        assertEquals(2, store.count("session WHERE revoked_at IS NULL AND browser_session = ?", here.id()));
        assertEquals(3, live());
        assertEquals(0, store.count("logout_call WHERE sid = ?", here.id()));
        assertEquals(2, store.count("logout_call"));
    }

    @Test
    void offline_access_through_the_session_that_is_kept_ends_and_who_had_it_is_told() {
        BrowserSession here = browser(bob.identity());
        Session online = redeemed(here, false);
        Session offline = redeemed(here, true);
        String code = code(here, true);

        node.endSession.endAll(bob.identity().id(), here.id());

        assertTrue(node.clientSessions.find(online.id()).isPresent());
        assertTrue(node.clientSessions.find(offline.id()).isEmpty());
        assertTrue(node.revoked.contains(offline.id()));
        assertFalse(node.revoked.contains(here.id()));
        assertTrue(node.clientSessions.present(code, CLIENT, Node.ELSEWHERE).isEmpty());
        assertEquals(1, store.count("logout_call WHERE sid = ?", here.id()));

        clock.advance(Duration.ofSeconds(1));
        node.endSession.endAll(bob.identity().id(), here.id());
        assertEquals(1, store.count("logout_call"), "told once");
    }

    @Test
    void a_code_that_is_issued_at_that_moment_is_ended_too() {
        BrowserSession browser = browser(bob.identity());

        Together.overtaken(node.database, () -> {
            assertTrue(node.browserSessions.hold(browser));
            code(browser, false);
            code(browser, true);
        }, () -> {
            node.endSession.endAll(bob.identity().id(), "");
            return "ended";
        });

        assertEquals(0, live());
    }

    @Test
    void what_is_refreshed_and_redeemed_at_that_moment_is_ended_too() {
        BrowserSession browser = browser(bob.identity());
        List<ClientSessions.Granted> codes = List.of(code(browser, false), code(browser, true)).stream()
                .map(code -> node.clientSessions.present(code, CLIENT, Node.ELSEWHERE).orElseThrow()).toList();
        Session[] open = {bob.session(), redeemed(browser, false), redeemed(browser, true)};

        List<Boolean> refreshed = Together.race(8, i -> {
            if (i == 7) {
                node.endSession.endAll(bob.identity().id(), "");
                return false;
            }
            if (i >= 5) {
                return node.clientSessions.redeem(codes.get(i - 5), DAY, Node.ELSEWHERE);
            }
            Session session = open[i % open.length];
            return node.sessions.rotate(session.id(), session.refreshTokenId(), DAY, Node.HOME)
                    instanceof Rotation.Rotated;
        });

        assertEquals(0, live(), refreshed::toString);
        codes.forEach(code -> assertTrue(node.clientSessions.find(code.session().id()).isEmpty()));
    }

    @Test
    void of_many_who_end_everything_at_once_all_succeed_and_each_session_is_revoked_once() {
        open(bob.identity(), 40, 20);

        Together.race(8, i -> {
            if (i % 2 == 0) {
                node.endSession.endAll(bob.identity().id(), "");
            } else {
                node.endSession.endEverywhere(bob.identity().id(), bob.session().id());
            }
            return i;
        });

        assertEquals(0, live());
        assertEquals(1 + 40 + 20 + 20, store.count("revocation"));
        assertEquals(20, store.count("logout_call"));
    }

    @Test
    void sessions_of_an_account_that_end_one_by_one_and_all_together_get_in_nobodys_way() {
        open(bob.identity(), 10, 10);
        List<BrowserSession> browsers = node.browserSessions.of(bob.identity().id(), 99);

        Together.race(8, i -> {
            if (i == 0) {
                node.endSession.endAll(bob.identity().id(), "");
            } else {
                node.endSession.end(bob.identity().id(), browsers.get(i).id());
            }
            return i;
        });

        assertEquals(0, live());
        assertEquals(10, store.database().list("SELECT DISTINCT sid FROM logout_call", row -> "").size());
    }
}
