package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import jakarta.json.Json;

import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

/** Full service: people and clients can sign in. */
final class Service {

    /** What a node knows of revoked sessions and of clients is good for a second without the database. */
    private static final Duration AGE_OF_COPIES = Duration.ofMillis(1100);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Service() {
    }

    /** Waits until somebody can sign in, clients are known or not, and the node says that it is ready. */
    static void awaitReturn(WardenClient warden, Person person) {
        await(() -> warden.post("api/users/login", person.byUsername()).statusCode() == 200
                && warden.get("oauth2/authorize?client_id=nobody&response_type=code").statusCode() == 400
                && warden.get("health/ready").statusCode() == 200);
    }

    /** Waits until the node says that it is ready. */
    static void awaitReadiness(WardenClient warden) {
        await(() -> warden.get("health/ready").statusCode() == 200);
    }

    /** Waits until so many requests at once are served: as many connections as the pool takes are open then. */
    static void awaitAllConnections(WardenClient warden, Person person, int callers) {
        await(() -> {
            HttpResponse<String> signedIn = warden.post("api/users/login", person.byUsername());
            return signedIn.statusCode() == 200
                    && AtOnce.times(callers, number -> refresh(warden, signedIn).statusCode())
                    .stream().allMatch(status -> status == 200);
        });
    }

    private static HttpResponse<String> refresh(WardenClient warden, HttpResponse<String> signedIn) {
        return warden.post("api/users/refresh",
                Json.createObjectBuilder().add("refresh_token", Token.refresh(signedIn).jwt()).build());
    }

    private static void await(BooleanSupplier isBack) {
        long startedAt = System.nanoTime();
        while (!isBack.getAsBoolean()) {
            assertTrue(System.nanoTime() - startedAt < Figures.CEILING.toNanos(),
                    "no service after " + Figures.CEILING);
            pause(PAUSE);
        }
        Figures.tell("full service again", Duration.ofNanos(System.nanoTime() - startedAt));
    }

    static void letCopiesAge() {
        pause(AGE_OF_COPIES);
    }

    static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
