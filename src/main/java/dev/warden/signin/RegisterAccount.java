package dev.warden.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Account;
import dev.warden.account.AccountId;
import dev.warden.account.Accounts;
import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.Username;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.password.PasswordPolicy;
import dev.warden.platform.Database;
import dev.warden.session.Device;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.TokenProfile;

/**
 * Makes an account and signs its owner in. Names are not looked up first: the unique indexes let one of those who race for
 * a name have it, and only who lost asks which it was.
 */
@ApplicationScoped
public class RegisterAccount {

    /** Whoever held a name may be gone by the time we look which it was; then we try again. */
    private static final int MAX_ATTEMPTS = 3;

    private final Accounts accounts;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AuditLog audit;
    private final Database database;
    private final Clock clock;

    @Inject
    public RegisterAccount(Accounts accounts, PasswordPolicy policy, PasswordHashing hashing, Sessions sessions,
            Throttle throttle, AuditLog audit, Database database, Clock clock) {
        this.accounts = accounts;
        this.policy = policy;
        this.hashing = hashing;
        this.sessions = sessions;
        this.throttle = throttle;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    protected RegisterAccount() {
        this(null, null, null, null, null, null, null, null);
    }

    public record Command(Email email, Username username, String password, Device device, TokenProfile profile) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record Registered(Session session, Identity identity) implements Result {
    }

    /** At least one of the two belongs to somebody. */
    public record Taken(boolean email, boolean username) implements Result {
    }

    /** The deployment's policy does not take the password. */
    public record WeakPassword(PasswordPolicy.Refusal refusal) implements Result {
    }

    /** This network was told too often that a name is taken. */
    public record TooManyGuesses(Duration retryAfter) implements Result {
    }

    /**
     * @throws dev.warden.password.HashingBusy              if no turn at hashing came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result register(Command command) {
        Optional<PasswordPolicy.Refusal> refusal = policy.refuses(command.password());
        if (refusal.isPresent()) {
            return new WeakPassword(refusal.get());
        }
        Duration wait = throttle.waitToRegister(command.device());
        if (!wait.isZero()) {
            audit.logOnly(new AuditEvent.GuessingStopped(null, command.device().address(), "too-many-taken-names"));
            return new TooManyGuesses(wait);
        }
        PasswordHash hash = hashing.inTurn(turn -> turn.hash(command.password()));
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            try {
                return database.transaction(() -> add(command, hash));
            } catch (Accounts.Taken e) {
                Taken taken = new Taken(accounts.has(command.email()), accounts.has(command.username()));
                if (taken.email() || taken.username()) {
                    throttle.toldThatTaken(command.device());
                    return taken;
                }
            }
        }
        throw new IllegalStateException("A name is taken by nobody");
    }

    private Result add(Command command, PasswordHash hash) {
        Account account = new Account(AccountId.random(), command.email(), command.username(), hash, clock.instant());
        accounts.add(account);
        Identity identity = account.identity();
        Session session = sessions.open(identity.id(), command.profile().name(), command.profile().refreshLifetime(),
                command.device());
        audit.record(new AuditEvent.AccountRegistered(identity.id(), session.id(), command.device().address()));
        return new Registered(session, identity);
    }
}
