package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;

@OnEveryDatabase
@DisplayName("A request that waits for a slow database")
class PatienceTest {

    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final int MANY = 20;

    private final Store store;
    private final Database database;

    PatienceTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
        database = store.newDatabase(SLOW.multipliedBy(3));
    }

    @AfterEach
    void end() {
        database.endRequest();
        store.delay(Duration.ZERO);
    }

    @Test
    void is_ended_and_nothing_of_its_transaction_is_stored() {
        store.delay(SLOW);
        store.statements();
        database.beginRequest();
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> addMany()));

        assertTrue(store.statements().size() <= 3);
        store.delay(Duration.ZERO);
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void is_served_again_as_soon_as_the_database_is_fast() {
        store.delay(SLOW);
        database.beginRequest();
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> addMany()));
        database.endRequest();
        store.delay(Duration.ZERO);

        for (int i = 0; i < 2 * Database.POOL_SIZE; i++) {
            database.beginRequest();
            database.transaction(() -> add("a"));
            database.endRequest();
        }
        assertEquals(2 * Database.POOL_SIZE, store.count("revocation"));
    }

    @Test
    void waits_so_long_in_all_and_not_for_each_of_what_it_does() {
        store.delay(SLOW);
        database.beginRequest();
        assertThrows(DatabaseUnavailable.class, this::addMany);
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> addMany()));
        assertThrows(DatabaseUnavailable.class, () -> {
            for (int i = 0; i < MANY; i++) {
                database.list("SELECT 1", row -> 1);
            }
        });
    }

    @Test
    void waits_for_entities_too() {
        store.delay(SLOW);
        database.beginRequest();
        assertThrows(DatabaseUnavailable.class, () -> database.transaction(() -> {
            for (int i = 0; i < MANY; i++) {
                database.entityManager().createNativeQuery("SELECT COUNT(*) FROM revocation").getSingleResult();
            }
        }));
    }

    @Test
    void sends_no_commit_whose_answer_would_come_too_late() {
        Database impatient = store.newDatabase(Duration.ofMillis(1100));
        store.delay(Duration.ofMillis(1000));
        impatient.beginRequest();
        // 0.1 s are left then, and half a second for the end.
        assertThrows(DatabaseUnavailable.class, () -> impatient.transaction(() -> add(impatient, "a")));

        store.delay(Duration.ZERO);
        assertEquals(0, store.count("revocation"));
    }

    @Test
    void makes_no_change_whose_answer_would_come_too_late() {
        Database impatient = store.newDatabase(Duration.ofMillis(1100));
        impatient.beginRequest();
        impatient.onOneConnection(() -> {
            store.delay(Duration.ofMillis(1000));
            assertEquals(1, impatient.list("SELECT 1 AS one", row -> row.getInt("one")).size());
            store.delay(Duration.ZERO);
            assertThrows(DatabaseUnavailable.class, () -> add(impatient, "a"));
            return null;
        });

        assertEquals(0, store.count("revocation"));
    }

    @Test
    void leaves_no_change_behind_that_waits_for_a_lock() throws SQLException {
        leavesNoChangeBehind(store.newDatabase());
    }

    @Test
    void leaves_no_change_behind_that_has_too_little_time_to_wait_for_a_lock() throws SQLException {
        leavesNoChangeBehind(database);
    }

    /** Whoever waits for a lock gets it in turn. */
    private void leavesNoChangeBehind(Database asked) throws SQLException {
        add("kept");
        String append = "UPDATE revocation SET session_id = CONCAT(session_id, ?)";
        try (Connection other = store.outside().getConnection(); Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeUpdate("UPDATE revocation SET forget_at = forget_at");
            asked.beginRequest();
            assertThrows(DatabaseUnavailable.class, () -> asked.update(append, " and changed"));
            asked.endRequest();
            other.rollback();
        }
        asked.update(append, " as it was");

        assertEquals(1, store.count("revocation WHERE session_id = 'kept as it was'"));
    }

    @Test
    void waits_for_anything_else_as_long_as_it_takes() throws InterruptedException {
        Database patient = store.newDatabase(Duration.ofSeconds(2));
        patient.beginRequest();
        add(patient, "before a hash");
        TimeUnit.MILLISECONDS.sleep(2100);
        add(patient, "after it");

        assertEquals(2, store.count("revocation"));
    }

    @Test
    void waits_no_longer_for_what_others_read() {
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PolledCopy copy = new PolledCopy("a copy", Duration.ofSeconds(1), () -> {
            isReading.countDown();
            await(end);
        });
        Thread other = new Thread(copy::read);
        other.start();
        await(isReading);
        try {
            database.beginRequest();
            DatabaseUnavailable inVain = assertThrows(DatabaseUnavailable.class, copy::requireFresh);
            assertEquals("a copy could not be read in time", inVain.getMessage());
            assertThrows(DatabaseUnavailable.class, () -> add("a"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void is_no_work_in_the_background() {
        Database impatient = store.newDatabase(Duration.ofMillis(1));
        store.delay(Duration.ofMillis(20));
        impatient.transaction(() -> {
            for (int i = 0; i < MANY; i++) {
                add(impatient, "a");
            }
        });

        assertEquals(MANY, store.count("revocation"));
    }

    @Test
    void tells_a_connection_of_its_end_when_that_is_nearer_than_the_connections_own() throws InterruptedException {
        assertEquals(2500, Patience.ofThisThread().timeoutMillis(2500));
        assertEquals(0, Patience.ofThisThread().timeoutMillis(0), "none");

        Patience.begin(Duration.ofSeconds(60));
        assertEquals(2500, Patience.ofThisThread().timeoutMillis(2500));
        assertTrue(Patience.ofThisThread().timeoutMillis(0) > 0, "an end, where there was none");

        Patience.begin(Duration.ofMillis(1000));
        assertTrue(Patience.ofThisThread().timeoutMillis(2500) <= 1100);
        assertTrue(Patience.ofThisThread().timeoutToEndMillis(2500) > 1100);
        assertTrue(Patience.ofThisThread().timeoutToEndMillis(2500) <= 1500);

        Patience.begin(Duration.ofNanos(1));
        Patience.ofThisThread().waitedSince(System.nanoTime() - Duration.ofMinutes(1).toNanos());
        assertEquals(1, Patience.ofThisThread().timeoutMillis(0), "and not 0, which is for ever");
        assertEquals(1, Patience.ofThisThread().timeoutToEndMillis(0));
        Patience.end();
    }

    private void addMany() {
        for (int i = 0; i < MANY; i++) {
            add("a");
        }
    }

    private void add(String sessionId) {
        add(database, sessionId);
    }

    private static void add(Database database, String sessionId) {
        database.update("INSERT INTO revocation (session_id, forget_at) VALUES (?, ?)", sessionId, LATER);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
