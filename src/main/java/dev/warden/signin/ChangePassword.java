package dev.warden.signin;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Account;
import dev.warden.account.AccountId;
import dev.warden.account.Accounts;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.password.PasswordPolicy;
import dev.warden.password.Turn;
import dev.warden.platform.Database;
import dev.warden.session.Device;

/**
 * Changes a password, which requires the current one, and ends every other session of the account. Wrong guesses at the
 * current password count like those at sign-in.
 */
@ApplicationScoped
public class ChangePassword {

    private final Throttle throttle;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final Accounts accounts;
    private final EndSession endSession;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public ChangePassword(Throttle throttle, PasswordPolicy policy, PasswordHashing hashing, Accounts accounts,
            EndSession endSession, AuditLog audit, Database database) {
        this.throttle = throttle;
        this.policy = policy;
        this.hashing = hashing;
        this.accounts = accounts;
        this.endSession = endSession;
        this.audit = audit;
        this.database = database;
    }

    protected ChangePassword() {
        this(null, null, null, null, null, null, null);
    }

    /** @param sessionId the session to keep, of a program or of a browser */
    public record Command(String accountId, String sessionId, String currentPassword, String newPassword,
            Device device) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record Changed() implements Result {
    }

    public record WrongPassword() implements Result {
    }

    /** The deployment's policy refuses the new password. */
    public record WeakPassword(PasswordPolicy.Refusal refusal) implements Result {
    }

    /** There were too many guesses, so the current password was not checked. */
    public record TooManyGuesses(Duration retryAfter) implements Result {
    }

    private record Proof(Guess guess, Optional<Result> refusal, PasswordHash newHash) {
    }

    /**
     * @throws dev.warden.password.HashingBusy if no turn to hash came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result change(Command command) {
        Optional<PasswordPolicy.Refusal> weak = policy.refuses(command.newPassword());
        if (weak.isPresent()) {
            return new WeakPassword(weak.get());
        }
        Proof proof = hashing.inTurn(turn -> prove(turn, command));
        return proof.refusal().orElseGet(() -> database.transaction(() -> store(command, proof)));
    }

    private Proof prove(Turn turn, Command command) {
        Guess guess = throttle.begin(LoginName.id(command.accountId()), command.device(), false);
        Optional<Guess.Stop> stop = guess.stop(throttle.limits(), false);
        if (stop.isPresent()) {
            throttle.takeBack(guess);
            audit.logOnly(new AuditEvent.GuessingStopped(command.accountId(), command.device().address(),
                    stop.get().reason()));
            return refused(guess, new TooManyGuesses(throttle.retryAfter(guess, stop.get(), command.device())));
        }
        if (!PasswordProof.isRight(turn, command.currentPassword(), guess.hash()) || guess.isDisabled()) {
            audit.record(new AuditEvent.SignInRefused(guess.accountId(), command.device().address(),
                    "wrong-current-password"));
            return refused(guess, new WrongPassword());
        }
        return new Proof(guess, Optional.empty(), turn.hash(command.newPassword()));
    }

    private static Proof refused(Guess guess, Result refusal) {
        return new Proof(guess, Optional.of(refusal), null);
    }

    private Result store(Command command, Proof proof) {
        Optional<Account> account = accounts.findForUpdate(new AccountId(command.accountId()))
                .filter(found -> !found.isDisabled() && proof.guess().hash().equals(found.passwordHash()));
        if (account.isEmpty()) {
            // Meanwhile the password was changed, so what was verified is no longer current, or the account disabled.
            return new WrongPassword();
        }
        account.get().changePassword(proof.newHash());
        endSession.endAll(command.accountId(), command.sessionId());
        throttle.takeBack(proof.guess());
        audit.record(new AuditEvent.PasswordChanged(command.accountId(), command.sessionId(),
                command.device().address()));
        return new Changed();
    }
}
