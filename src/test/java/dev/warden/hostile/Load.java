package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.server.ServerUnderTest;

/** Some who register as fast as they can, and one who refreshes, until the server is gone. */
final class Load {

    private static final int REGISTERING = 3;

    private final Queue<Person> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Person> unanswered = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    /** A request that was sent and not answered. */
    private final Queue<Cut> cut = new ConcurrentLinkedQueue<>();
    private final AtomicLong firstRefusedAtNanos = new AtomicLong(Long.MAX_VALUE);
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Integer> refusedRefreshes = new ConcurrentLinkedQueue<>();
    private volatile String newestRefreshToken;

    /** What {@code /health/ready} answered, in order. */
    private final List<Integer> readiness = new CopyOnWriteArrayList<>();

    private final AtomicBoolean wasServedWhileNotReady = new AtomicBoolean();

    private record Cut(long sentAtNanos, String how) {
    }

    Load(RunningWarden warden) {
        WardenClient client = warden.client().fromAfar();
        newestRefreshToken = Token.refresh(client.post("api/users/register", Person.somebody().newUser())).jwt();
        for (int i = 0; i < REGISTERING; i++) {
            boolean isUsers = i % 2 == 0;
            start(() -> register(client, isUsers));
        }
        start(() -> {
            HttpResponse<String> answer = send(client, "api/users/refresh", refreshing(newestRefreshToken));
            if (isDone(answer)) {
                newestRefreshToken = Token.refresh(answer).jwt();
            } else {
                refusedRefreshes.add(answer.statusCode());
            }
        });
        start(() -> {
            readiness.add(client.sendUnchecked(client.request("health/ready")).statusCode());
            pause();
        });
    }

    private void start(Runnable step) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    step.run();
                }
            } catch (UncheckedIOException theServerIsGone) {
                // That is the end.
            } catch (RuntimeException | AssertionError e) {
                wrong.add(e.toString());
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void register(WardenClient client, boolean isUsers) {
        Person person = Person.somebody();
        unanswered.add(person);
        HttpResponse<String> answer = isUsers ? send(client, "api/users/register", person.newUser())
                : send(client, "register", person.newAccount());
        if (isDone(answer)) {
            acknowledged.add(person);
            unanswered.remove(person);
        }
    }

    /**
     * Who ends may say so, by 503. In the moment between the end of Warden and that of its listener other servers than
     * our own refuse by themselves, with 404 or 500, which has none of our headers. Anything else is wrong.
     */
    private boolean isDone(HttpResponse<String> answer) {
        boolean isOfTheServer = ServerUnderTest.isGiven() && answer.statusCode() >= 400
                && answer.headers().firstValue("Content-Security-Policy").isEmpty();
        boolean saysWhen = answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent();
        if (answer.statusCode() != 200) {
            if (!saysWhen && !isOfTheServer) {
                wrong.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
            }
            refused();
            pause();
        }
        if (answer.statusCode() == 200 && readiness.contains(503)) {
            wasServedWhileNotReady.set(true);
        }
        return answer.statusCode() == 200;
    }

    private void refused() {
        firstRefusedAtNanos.accumulateAndGet(System.nanoTime(), Math::min);
    }

    /** There is no need for thousands who were refused. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertFalse(thread.isAlive());
        }
    }

    /** That a load balancer was told to send no more while others were still served. */
    void checkThatReadinessEndedFirst() {
        assertEquals(503, readiness.get(readiness.size() - 1), readiness::toString);
        assertTrue(wasServedWhileNotReady.get(), readiness::toString);
    }

    /** To be asked before the server ends. Those who register may be refused: they wait for a turn to hash. */
    void checkThatNoRefreshWasRefused() {
        assertEquals(List.of(), List.copyOf(refusedRefreshes));
    }

    /** That whatever was sent before the server began to refuse was answered. */
    void checkThatNothingWasCut() {
        assertEquals(List.of(), cut.stream().filter(one -> one.sentAtNanos < firstRefusedAtNanos.get()).toList(),
                () -> "refused from " + firstRefusedAtNanos.get());
    }

    /** Holds another Warden on the same database against what this load was told. */
    void check(WardenClient warden) {
        assertTrue(wrong.isEmpty(), wrong::toString);
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
        HttpResponse<String> refreshed = warden.fromAfar().post("api/users/refresh", refreshing(newestRefreshToken));
        assertEquals(200, refreshed.statusCode(), refreshed.body());
        assertEquals(200, warden.fromAfar().bearing(Token.access(refreshed).jwt()).get("api/users/me").statusCode());
    }

    /** A server that ends may answer by itself. */
    private HttpResponse<String> send(WardenClient client, String path, JsonObject body) {
        long sentAtNanos = System.nanoTime();
        try {
            return client.sendUnchecked(client.request(path).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString())));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ConnectException) {
                refused();
            } else {
                cut.add(new Cut(sentAtNanos, e.getCause().toString()));
            }
            throw e;
        }
    }

    private static JsonObject refreshing(String token) {
        return Json.createObjectBuilder().add("refresh_token", token).build();
    }
}
