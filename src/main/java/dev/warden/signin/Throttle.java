package dev.warden.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.password.PasswordHash;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.Schedule;
import dev.warden.platform.Sha256;
import dev.warden.session.Device;

/**
 * Limits guessing. A guess is a row that is appended and committed before anything is counted. So of guesses that
 * arrive at once, on any nodes, no more than the limit see a count below it. A guess that was right, or was not
 * evaluated, is deleted again.
 */
@ApplicationScoped
public class Throttle {

    private static final Duration FORGETTING_PAUSE = Duration.ofMinutes(1);
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final String NOBODY = "!";
    private static final String SIGN_IN = "sign-in";
    private static final String REVEALING = "revealing";
    private static final String REGISTRATION = "registration";

    private static final String READ = "SELECT g.subject, a.id, a.username, a.email, a.role_id, a.password_hash,"
            + " a.disabled_at,"
            + " (SELECT COUNT(*) FROM guess p WHERE p.subject = g.subject AND p.address = g.address AND p.made_at > ?)"
            + " AS of_pair,"
            + " (SELECT COUNT(*) FROM guess s WHERE s.subject = g.subject AND s.made_at > ?) AS of_subject,"
            + " (SELECT COUNT(*) FROM guess n WHERE n.address = g.address AND n.made_at > ?"
            + " AND n.kind <> 'registration') AS of_address,"
            + " (SELECT COUNT(*) FROM guess u WHERE u.address = g.address AND u.made_at > ? AND u.kind = 'revealing'"
            + " AND u.subject LIKE '!%') AS unknown_accounts,"
            + " EXISTS (SELECT 1 FROM session k WHERE k.account_id = g.subject AND k.address = g.address)"
            + " OR EXISTS (SELECT 1 FROM browser_session b WHERE b.account_id = g.subject AND b.address = g.address)"
            + " AS from_known"
            + " FROM guess g LEFT JOIN account a ON a.id = g.subject WHERE g.id = ?";

    private final Database database;
    private final Schedule schedule;
    private final ThrottleSettings limits;
    private final Clock clock;
    private final ToldStops told;

    @Inject
    public Throttle(Database database, Schedule schedule, ThrottleSettings limits, Clock clock) {
        this.database = database;
        this.schedule = schedule;
        this.limits = limits;
        this.clock = clock;
        this.told = new ToldStops(limits.window());
    }

    /** For the CDI proxy only. */
    protected Throttle() {
        this.database = null;
        this.schedule = null;
        this.limits = null;
        this.clock = null;
        this.told = null;
    }

    void start(@Observes DatabaseReady ready) {
        schedule.every(FORGETTING_PAUSE, "Forgetting old guesses", this::forget);
    }

    /**
     * Stores a guess and reads what is needed to evaluate it.
     *
     * @param revealsAccounts whether the answer will reveal that an account does not exist
     */
    Guess begin(LoginName name, Device device, boolean revealsAccounts) {
        return database.onOneConnection(() -> beginNow(name, device, revealsAccounts));
    }

    private Guess beginNow(LoginName name, Device device, boolean revealsAccounts) {
        Instant now = clock.instant();
        Instant from = now.minus(limits.window());
        String kind = revealsAccounts ? REVEALING : SIGN_IN;
        // Whoever finds an account by its id shares a lock on its row on MariaDB, and waits for who is changing that.
        long id = name.kind() == LoginName.Kind.ID ? append(name.key(), device, kind, now)
                : appendForName(name, device, kind, now);
        // An operator may delete guesses at any time, see docs/operating.md.
        return database.first(READ, row -> guess(id, row), from, from, from, from, id)
                .orElseThrow(() -> new DatabaseUnavailable("a guess was deleted before it was evaluated", null));
    }

    private long appendForName(LoginName name, Device device, String kind, Instant now) {
        return database.insert("INSERT INTO guess (subject, address, kind, made_at) VALUES (COALESCE((SELECT id FROM"
                        + " account WHERE " + name.kind().column() + " = ?), ?), ?, ?, ?)",
                name.key(), nobody(name), device.network(), kind, now);
    }

