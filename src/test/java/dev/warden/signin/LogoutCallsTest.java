package dev.warden.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.json.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.Eventually;
import dev.warden.LogLines;
import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.platform.OutboundHttp;
import dev.warden.platform.OutboundSettings;
import dev.warden.platform.Schedule;
import dev.warden.token.KeySettings;
import dev.warden.token.TokenSigner;

/** The network is one on which a test decides when which client answers; {@code LogoutIT} has a real one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@OnEveryDatabase
@DisplayName("Telling clients of sign-outs (OpenID Connect Back-Channel Logout 1.0 §2.5)")
class LogoutCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;
    private final String bob;
    private LogoutCalls calls;
    private Network network;

    LogoutCallsTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        node = Node.on(store, clock);
        node.prepareProviderKeys();
        bob = node.register("bob").identity().id();
    }

    @BeforeEach
    void begin() {
        network = new Network();
        calls = calls(new Node.NoSchedule());
    }

    private LogoutCalls calls(Schedule schedule) {
        return calls(network, schedule, clock);
    }

    private LogoutCalls calls(OutboundHttp http, Schedule schedule, MutableClock time) {
        return new LogoutCalls(node.database, node.clients, new BackChannelLogout(node.subjects,
                new TokenSigner(node.providerKeys), http, new KeySettings(node.settings), time), schedule, time);
    }

    /**
     * Hosts {@code status…} answer that status. Calls to hosts {@code slow…} fail, and but for the first of each host
     * not before the good one was called.
     */
    private final class Network extends OutboundHttp {

        private final Map<String, AtomicInteger> callsByHost = new ConcurrentHashMap<>();
        private final CountDownLatch goodWasCalled = new CountDownLatch(1);
        private volatile int quickCalls;
        /** To every call, if there is one. */
        private volatile Optional<Outcome> answer = Optional.empty();
        /** Before that not even the quick calls end. */
        private volatile CountDownLatch everybodyIsDue = new CountDownLatch(0);

        Network() {
            super(new OutboundSettings(node.settings), new Node.NoSchedule());
        }

        @Override
        public Outcome postForm(URI uri, Giver giver, String form) {
            if (uri.getHost().startsWith("broken")) {
                throw new NoClassDefFoundError("broken");
            }
            if (answer.isPresent()) {
                return answer.get();
            }
            int number = callsByHost.computeIfAbsent(uri.getHost(), host -> new AtomicInteger()).incrementAndGet();
            if (uri.getHost().startsWith("status")) {
                return new Answered(Integer.parseInt(uri.getHost().substring(6, 9)), new byte[0]);
            }
            if (uri.getHost().startsWith("good")) {
                goodWasCalled.countDown();
                return new Answered(200, new byte[0]);
            }
            try {
                everybodyIsDue.await();
                if (number > quickCalls) {
                    goodWasCalled.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Failed("slow");
        }

        int calls(String clientId) {
            return callsByHost.get(clientId + ".example").get();
        }
    }

    private RegisteredClient client(String name, Origin origin) {
        RegisteredClient client = ClientMetadata.read(name, origin, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://" + name + ".example/"))
                .add("backchannel_logout_uri", "https://" + name + ".example/logout").build());
        node.clients.save(client);
        return client;
    }

    /** In one transaction, as one sign-out does. */
    private void signOut(List<RegisteredClient> clients, String sid) {
        node.database.transaction(() -> clients.forEach(client -> calls.add(client, bob, sid)));
    }

    @Test
    void a_client_is_told_while_another_is_slow() {
        signOut(List.of(client("slow", Origin.DECLARED), client("good", Origin.DECLARED)), "sid");

        Eventually.holds("the good one is told", PATIENCE, () -> isTold("good"));
        Eventually.holds("the slow one is to be told again", PATIENCE, () -> failed() == 1);
    }

    /** As one throws when there can be no more threads. */
    private static final class NoThreads extends Node.NoSchedule {

        private volatile int failures;

        NoThreads(int failures) {
            this.failures = failures;
        }

        @Override
        public <T> Future<T> once(Callable<T> work) {
            if (failures-- > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return super.once(work);
        }
    }

    @Test
    void a_thread_that_cannot_be_started_takes_no_ones_place() {
        LogoutCalls poor = calls(new NoThreads(8));
        RegisteredClient good = client("good", Origin.DECLARED);
        addDue(good, 1);
        for (int i = 0; i < 8; i++) {
            assertThrows(OutOfMemoryError.class, poor::send);
        }

        poor.send();

        Eventually.holds("the client is told", PATIENCE, () -> isTold("good"));
    }

    /** Rows, as another node leaves them. */
    private void addDue(RegisteredClient client, int count) {
        store.database().update("INSERT INTO logout_call (id, client_id, account_id, sid, due_at, expires_at) SELECT"
                + " CONCAT(?, x), ?, ?, 'sid', ?, ? FROM " + store.numbersTo(count), client.id(), client.id(), bob,
                clock.instant(), clock.instant().plusSeconds(60));
    }

    @Test
    void what_is_too_late_is_not_looked_for_after_each_call() {
        addDue(client("good", Origin.DECLARED), 5);
        store.statements();

        calls(new AtOnce()).send();

        assertEquals(0, store.count("logout_call"));
        assertEquals(5, network.calls("good"));
        assertEquals(1, store.statements().stream().filter(each -> each.contains("expires_at < ?")).count());
    }

    @Test
    void of_whom_all_calls_are_too_late_nobody_is_told_and_all_are_given_up() {
        addDue(client("good", Origin.DECLARED), 1_100);
        clock.advance(Duration.ofSeconds(61));

        calls(new AtOnce()).send();

        assertEquals(0, store.count("logout_call"));
        assertEquals(Map.of(), network.callsByHost);
    }

    @Test
    void what_fails_on_a_thread_of_its_own_is_logged() {
        addDue(client("broken", Origin.DECLARED), 1);
        List<String> messages = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Schedule.class.getName());
        logger.setFilter(line -> messages.add(line.getMessage()));
        try {
            calls(new AtOnce()).send();
        } finally {
            logger.setFilter(null);
        }

        assertTrue(messages.contains("Telling client broken of sign-outs failed"), messages::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400})
    @DisplayName("§2.8: who answers 200, 204 or 400 has been told")
    void who_answers_200_204_or_400_has_been_told(int status) {
        List<String> warnings = warningsOf(() -> answered(status));

        assertTrue(isTold("status" + status));
        assertEquals(status == 400 ? List.of("Client {0} was told that a person signed out, and answered status {1}")
                : List.of(), warnings);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 401, 403, 404, 408, 429, 500, 503})
    @DisplayName("§2.8: who answers anything else is told again")
    void who_answers_anything_else_is_told_again(int status) {
        answered(status);
        assertEquals(1, failed());

        clock.advance(Duration.ofSeconds(5));
        calls(new AtOnce()).send();

        assertEquals(2, network.calls("status" + status));
    }

    @Test
    void who_cannot_be_told_is_warned_of_at_once_and_not_again_before_it_was_told() {
        network.quickCalls = Integer.MAX_VALUE;
        try (LogLines log = LogLines.of(LogoutCalls.class)) {
            LogoutCalls atOnce = calls(new AtOnce());
            addDue(client("slow", Origin.DECLARED), 3);
            atOnce.send();
            assertEquals(List.of("Client slow is to be told again of a sign-out: slow"), log.lines());

            network.answer = Optional.of(new OutboundHttp.Answered(200, new byte[0]));
            clock.advance(Duration.ofSeconds(5));
            atOnce.send();
            network.answer = Optional.empty();
            addDue(client("slow", Origin.DECLARED), 1);
            atOnce.send();
            assertEquals(List.of("Client slow is to be told again of a sign-out: slow"), log.lines());
        }
    }

    @Test
    void what_strangers_cannot_be_told_is_not_told_operators_at_once() {
        network.quickCalls = Integer.MAX_VALUE;
        addDue(client("slow", Origin.REGISTERED), 1);

        assertEquals(List.of(), warningsOf(() -> calls(new AtOnce()).send()));
        assertEquals(1, failed());
    }

    private void answered(int status) {
        addDue(client("status" + status, Origin.DECLARED), 1);
        calls(new AtOnce()).send();
    }

    private static List<String> warningsOf(Runnable work) {
        List<String> messages = new CopyOnWriteArrayList<>();
        List<Logger> loggers = Stream.of(LogoutCalls.class, BackChannelLogout.class)
                .map(each -> Logger.getLogger(each.getName())).toList();
        loggers.forEach(logger -> logger.setFilter(line -> messages.add(line.getMessage())));
        try {
            work.run();
        } finally {
            loggers.forEach(logger -> logger.setFilter(null));
        }
        return messages;
    }

    @Test
    void who_is_slow_many_times_leaves_others_their_turn() {
        network.quickCalls = 1;
        network.everybodyIsDue = new CountDownLatch(1);
        List<RegisteredClient> slow = IntStream.range(0, 4).mapToObj(i -> client("slow" + i, Origin.REGISTERED))
                .toList();
        RegisteredClient good = client("good", Origin.REGISTERED);
        for (int i = 0; i < 3; i++) {
            signOut(slow, "sid-" + i);
        }
        clock.advance(Duration.ofSeconds(1));
        signOut(List.of(good), "sid-0");
        calls.send();
        network.everybodyIsDue.countDown();

        Eventually.holds("the good one is told", PATIENCE, () -> isTold("good"));
        Eventually.holds("each sign-out was tried", PATIENCE, () -> failed() == 12);
        slow.forEach(client -> assertEquals(3, network.calls(client.id())));
    }

    @Test
    void a_node_whose_clock_is_ahead_leaves_a_call_to_the_node_that_makes_it_unless_that_has_died() {
        network.everybodyIsDue = new CountDownLatch(1);
        signOut(List.of(client("slow", Origin.DECLARED)), "sid");
        Eventually.holds("the call is under way", PATIENCE, () -> network.callsByHost.containsKey("slow.example"));
        MutableClock ahead = new MutableClock();
        ahead.advance(Duration.ofSeconds(30));
        Network ofOther = new Network();
        ofOther.quickCalls = Integer.MAX_VALUE;
        LogoutCalls other = calls(ofOther, new AtOnce(), ahead);

        other.send();
        assertEquals(Map.of(), ofOther.callsByHost);

        ahead.advance(Duration.ofSeconds(46));
        other.send();
        assertEquals(1, ofOther.calls("slow"));
        network.everybodyIsDue.countDown();
        network.goodWasCalled.countDown();
    }

    /** Does on the caller's thread what is to be done once. */
    private static final class AtOnce extends Schedule {

        @Override
        public <T> Future<T> once(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(work);
            task.run();
            return task;
        }
    }

    private boolean isTold(String clientId) {
        return store.count("logout_call WHERE client_id = ?", clientId) == 0;
    }

    /** Calls that failed once and are to be made again; those under way are due later. */
    private long failed() {
        return store.count("logout_call WHERE attempts = 1 AND due_at <= ?", clock.instant().plusSeconds(5));
    }

    @Test
    void who_is_so_slow_that_its_turn_does_not_come_within_an_hour_is_not_told_later() {
        RegisteredClient slow = client("slow", Origin.DECLARED);
        for (int i = 0; i < 4; i++) {
            signOut(List.of(slow), "sid-" + i);
        }
        Eventually.holds("the first call is under way", PATIENCE,
                () -> network.callsByHost.containsKey("slow.example"));
        clock.advance(Duration.ofHours(1).plusMillis(1));
        signOut(List.of(slow), "sid-4");

        calls.send();

        assertEquals(1, store.count("logout_call"));
        assertEquals(1, store.count("logout_call WHERE sid = 'sid-4'"));
        network.goodWasCalled.countDown();
        Eventually.holds("the last one is tried", PATIENCE, () -> failed() == 1);
        assertEquals(2, network.calls("slow"));
    }

    @Test
    void strangers_who_are_slow_leave_the_operators_clients_alone() {
        signOut(IntStream.range(0, 20).mapToObj(i -> client("slow" + i, Origin.REGISTERED)).toList(), "sid");
        signOut(List.of(client("good", Origin.DECLARED)), "sid");

        Eventually.holds("the good one is told", PATIENCE, () -> isTold("good"));
        Eventually.holds("and every other was tried", PATIENCE, () -> failed() == 20);
    }

    @Test
    void a_client_that_fails_is_told_again_later_each_time_and_for_an_hour() {
        network.quickCalls = Integer.MAX_VALUE;
        Instant start = clock.instant();
        signOut(List.of(client("slow", Origin.DECLARED)), "sid");
        for (int attempt = 1; attempt < 10; attempt++) {
            Instant next = start.plusSeconds(5L * ((1 << attempt) - 1));
            Eventually.holds("it is due again at " + next, PATIENCE,
                    () -> store.count("logout_call WHERE due_at = ?", next) == 1);
            clock.set(next);
            calls.send();
        }
        Eventually.holds("it is given up", PATIENCE, () -> store.count("logout_call") == 0);
        assertEquals(10, network.calls("slow"));
    }
}
