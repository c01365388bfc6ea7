package dev.warden.password;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.DatabaseReady;

/**
 * The entry point for all hashing. One hash per core runs at a time, first come, first served, however many wait: more
 * at once would finish no sooner, take memory for each, and starve everything else.
 */
@ApplicationScoped
public class PasswordHashing {

    private final Hashers hashers;
    private final String implementation;
    private final Semaphore turns;
    private final Duration maxWait;

    @Inject
    public PasswordHashing(HashingSettings settings) {
        this(settings, Argon2.fastest(settings), Runtime.getRuntime().availableProcessors());
    }

    PasswordHashing(HashingSettings settings, Argon2 argon2, int atOnce) {
        hashers = new Hashers(argon2, settings.argon2());
        implementation = argon2.name();
        turns = new Semaphore(atOnce, true);
        maxWait = settings.maxWait();
    }

    protected PasswordHashing() {
        hashers = null;
        implementation = null;
        turns = null;
        maxWait = null;
    }

    /** Selects and logs the implementation at start, rather than while the first person waits. */
    void start(@Observes DatabaseReady ready, HashingSettings settings) {
        System.getLogger(PasswordHashing.class.getName()).log(Level.INFO,
                "Argon2id with {0} KiB and {1} passes is computed by {2}",
                Integer.toString(settings.memory()), settings.passes(), implementation);
    }

    /**
     * Waits for a turn and runs the work in it. The work should hash and do little else, and never take a second turn:
     * while it runs, it occupies one core's worth of hashing.
     *
     * @return what the work returns
     * @throws HashingBusy if no turn came within {@code warden.password.max-wait}, or the thread was interrupted
     */
    public <T> T inTurn(Function<Turn, T> work) {
        take();
        Turn turn = new Turn(hashers);
        try {
            return work.apply(turn);
        } finally {
            turn.end();
            turns.release();
        }
    }

    /**
     * Whether a stored hash has another format or other parameters than new ones, so that the next successful sign-in
     * should replace it.
     */
    public boolean isOutdated(PasswordHash stored) {
        return hashers.isOutdated(stored);
    }

    /** The implementation that computes Argon2id in this process: {@code libsodium} or {@code Bouncy Castle}. */
    String implementation() {
        return implementation;
    }

    private void take() {
        try {
            if (!turns.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new HashingBusy(maxWait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HashingBusy(maxWait);
        }
    }
}
