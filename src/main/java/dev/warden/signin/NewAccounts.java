package dev.warden.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

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

/**
 * Creates accounts; shared by all ways to register. Names are not looked up first: the unique indexes decide who gets a
 * name, and only the loser of a race asks which name was taken.
 */
@ApplicationScoped
public class NewAccounts {

    /** By the time we look up which name was taken, its account may be gone; then we try again. */
    private static final int MAX_ATTEMPTS = 3;
    private static final String TOO_MANY_TAKEN = "too-many-taken-names";

    private final Accounts accounts;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final Throttle throttle;
    private final AuditLog audit;
    private final Database database;
    private final Clock clock;

    @Inject
    public NewAccounts(Accounts accounts, PasswordPolicy policy, PasswordHashing hashing, Throttle throttle,
            AuditLog audit, Database database, Clock clock) {
        this.accounts = accounts;
        this.policy = policy;
        this.hashing = hashing;
        this.throttle = throttle;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    protected NewAccounts() {
        this(null, null, null, null, null, null, null);
    }

    /** The data of the new account. */
    record Applicant(Email email, Username username, String password, Device device) {

        @Override
        public String toString() {
            return "Applicant[redacted]";
        }
    }

    /** Either what was opened for the new account, or the reason why there is none. */
    sealed interface Outcome<S> {

        /** What was opened, or else what the caller makes of the reason. */
        S or(Function<RegisterAccount.Refusal, S> ifRefused);
    }

    /** @param sessionId the id of what was opened */
    record Opened<S>(String sessionId, S opened) implements Outcome<S> {

        @Override
        public S or(Function<RegisterAccount.Refusal, S> ifRefused) {
            return opened;
        }
    }

    private record Refused<S>(RegisterAccount.Refusal refusal) implements Outcome<S> {

        @Override
        public S or(Function<RegisterAccount.Refusal, S> ifRefused) {
            return ifRefused.apply(refusal);
        }
    }

    /**
     * Creates an account and opens a session for it, in one transaction.
     *
     * @param open opens the session, in the current transaction; may be called again
     */
    <S> Outcome<S> add(Applicant applicant, Function<Identity, Opened<S>> open) {
        Optional<RegisterAccount.Refusal> refusal = refusal(applicant);
        if (refusal.isPresent()) {
            return new Refused<>(refusal.get());
        }
        PasswordHash hash = hashing.inTurn(turn -> turn.hash(applicant.password()));
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            try {
                return database.transaction(() -> add(applicant, hash, open));
            } catch (Accounts.Taken e) {
                RegisterAccount.Taken taken = new RegisterAccount.Taken(accounts.has(applicant.email()),
                        accounts.has(applicant.username()));
                if (taken.email() || taken.username()) {
                    throttle.toldThatTaken(applicant.device());
                    return new Refused<>(taken);
                }
            }
        }
        throw new IllegalStateException("A name is taken by nobody");
    }

    private Optional<RegisterAccount.Refusal> refusal(Applicant applicant) {
        Optional<PasswordPolicy.Refusal> weak = policy.refuses(applicant.password());
        if (weak.isPresent()) {
            return weak.map(RegisterAccount.WeakPassword::new);
        }
        Duration wait = throttle.waitToRegister(applicant.device());
        if (wait.isZero()) {
            return Optional.empty();
        }
        if (throttle.isToBeTold(null, applicant.device(), TOO_MANY_TAKEN)) {
            audit.logOnly(new AuditEvent.GuessingStopped(null, applicant.device().address(), TOO_MANY_TAKEN));
        }
        return Optional.of(new RegisterAccount.TooManyGuesses(wait));
    }

    private <S> Opened<S> add(Applicant applicant, PasswordHash hash, Function<Identity, Opened<S>> open) {
        Account account = new Account(AccountId.random(), applicant.email(), applicant.username(), hash,
                clock.instant());
        accounts.add(account);
        Opened<S> opened = open.apply(account.identity());
        audit.record(new AuditEvent.AccountRegistered(account.identity().id(), opened.sessionId,
                applicant.device().address()));
        return opened;
    }
}
