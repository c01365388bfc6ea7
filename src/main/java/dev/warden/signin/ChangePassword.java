package dev.warden.signin;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Account;
import dev.warden.account.AccountId;
import dev.warden.account.Accounts;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordPolicy;
import dev.warden.session.BrowserSessions;
import dev.warden.session.Device;
import dev.warden.session.SessionSecret;

/**
 * Changes a password, which requires the current one, and ends every other session of the account. Wrong guesses at the
 * current password count like those at sign-in.
 *
 * <p>The session of a browser gets a new secret. Its page may be sent twice, and the browser only keeps the second
 * answer: so a change that was just made in this browser is confirmed once more, if the new password is the account's.
 */
@ApplicationScoped
public class ChangePassword {

    /** Between a change and the last answer to a click for it. */
    private static final Duration MOMENT = Duration.ofMinutes(1);

    private final PasswordProof proof;
    private final PasswordPolicy policy;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final EndSession endSession;
    private final AuditLog audit;

    @Inject
    public ChangePassword(PasswordProof proof, PasswordPolicy policy, Accounts accounts, BrowserSessions sessions,
            EndSession endSession, AuditLog audit) {
        this.proof = proof;
        this.policy = policy;
        this.accounts = accounts;
        this.sessions = sessions;
        this.endSession = endSession;
        this.audit = audit;
    }

    protected ChangePassword() {
        this(null, null, null, null, null, null);
    }

    /**
     * A request to change a password.
     *
     * @param sessionId the session to keep, of a program or of a browser
     * @param secret    the session secret that the browser sent; empty if it is the session of a program
     */
    public record Command(String accountId, String sessionId, String currentPassword, String newPassword,
            Device device, Optional<SessionSecret> secret) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    /** @param renewed the session of the browser; empty if it has ended meanwhile, or is that of a program */
    public record Changed(Optional<BrowserSessions.Started> renewed) implements Result {
    }

    /** Or the account was disabled, or is gone. */
    public record WrongPassword() implements Result {
    }

    /** The deployment's policy refuses the new password. */
    public record WeakPassword(PasswordPolicy.Refusal refusal) implements Result {
    }

    /** There were too many guesses, so the current password was not checked, or was wrong at a known network. */
    public record TooManyGuesses(Duration retryAfter) implements Result {
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
        return proof.demandToReplace(command.accountId(), command.currentPassword(), command.newPassword(),
                command.device(), () -> isRepeated(command), newHash -> store(command, newHash))
                .or(ChangePassword::refused);
    }

    private static Result refused(SignIn.Refusal refusal) {
        return refusal instanceof SignIn.TooManyGuesses stopped ? new TooManyGuesses(stopped.retryAfter())
                : new WrongPassword();
    }

    /** Whether the password was changed just now in this browser. */
    private boolean isRepeated(Command command) {
        return command.secret().flatMap(sessions::findJustAuthenticated)
                .filter(session -> session.accountId().equals(command.accountId()))
                .filter(session -> audit.hasSince(session.authenticatedAt().minus(MOMENT),
                        changed(command, session.id())))
                .isPresent();
    }

    private static AuditEvent changed(Command command, String sessionId) {
        return new AuditEvent.PasswordChanged(command.accountId(), sessionId, command.device().address());
    }

    /** @param newHash empty if it is stored already */
    private Result store(Command command, Optional<PasswordHash> newHash) {
        newHash.ifPresent(hash -> {
            Account account = accounts.findForUpdate(new AccountId(command.accountId())).orElseThrow();
            account.changePassword(hash);
            endSession.endAll(command.accountId(), command.sessionId());
            audit.record(changed(command, command.sessionId()));
        });
        return new Changed(command.secret().flatMap(secret -> sessions.renew(secret, command.device())));
    }
}
