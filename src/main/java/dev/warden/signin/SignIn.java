package dev.warden.signin;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Accounts;
import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.password.Turn;
import dev.warden.platform.Database;
import dev.warden.session.Device;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.TokenProfile;

/** Signs a person in by name and password. Known and unknown names cost the same time. */
@ApplicationScoped
public class SignIn {

    private final Throttle throttle;
    private final PasswordHashing hashing;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public SignIn(Throttle throttle, PasswordHashing hashing, Accounts accounts, Sessions sessions, AuditLog audit,
            Database database) {
        this.throttle = throttle;
        this.hashing = hashing;
        this.accounts = accounts;
        this.sessions = sessions;
        this.audit = audit;
        this.database = database;
    }

    protected SignIn() {
        this(null, null, null, null, null, null);
    }

    /**
     * Who wants to sign in, with what, from where, to use which tokens.
     *
     * @param revealsAccounts whether the caller will tell the person that an account does not exist
     */
    public record Command(LoginName name, String password, Device device, TokenProfile profile,
            boolean revealsAccounts) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record SignedIn(Session session, Identity identity) implements Result {
    }

    public record UnknownAccount() implements Result {
    }

    public record WrongPassword() implements Result {
    }

    /** The password was right, the account is out of use. */
    public record Disabled() implements Result {
    }

    /** The password was not looked at: there were too many guesses. */
    public record TooManyGuesses(Duration retryAfter) implements Result {
    }

    /** What a turn at hashing ends with: a refusal, or a right password and, if it was outdated, its new hash. */
    private record Proof(Guess guess, Optional<Result> refusal, Optional<PasswordHash> newer) {
    }

    /**
     * @throws dev.warden.password.HashingBusy              if no turn at hashing came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result signIn(Command command) {
        // The guess is written down inside the turn: no more are ever open than cores, however many arrive.
        Proof proof = hashing.inTurn(turn -> prove(turn, command));
        return proof.refusal().orElseGet(() -> database.transaction(() -> open(command, proof)));
    }

    private Proof prove(Turn turn, Command command) {
        Guess guess = throttle.begin(command.name(), command.device(), command.revealsAccounts());
        Optional<Guess.Stop> stop = guess.stop(throttle.limits(), command.revealsAccounts());
        if (stop.isPresent()) {
            return new Proof(guess, Optional.of(stopped(guess, stop.get(), command.device())), Optional.empty());
        }
        if (!isRight(turn, command.password(), guess.hash())) {
            return new Proof(guess, Optional.of(refused(guess, command.device())), Optional.empty());
        }
        if (guess.isDisabled()) {
            throttle.takeBack(guess);
            audit.record(new AuditEvent.SignInRefused(guess.accountId(), command.device().address(), "disabled"));
            return new Proof(guess, Optional.of(new Disabled()), Optional.empty());
        }
        return new Proof(guess, Optional.empty(), hashing.isOutdated(guess.hash())
                ? Optional.of(turn.hash(command.password())) : Optional.empty());
    }

    static boolean isRight(Turn turn, String password, PasswordHash stored) {
        if (stored == null) {
            turn.spend(password);
            return false;
        }
        return turn.matches(password, stored);
    }

    private Result stopped(Guess guess, Guess.Stop stop, Device device) {
        throttle.takeBack(guess);
        audit.logOnly(new AuditEvent.GuessingStopped(guess.accountId(), device.address(), stop.reason()));
        return new TooManyGuesses(throttle.wait(guess, stop, device));
    }

    private Result refused(Guess guess, Device device) {
        boolean isKnown = guess.identity() != null;
        audit.record(new AuditEvent.SignInRefused(guess.accountId(), device.address(),
                isKnown ? "wrong-password" : "unknown-account"));
        return isKnown ? new WrongPassword() : new UnknownAccount();
    }

    private Result open(Command command, Proof proof) {
        Identity identity = proof.guess().identity();
        proof.newer().filter(newer -> accounts.rehash(identity.id(), proof.guess().hash(), newer))
                .ifPresent(newer -> audit.record(new AuditEvent.PasswordRehashed(identity.id())));
        Session session = sessions.open(identity.id(), command.profile().name(), command.profile().refreshLifetime(),
                command.device());
        throttle.takeBack(proof.guess());
        audit.record(new AuditEvent.SignedIn(identity.id(), session.id(), command.device().address()));
        return new SignedIn(session, identity);
    }
}