    private long append(String subject, Device device, String kind, Instant now) {
        return database.insert("INSERT INTO guess (subject, address, kind, made_at) VALUES (?, ?, ?, ?)", subject,
                device.network(), kind, now);
    }

    /** Deletes a guess that was right or is not evaluated. */
    void takeBack(Guess guess) {
        database.update("DELETE FROM guess WHERE id = ?", guess.id());
    }

    /**
     * Deletes a guess that was right, in the current transaction, if the account is still enabled and has the very hash
     * that was compared. Whoever is about to change that waits for the transaction, and then finds what it opened.
     *
     * @return whether that is so
     */
    boolean takeBackIfStillRight(Guess guess) {
        return database.update("DELETE FROM guess WHERE id = ? AND EXISTS (SELECT 1 FROM account WHERE id = ?"
                + " AND password_hash = ? AND disabled_at IS NULL FOR UPDATE)", guess.id(), guess.identity().id(),
                guess.hash().value()) == 1;
    }

    /** How long until another guess is evaluated, at least a second. */
    Duration retryAfter(Guess guess, Guess.Stop stop, Device device) {
        String subject = guess.subject();
        String network = device.network();
        return switch (stop) {
            case PAIR -> retryAfter("subject = ? AND address = ?", subject, network);
            case SUBJECT -> retryAfter("subject = ?", subject);
            case ADDRESS -> retryAfter("kind <> 'registration' AND address = ?", network);
            case UNKNOWN -> retryAfter("kind = 'revealing' AND subject LIKE '!%' AND address = ?", network);
        };
    }

    /**
     * How long registration is refused to a network that was told too often that a name is taken; zero if it is
     * allowed.
     */
    Duration waitToRegister(Device device) {
        Instant from = clock.instant().minus(limits.window());
        int taken = database.first("SELECT COUNT(*) AS taken FROM guess WHERE address = ? AND made_at > ? AND kind ="
                + " 'registration'", row -> row.getInt("taken"), device.network(), from).orElse(0);
        return taken < limits.takenPerAddress() ? Duration.ZERO
                : retryAfter("kind = 'registration' AND address = ?", device.network());
    }

    /** Counts an answer that an email or username is taken. */
    void toldThatTaken(Device device) {
        append(NOBODY, device, REGISTRATION, clock.instant());
    }

    /**
     * Whether the log should be told that somebody was stopped: once in a window for each account, network and reason.
     *
     * @param accountId null if it is about no account, or about one that does not exist
     */
    boolean isToBeTold(String accountId, Device device, String reason) {
        return told.isFirst(accountId + ' ' + device.network() + ' ' + reason, clock.instant());
    }

    ThrottleSettings limits() {
        return limits;
    }

    void forget() {
        database.deleteInSlices("guess WHERE made_at < ?", clock.instant().minus(limits.window()));
    }

    /** Until the oldest of some guesses no longer counts, at least a second. */
    private Duration retryAfter(String condition, String... parameters) {
        Instant now = clock.instant();
        Stream<Object> all = Stream.concat(Stream.of(now.minus(limits.window())), Stream.of(parameters));
        Duration left = database.first("SELECT MIN(made_at) AS oldest FROM guess WHERE made_at > ? AND " + condition,
                        row -> Database.instant(row, "oldest"), all.toArray())
                .map(oldest -> Duration.between(now, oldest.plus(limits.window()))).orElse(Duration.ZERO);
        return left.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : left;
    }

    private static Guess guess(long id, ResultSet row) throws SQLException {
        String hash = row.getString("password_hash");
        return new Guess(id, row.getString("subject"),
                row.getString("id") == null ? null : Identity.in(row, "id"),
                hash == null ? null : new PasswordHash(hash),
                Database.instant(row, "disabled_at") != null,
                new Guess.Counts(row.getInt("of_pair"), row.getInt("of_subject"), row.getInt("of_address"),
                        row.getInt("unknown_accounts"), row.getBoolean("from_known")));
    }

    /** A digest, because the input may be a password typed into the wrong field. */
    private static String nobody(LoginName name) {
        return NOBODY + Sha256.base64url(name.kind() + " " + name.key());
    }
}
