package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.database.MariaDb;

/** The system property {@code test.kills} says how many on each database; 200 take an hour. */
@DisplayName("kill -9 under load")
@Tag("process")
@Tag("node")
class KillIT {

    private static final int KILLS = Integer.getInteger("test.kills", 3);
    private static final int REGISTERING = 3;
    private static final int LONGEST_LOAD_MILLIS = 1500;

    @Test
    void loses_nothing_acknowledged_on_h2() throws InterruptedException {
        killAndCheck(Nodes.onH2("kill"));
    }

    @Test
    void loses_nothing_acknowledged_on_mariadb() throws InterruptedException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        killAndCheck(Nodes.onMariaDb("kill", Nodes.newMasterKey()));
    }

    private static void killAndCheck(RunningWarden.Launch launch) throws InterruptedException {
        // What a client does whose answer was lost; the start of a server may take longer than the default grace.
        RunningWarden warden = launch.with("warden.session.refresh-grace", "PT1M").start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Load load = new Load(warden);
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_LOAD_MILLIS) + 300);
                warden.kill();
                load.awaitEnd();
                warden = warden.restart();
                load.check(warden.client());
            }
        } finally {
            warden.close();
        }
    }

    /** Some who register as fast as they can, and one who refreshes, until the server is gone. */
    private static final class Load {

        private final Queue<Person> acknowledged = new ConcurrentLinkedQueue<>();
        private final Queue<Person> unanswered = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile String newestRefreshToken;

        Load(RunningWarden warden) {
            WardenClient client = warden.client().fromAfar();
            newestRefreshToken = Token.refresh(client.post("api/users/register", Person.somebody().newUser())).jwt();
            for (int i = 0; i < REGISTERING; i++) {
                boolean isUsers = i % 2 == 0;
                start(() -> register(client, isUsers));
            }
            start(() -> newestRefreshToken = Token.refresh(refresh(client, newestRefreshToken)).jwt());
        }

        private void start(Runnable step) {
            Thread thread = new Thread(() -> {
                try {
                    while (true) {
                        step.run();
                    }
                } catch (UncheckedIOException theServerIsGone) {
                    // That is the end.
                }
            });
            threads.add(thread);
            thread.start();
        }

        private void register(WardenClient client, boolean isUsers) {
            Person person = Person.somebody();
            unanswered.add(person);
            HttpResponse<String> answer = isUsers ? client.post("api/users/register", person.newUser())
                    : client.post("register", person.newAccount());
            if (answer.statusCode() == 200) {
                acknowledged.add(person);
            }
            unanswered.remove(person);
        }

        void awaitEnd() throws InterruptedException {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
                assertFalse(thread.isAlive());
            }
        }

        void check(WardenClient warden) {
            assertFalse(acknowledged.isEmpty(), "nothing was acknowledged");
            for (Person person : acknowledged) {
                assertEquals(200, warden.fromAfar().post("api/users/login", person.byUsername()).statusCode(),
                        () -> person.username() + " is lost");
            }
            for (Person person : unanswered) {
                int status = warden.fromAfar().post("login", person.byEmail()).statusCode();
                assertTrue(status == 200 || status == 404, () -> "status " + status);
                assertEquals(status == 200 ? 409 : 200,
                        warden.fromAfar().post("api/users/register", person.newUser()).statusCode());
                assertEquals(200, warden.fromAfar().post("api/users/login", person.byUsername()).statusCode());
            }
            HttpResponse<String> refreshed = refresh(warden.fromAfar(), newestRefreshToken);
            assertEquals(200, refreshed.statusCode(), refreshed.body());
            assertEquals(200, warden.fromAfar().bearing(Token.access(refreshed).jwt()).get("api/users/me").statusCode());
        }

        private static HttpResponse<String> refresh(WardenClient client, String token) {
            return client.post("api/users/refresh", Json.createObjectBuilder().add("refresh_token", token).build());
        }
    }
}
