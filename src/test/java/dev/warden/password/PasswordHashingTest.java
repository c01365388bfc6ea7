package dev.warden.password;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.platform.NativeLibrary;
import dev.warden.platform.Settings;

@DisplayName("Turns to hash")
class PasswordHashingTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(64);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void sixty_four_threads_never_hash_more_at_once_than_there_are_turns() throws Exception {
        Counting argon2 = new Counting();
        PasswordHashing hashing = new PasswordHashing(settings(Duration.ofMinutes(1)), argon2, 2);
        CountDownLatch start = new CountDownLatch(64);
        List<Future<PasswordHash>> hashes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            hashes.add(threads.submit(() -> {
                start.countDown();
                start.await();
                return hashing.inTurn(turn -> turn.hash("correct horse"));
            }));
        }
        for (Future<PasswordHash> hash : hashes) {
            hash.get(60, SECONDS);
        }
        assertEquals(64, argon2.all.get());
        assertTrue(argon2.most.get() <= 2, "at once: " + argon2.most);
    }

    @Test
    void as_many_hash_at_once_as_there_are_cores_and_the_next_one_is_told_to_come_back() throws Exception {
        PasswordHashing hashing = new PasswordHashing(new HashingSettings(
                Settings.of(Map.of("warden.password.max-wait", "PT0.2S"))));
        int cores = Runtime.getRuntime().availableProcessors();
        CountDownLatch allInside = new CountDownLatch(cores);
        CountDownLatch leave = new CountDownLatch(1);
        List<Future<Boolean>> holders = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            holders.add(threads.submit(() -> hashing.inTurn(turn -> {
                allInside.countDown();
                return awaits(leave);
            })));
        }
        assertTrue(allInside.await(10, SECONDS));

        long before = System.nanoTime();
        HashingBusy busy = assertThrows(HashingBusy.class, () -> hashing.inTurn(turn -> true));
        assertTrue(System.nanoTime() - before >= Duration.ofMillis(200).toNanos());
        assertTrue(busy.getMessage().contains("PT0.2S"), busy.getMessage());

        leave.countDown();
        for (Future<Boolean> holder : holders) {
            assertTrue(holder.get(10, SECONDS));
        }
        assertTrue(hashing.<Boolean>inTurn(turn -> true));
    }

    @Test
    void a_turn_is_given_back_when_the_work_fails() {
        PasswordHashing hashing = new PasswordHashing(settings(Duration.ZERO), new Counting(), 1);
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalStateException.class, () -> hashing.inTurn(turn -> {
                throw new IllegalStateException("the work");
            }));
        }
        assertTrue(hashing.<Boolean>inTurn(turn -> true));
    }

    @Test
    void a_turn_that_is_over_does_not_hash() {
        PasswordHashing hashing = new PasswordHashing(settings(Duration.ZERO), new Counting(), 1);
        Turn kept = hashing.inTurn(turn -> turn);
        assertThrows(IllegalStateException.class, () -> kept.hash("correct horse"));
        assertThrows(IllegalStateException.class, () -> kept.spend("correct horse"));
        assertThrows(IllegalStateException.class, () -> kept.matches("correct horse", new PasswordHash("")));
    }

    @Test
    void an_interrupted_thread_is_told_so_and_stays_interrupted() {
        PasswordHashing hashing = new PasswordHashing(settings(Duration.ofMinutes(1)), new Counting(), 1);
        Thread.currentThread().interrupt();
        assertThrows(HashingBusy.class, () -> hashing.inTurn(turn -> true));
        assertTrue(Thread.interrupted());
    }

    @Test
    void the_implementation_has_a_name_for_the_operator() {
        assertEquals("libsodium", new PasswordHashing(new HashingSettings(Settings.of(Map.of()))).implementation());
        assertEquals("Bouncy Castle", new PasswordHashing(new HashingSettings(
                Settings.of(Map.of("warden.password.native", "off")))).implementation());
    }

    private static HashingSettings settings(Duration maxWait) {
        return new HashingSettings(1024, 1, NativeLibrary.OFF, maxWait);
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(10, SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Computes, and counts how many do so at once. */
    private static final class Counting implements Argon2 {

        private final Argon2 argon2 = new BouncyCastleArgon2(1024);
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger all = new AtomicInteger();

        @Override
        public byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt, int length) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            all.incrementAndGet();
            try {
                return argon2.tag(parameters, password, salt, length);
            } finally {
                now.decrementAndGet();
            }
        }

        @Override
        public String name() {
            return "counting";
        }
    }
}
